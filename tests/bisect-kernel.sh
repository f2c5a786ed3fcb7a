#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/bisect-kernel.sh: bisect real kernels. Makes a repository of Debian's linux-source with
# planted commits, in .cache/bisect-test, and runs ./run.sh bisect on it. The first build of the
# kernel takes minutes, so this is not part of check; tests/lab/bisect.sh is.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

version=6.12
repo=$top/.cache/bisect-test/repo
run=$top/run.sh
kvm=arch/s390/kvm
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b

# What a kernel for the lab does not need is left out: the C files of other architectures and of
# most drivers.
needless='^\./(Documentation|sound|samples|tools/(testing|perf)|arch/[^/]*|'
needless+='drivers/(gpu|net/[^/]*|media|staging|infiniband|scsi|usb|iio|video|hwmon|pinctrl|clk|soc|'
needless+='platform|power|regulator|mfd|input|rtc|spi|i2c|gpio|mtd|accel|thermal|phy|leds|ata))/'

# make_repository: the initial commit.
make_repository() {
	local tree
	tree=$("$top/lab/kernel-build" --unpack "debian:$version")
	rm -rf "$repo"
	mkdir -p "$repo"
	(
		cd "$tree"
		find . -type f -o -type l | grep -vE "$needless.*\.([chS]|rst|dts|dtsi|json)\$"
		find ./arch/s390 -type f -o -type l
	) | sort -u | tar -c -C "$tree" --no-recursion -T - | tar -x -C "$repo"
	git -C "$repo" init -q -b main
	git -C "$repo" add -A -f
	git -C "$repo" commit -q -m base
	git -C "$repo" tag base
}

# commit SUBJECT [FILE FUNCTION EXPRESSION]: a commit that changes a function of arch/s390/kvm with
# sed. Without FILE it only adds a comment.
commit() {
	if (($# > 1)); then
		sed -i -E "/^[a-z].*\\b$3\\(/,/^}/$4" "$repo/$kvm/$2"
	else
		echo "/* $1 */" >>"$repo/$kvm/gaccess.c"
	fi
	git -C "$repo" commit -q -a -m "$1"
	git -C "$repo" tag -f "$1" >/dev/null
}

plant() {
	git -C "$repo" checkout -q -f -B planted base
	commit ordinary-1
	commit breaks-another gaccess.c is_low_address 's/~0x11fful/~0x1fful/'
	commit ordinary-2
	commit no-build gaccess.c kvm_s390_check_low_addr_prot_real 's/^\{/{ does not compile;/'
	commit builds-again gaccess.c kvm_s390_check_low_addr_prot_real 's/ does not compile;//'
	commit panics kvm-s390.c kvm_s390_init 's/i, r;/i, r; panic("planted");/'
	commit boots-again kvm-s390.c kvm_s390_init 's/ panic\("planted"\);//'
	commit fixes-another gaccess.c is_low_address 's/~0x1fful/~0x11fful/'
	commit ordinary-3
	commit regression gaccess.c vm_check_access_key 's/mode == GACC_FETCH/0/'
	commit no-kvm kvm-s390.c kvm_s390_init 's/i, r;/i, r; return -ENODEV;/'
	commit loads-again kvm-s390.c kvm_s390_init 's/ return -ENODEV;//'
	commit ordinary-4
	commit tip

	# A regression behind three commits that cannot be tested.
	git -C "$repo" checkout -q -f -B hidden base
	commit hidden-1 gaccess.c kvm_s390_check_low_addr_prot_real 's/^\{/{ does not compile;/'
	git -C "$repo" checkout -q base -- "$kvm"
	commit hidden-2 kvm-s390.c kvm_s390_init 's/i, r;/i, r; panic("planted");/'
	git -C "$repo" checkout -q base -- "$kvm"
	commit hidden-3 kvm-s390.c kvm_s390_init 's/i, r;/i, r; return -ENODEV;/'
	git -C "$repo" checkout -q base -- "$kvm"
	commit hidden-4 gaccess.c vm_check_access_key 's/mode == GACC_FETCH/0/'
}

# finds NAME TAG ARGS...: the bisection ends with this commit; print the times of its steps.
finds() {
	local name=$1 tag=$2
	shift 2
	expect "$name" 0 '^results: ' "$run" bisect --source "$repo" "$@"
	cp "$scratch/output" "$scratch/said"
	check "$name: the commit" grep -qx "first bad commit: $(git -C "$repo" rev-parse "$tag")" \
		"$scratch/said"
	check "$name: the repository is clean" test -z "$(git -C "$repo" status --porcelain &&
		git -C "$repo" worktree list | sed 1d && git -C "$repo" for-each-ref refs/bisect)"
	sed -n '/^steps:/,/^$/p' "$scratch/said"
}

[[ -e $repo/.git/refs/tags/base ]] || make_repository
plant
finds 'a regression among commits that cannot be tested' regression --good base --bad tip
finds 'another case that breaks' breaks-another --good base --bad boots-again \
	--suite low_address
finds 'its fix' fixes-another --good breaks-another --bad tip --changed --suite low_address
expect 'a regression behind commits that cannot be tested' 3 '^results: ' "$run" bisect \
	--source "$repo" --good base --bad hidden-4 --suite key_protection -- --profile quick
# check uses the file for the output of its own command.
cp "$scratch/output" "$scratch/said"
check 'four candidates' grep -q 'The first bad commit is one of these 4:' "$scratch/said"
check 'it does not compile' grep -qE 'hidden-1 .*gaccess.c:.* error: ' "$scratch/said"
check 'it panics' grep -qE 'hidden-2 .*Kernel panic - not syncing: planted' "$scratch/said"
check 'the module does not load' grep -qE 'hidden-3 .*kvm.ko: No such device' "$scratch/said"
cat "$scratch/said"
finish
