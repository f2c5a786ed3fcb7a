#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh and memop-cts as they run on a real machine: in a Debian root file system without a
# compiler, with a copy of the checkout in which memop-cts was cross-compiled. Boots one kernel
# twice. tests/lab/native/steps.sh runs in the machine.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

if [[ $(uname -m) == s390x ]] || ! command -v hercules >/dev/null; then
	skip 'a Debian system in the lab: no hercules'
	finish
fi
program=$top/build/native/memop-cts
packages=(base-files base-passwd bash coreutils dash diffutils findutils grep gzip hostname make
	mawk mount sed tar util-linux)

# The checkout as "git clone && make" on another machine leaves it, and a user of group kvm.
tree=$scratch/tree
mkdir -p "$tree/memop-cts/build" "$tree/etc"
(cd "$top" && git ls-files -co --exclude-standard -- . ':!tests' ':!results/baselines') |
	tar -C "$top" -cT - | tar -C "$tree/memop-cts" -x
mkdir -p "$tree/memop-cts/build"/{native,s390x}
cp "$top/build/native/memop-cts" "$tree/memop-cts/build/native/"
cp "$top/build/s390x/memop-cts" "$tree/memop-cts/build/s390x/"
cp "$(dirname "$0")/native/steps.sh" "$tree/steps.sh"
printf '%s\n' root:x:0:0::/root:/bin/bash tester:x:1000:1000::/home/tester:/bin/bash \
	nobody:x:65534:65534::/nonexistent:/bin/false >"$tree/etc/passwd"
printf '%s\n' root:x:0: tester:x:1000: nogroup:x:65534: kvm:x:106:tester >"$tree/etc/group"

root=$("$top/lab/debian-root" bookworm "${packages[@]}")
version=${1:-6.1}
[[ $version =~ ^[0-9.]+$ ]] || version=6.1
kernel=$("$top/lab/kernel-debian" "$version")
expect 'the steps in the machine' 0 '' "$top/lab/boot" --kernel "$kernel" --root "$root" \
	--root "$tree" --out "$scratch/machine" --memory 1536 --timeout 900 -- bash /steps.sh
files=$scratch/machine/files
expect 'the lab itself' 0 '' "$top/run.sh" --kernel "$version" --results "$scratch/lab" -- \
	--profile quick

# ended NAME STATUS: the step ended with this exit code.
ended() {
	cp "$files/$1.output" "$scratch/output" 2>/dev/null || : >"$scratch/output"
	if [[ $(cat "$files/$1.status" 2>/dev/null) == "$2" ]]; then
		pass
	else
		echo "(status $(cat "$files/$1.status" 2>/dev/null), expected $2)" >>"$scratch/output"
		fail "$1"
	fi
}

# prints NAME PATTERN: a line of the step's output matches.
prints() {
	if grep -qE -- "$2" "$files/$1.output" 2>/dev/null; then
		pass
	else
		cp "$files/$1.output" "$scratch/output" 2>/dev/null || : >"$scratch/output"
		fail "$1 prints '$2'"
	fi
}

# same NAME [--common]: its results are those of the lab; with --common, of the cases that it tried.
same() {
	expect "$1: the results are those of the lab" 0 '^0 changed,.* [1-9][0-9]+ the same$' \
		"$program" compare "$scratch/lab" "$files/$1" "${@:2}"
}

# left NAME FILE...: the files that the step left in its folder of results.
left() {
	local name=$1
	shift
	check "$name leaves: $*" test "$(xargs <"$files/$name.left")" = "$*"
}
reports='command failures.txt journal junit.xml results.jsonl results.ktap summary.txt'

ended root 0
prints root '^no compiler here: using build/s390x/memop-cts, built 20'
prints root '^results: results/runs/[0-9TZ]+-.*-s390x$|^results: /memop-cts/results/runs/'
same root

ended user 0
prints user "kernel's log could not be read \(/dev/kmsg: Operation not permitted\)"
same user --common
ended user_default 3
prints user_default "cannot make a folder in '/memop-cts/results/runs': name another with --results"
ended user_require_log 1
prints user_require_log 'run/required'
ended nobody 3
prints nobody '/dev/kvm: user 65534 may not open it: add the user to group kvm, and log in again'
left nobody

# Without /dev/kvm: the reason, and every report, from run.sh and from memop-cts alone.
for step in no_kvm no_kvm_alone; do
	ended "$step" 4
	prints "$step" 'skipped: /dev/kvm: No such file or directory \(modprobe kvm\)'
	left "$step" "$reports"
done
ended no_kvm_required 1
ended no_kvm_model 0

# memop-cts alone does as run.sh does.
ended alone 0
check 'run.sh and memop-cts alone print the same results' \
	diff <(grep -vE '^(no compiler|results:|kernel )' "$files/short.output") \
	<(grep -vE '^(results:|kernel )' "$files/alone.output")
left alone "$reports"
left short "$reports"
check 'the folder of memop-cts alone has the time and the release in its name' \
	grep -qE '^memop-cts-results/[0-9]{8}T[0-9]{6}Z-.*-s390x$' "$files/alone.folder"
for step in cut cut_alone; do
	ended "$step" 143
	left "$step" "$reports"
	check "$step: the folder's name says that it is incomplete" \
		grep -q '\.incomplete$' "$files/$step.folder"
done

# A machine that is not emulated: nothing dangerous happens unless it is asked for.
ended real 4
prints real '^skipped: [0-9]+ cases of slot_race: .*--dangerous'
ended real_dangerous 0
prints real_dangerous '^[1-9][0-9]* passed, 0 failed, 0 skipped'
ended emulated 0
prints emulated '^[1-9][0-9]* passed, 0 failed, 0 skipped'
finish
