#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_options.sh PROGRAM: the command line of memop-cts.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
cd "$scratch"

# bad OPTIONS...: one line names the input; there is no output and no file.
bad() {
	local pattern=$1
	shift
	refuses "$pattern" "$program" "$@"
	check "$*: no standard output" test -z "$("$program" "$@" 2>/dev/null || true)"
	check "$*: leaves no file" test -z "$(find . -mindepth 1 ! -name output)"
}
bad '^memop-cts: --suite nonsense: no such suite' --suite nonsense
bad '^memop-cts: --case key_protection/op=x: no such case' --case key_protection/op=x
bad "^memop-cts: --case nonsense\*: no case of this profile matches" --case 'nonsense*'
bad "^memop-cts: --case nonsense\*: no case of this profile matches" --suite flags --case 'nonsense*'
bad '^memop-cts: --profile quick: the selected suites have no case in this profile' --suite slot_race --profile quick
bad "^memop-cts: --suite n\*: no such suite" --suite 'n*'
bad '^memop-cts: --shard 0/4' --shard 0/4
bad '^memop-cts: --shard 5/4' --shard 5/4
bad '^memop-cts: --shard 1' --shard 1
bad '^memop-cts: --shard 1/2x' --shard 1/2x
bad '^memop-cts: --subject magic: must be kvm or model' --subject magic
bad '^memop-cts: --stage left: must be host or guest' --stage left
bad '^memop-cts: --level old' --level old
bad '^memop-cts: --case-timeout 0' --case-timeout 0
bad '^memop-cts: --case-timeout 1s' --case-timeout 1s
bad '^memop-cts: --chunk 5000' --chunk 5000
bad '^memop-cts: --chunk -1' --chunk -1
bad '^memop-cts: --require luck: must be one of extension, cmpxchg, .*huge-pages, userfault, .*small-slots$' --require luck
bad '^memop-cts: --max-skip -1' --max-skip -1
bad '^memop-cts: --fault break@1: must be crash@N, .*stray@N, stray-once@N, teardown, teardown-hang$' --fault break@1
bad '^memop-cts: --fault crash@0' --fault crash@0
bad '^memop-cts: --expect nowhere: No such file' --expect nowhere
bad '^memop-cts: --expect /: Is a directory' --expect /
bad "^memop-cts: --expect $program: not a file of rows" --expect "$program"
bad '^memop-cts: --fault crash' --fault crash
bad '^memop-cts: --fault teardown@1' --fault teardown@1
bad '^memop-cts: --nonsense: not an option' --nonsense
bad '^memop-cts: --sub: not an option' --sub model
bad '^memop-cts: --list=all: this option takes no value' --list=all
bad '^memop-cts: --suite: this option needs a value' --suite
bad "^memop-cts: --results '': must be the path of a folder" --results ''
bad '^memop-cts: surplus: not an option' surplus
bad 'cannot be used with --results' --journal a --results b

# Rows of --expect: the message names the line of each mistake.
bad_row() {
	printf '%s\n' '# rows' '6.1- | flags/* | returns 4 | none | fine' "$2" >rows
	refuses "^memop-cts: --expect rows: rows:3: $1" "$program" --expect rows --dry-run
	rm rows
}
bad_row 'a row is "KERNELS' '6.1- | flags/* | hangs'
bad_row 'a row is "KERNELS' '6.1- | flags/* | hangs | none'
bad_row 'a row is "KERNELS' '6.1- | flags/* | hangs | none | '
bad_row 'KERNELS must be' '6.2-6.1 | flags/* | hangs | none | why'
bad_row 'CASES matches no case' '6.1- | flugs/* | hangs | none | why'
bad_row 'OBSERVED must be' '6.1- | flags/* | hangs on | none | why'
bad_row 'OBSERVED: .* names' '6.1- | flags/* | returns 4, colour | none | why'
bad_row 'FIX must be' '6.1- | flags/* | returns 4 | the next release | why'
bad_row 'rows:2 already says this' '6.2-6.3 | flags/* | returns 4 | none | another reason'
bad_row 'known.txt:[0-9]* already says this' "$(grep -m1 '^5' "$top/results/expectations/known.txt")"
{
	printf '6.1- | flags/* | returns 4, user buffer or returns right, registers | none | why\n'
	printf '*.el9_[0-4]* | flags/* | returns 4 | 0123456789ab in 6.9, 6.6.5, CVE-2022-0516 | why\n'
} >rows
refuses '^memop-cts: --expect rows: only one file' "$program" --expect rows --expect rows
expect 'good rows' 0 '^plan [0-9]+$' "$program" --expect rows --dry-run
rm rows
bad '^memop-cts: --level 6.1 x: must be a kernel version' --level '6.1 x'
bad '^memop-cts: --again : must be a command in one line' --again ''

expect 'help' 0 'Exit codes: 0 all passed' "$program" --help
for need in extension cmpxchg protected execute-status huge-pages userfault dangerous kernel-log; do
	check "help names the need $need" grep -q -- "$need" <("$program" --help)
done
# shellcheck disable=SC2317 # called by way of expect
into_full_disk() {
	"$program" --list >/dev/full
}
expect 'standard output is full' 3 'standard output: No space left' into_full_disk
expect 'version' 0 '^memop-cts [0-9.]+$' "$program" --version

"$program" --list >list
check 'the ids are unique' test "$(sort list | uniq -d | wc -l)" = 0
check 'the list is the same twice' cmp list <("$program" --list)
check 'a quarter of a million cases' test "$(wc -l <list)" -ge 250000
check 'exhaustive has three million' test "$("$program" --dry-run --profile exhaustive | tr -dc 0-9)" -ge 3000000
check 'quick has few of them' test "$("$program" --dry-run --profile quick | tr -dc 0-9)" -le 20000
check 'quick is part of default' test -z "$(comm -23 <("$program" --list --profile quick | sort) <(sort list))"
expect 'dry run counts the list' 0 "^plan $(wc -l <list)\$" "$program" --dry-run
check 'ids are as documented' grep -qx 'key_protection/op=logical_read,space=dat_off,acc=1,f=1,extent=middle,mode=check,key=2' list
check 'a suite' cmp <(grep '^capabilities/' list) <("$program" --list --suite capabilities)
check 'a case' test "$("$program" --list --case 'capabilities/capability=mem_op,fd=vm')" = \
	'capabilities/capability=mem_op,fd=vm'
check 'a pattern' cmp <(grep '^key_protection/op=absolute_read,.*f=1.*,mode=real' list) \
	<("$program" --list --case 'key_protection/op=absolute_read,*f=1*,mode=real*')
check 'suites by a pattern' cmp <(grep -E '^key_(overrides|pairs|protection)/' list) <("$program" --list --suite 'key_*')
check 'a suite and a case are both selected' cmp <(grep -E '^(absolute|capabilities)/' list) \
	<("$program" --list --suite absolute --case 'capabilities/*')
check 'an option with its value behind an equals sign' cmp <(grep '^capabilities/' list) <("$program" --list --suite=capabilities)
for i in 1 2 3; do "$program" --list --shard $i/3; done | sort >shards
check 'all shards together are the selection' cmp shards <(sort list)
finish
