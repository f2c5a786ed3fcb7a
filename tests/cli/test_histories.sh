#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_histories.sh PROGRAM: random histories (--for, --seed), and how a history that fails is
# reduced, listed and repeated.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
build=$(dirname "$(dirname "$program")")
cd "$scratch"

bad() {
	local pattern=$1
	shift
	refuses "$pattern" "$program" --subject model --suite memory_walks "$@"
	check "$*: leaves no file" test -z "$(find . -mindepth 1 ! -name output)"
}
for value in 0 0s -1s 5 5x 1.5h s '' 99999999999999999999h; do
	bad "^memop-cts: --for '?$value'?: must be " --for "$value"
done
for value in -1 x 1x '' 1000000 99999999999999999999; do
	bad "^memop-cts: --seed '?$value'?: must be " --for 1s --seed "$value"
done
bad '^memop-cts: --seed .*--for' --seed 5
refuses '^memop-cts: --for .*memory_walks' "$program" --subject model --suite flags --for 1s

# records RESULTS: the cases of a journal, and what is said about them.
records() {
	grep '^[rd] ' "$1/journal"
}

# Two runs of the intact model: the one that had more time has more cases, but the same ones.
expect 'random histories pass' 0 '^results: one$' \
	"$program" --subject model --suite memory_walks --for 1s --seed 4711 --results one
expect 'and again' 0 '^results: two$' \
	"$program" --subject model --suite memory_walks --for 1s --seed 4711 --results two
n=$(wc -l < <(records one))
m=$(wc -l < <(records two))
((n < m)) || n=$m
check 'some histories were played' test "$n" -gt 20
check 'one seed gives the same histories' \
	cmp <(records one | head -n "$n") <(records two | head -n "$n")
check 'the first one has the seed' grep -qF '"case":"memory_walks/seed=4711,' one/results.jsonl

# A model that forgets the dirty log.
WORK=$scratch/broken "$top/tests/sabotage.sh" "$build" history_write_not_logged >output ||
	fail 'the defective model'
case=memory_walks/seed=5,memory=anonymous,keys=never,log=on
for results in first second; do
	expect "$results run of a history that fails" 1 "^results: $results\$" \
		"$scratch/broken/memop-cts" --subject model --case "$case" --results "$results"
done
check 'both print the same' cmp <(records first) <(records second)
check 'the list is reduced to the store and the log' \
	test "$(grep -c '^d step ' first/journal)" = 2
check 'its first line says which guest' \
	grep -qx 'd guest: anonymous memory; storage keys never set; dirty log on' first/journal
check 'the store is listed' grep -qE '^d step [0-9]+: absolute write of slot [01], block' first/journal
check 'the last step is the one that fails' \
	grep -qE '^d step [0-9]+: KVM_GET_DIRTY_LOG of slot [01]$' <(grep '^d step' first/journal | tail -n1)
number=$(sed -nE 's/^d step ([0-9]+): absolute write.*/\1/p' first/journal)
check 'the reason names the store' \
	grep -qE "^d expected: block [0-9]+ is in the dirty log, because step $number stored" first/journal
again=$(sed -n 's/^again: //p' first/failures.txt | head -n1)
expect 'the command that repeats it' 1 '^results: ' eval "$again --results third"
check 'repeats it exactly' cmp <(records first) <(records third)

# In this history two blocks are missing from the log: 2, and another one, which fewer steps show.
expect 'a history that fails for two blocks' 1 '^results: slip$' "$scratch/broken/memop-cts" --subject model \
	--case memory_walks/seed=1,memory=anonymous,keys=never,log=on --results slip
check 'is reduced to the first one' grep -q '^d expected: block 2 is in the dirty log' slip/journal

finish
