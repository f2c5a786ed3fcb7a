#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_access.sh PROGRAM: what the s390x program says where it may not, or cannot, use /dev/kvm. It runs by qemu-s390x, in a
# mount namespace in which /dev and /proc/cpuinfo are what each test wants.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(dirname "$(dirname "$(realpath "$1")")")/s390x/memop-cts
if [[ ! -x $program ]] || ! command -v qemu-s390x >/dev/null || ! unshare -m true 2>/dev/null; then
	skip 'the s390x program, qemu-s390x or the right to make a mount namespace is missing'
	finish
fi
cd "$scratch"
chmod 755 .
printf 'features\t: esan3 zarch stfle msa ldisp eimm dfp edat etf3eh highgprs sie\n' >with_sie
printf 'features\t: esan3 zarch stfle msa ldisp eimm dfp edat etf3eh highgprs\n' >without_sie
printf 'root:x:0:\nkvm:x:106:\n' >group

# where CPUINFO PREPARATION OPTION...: run it where PREPARATION was made in /dev, as user 65534.
# shellcheck disable=SC2317 # called by way of expect
where() {
	local cpuinfo=$1 preparation=$2
	shift 2
	rm -rf out
	mkdir -m 777 out
	# shellcheck disable=SC2016 # the inner shell expands
	unshare -m sh -euc '
		mount -t tmpfs tmpfs /dev
		mount --bind "$1" /proc/cpuinfo
		mount --bind group /etc/group
		eval "$2"
		program=$3
		shift 3
		cd out
		exec setpriv --reuid 65534 --regid 65534 --clear-groups qemu-s390x "$program" --level 6.1 "$@"
	' sh "$cpuinfo" "$preparation" "$program" "$@"
}

# is_skip NAME REASON: the run is skipped for this reason, which is in the journal.
is_skip() {
	check "$1: the reason is in the journal" grep -qE "^d $2" out/results/journal
	check "$1: the journal has an end" grep -qE '^end 4 0 ' out/results/journal
	check "$1: the reason is in the summary" \
		grep -qE "^skipped: all cases: $2" out/results/summary.txt
}

expect 'a machine without SIE' 4 '^results: results' where without_sie : --results results
is_skip 'a machine without SIE' 'this machine cannot run guests: "features" in /proc/cpuinfo lacks sie'
expect 'the module is missing' 4 '^results: results' where with_sie : --results results
is_skip 'the module is missing' '/dev/kvm: No such file or directory \(modprobe kvm\)'
expect 'what is required is missing' 1 '^results: results' where with_sie : --results results --require extension
expect 'too much is skipped' 1 '^results: results' where with_sie : --results results --max-skip 0
expect 'no permission, but for a group' 3 '^memop-cts: /dev/kvm: user 65534 may not open it: add the user to group kvm' \
	where with_sie 'touch /dev/kvm; chgrp 106 /dev/kvm; chmod 660 /dev/kvm' --results results
check 'nothing is left of it' test -z "$(ls out)"
expect 'no permission for anybody' 3 '^memop-cts: /dev/kvm: user 65534 may not open it: run this as root' \
	where with_sie 'touch /dev/kvm; chmod 600 /dev/kvm' --results results
expect 'a folder in its place' 3 '^memop-cts: /dev/kvm: Is a directory' where with_sie 'mkdir /dev/kvm'
finish
