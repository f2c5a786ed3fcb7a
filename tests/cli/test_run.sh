#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_run.sh PROGRAM: runs on the model: results, reports, faults of workers, and what happens on the way to the disk.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
cd "$scratch"
suites=(--suite capabilities --suite key_protection)
model=("$program" --subject model "${suites[@]}")
all=$("$program" "${suites[@]}" --dry-run | cut -d' ' -f2)

# outcome NAME STATUS PASSED FAILED SKIPPED OPTION...: the run's exit code and counts, from its own summary.
outcome() {
	rm -rf results
	expect "$1" "$2" '^results: results$' "${model[@]}" --results results "${@:6}"
	check "$1: counts" grep -qE "^$3 passed, $4 failed, $5 skipped" results/summary.txt
}

outcome 'everything passes' 0 "$all" 0 0
for file in journal results.ktap results.jsonl junit.xml failures.txt summary.txt; do
	check "there is $file" test -e "results/$file"
done
check 'a case is an object' test "$(jq -c 'select(.case and .status == "pass")' results/results.jsonl | wc -l)" = "$all"
check 'the run is an object' test "$(head -n1 results/results.jsonl | jq .run.complete)" = true
check 'JUnit is XML' xmllint --noout results/junit.xml
check 'JUnit has every case' test "$(xmllint --xpath 'count(//testcase)' results/junit.xml)" = "$all"

# ktap FILE: plans come before results and say how many there are; numbers count from 1, at each indentation.
# shellcheck disable=SC2317 # called by way of check
ktap() {
	awk '
	{ match($0, /^ */); depth = RLENGTH }
	$1 ~ /^1\.\./ { split($1, p, "[.][.]"); plan[depth] = p[2]; seen[depth] = 0 }
	$1 == "ok" || $1 == "not" {
		n = $1 == "ok" ? $2 : $3
		if (n != ++seen[depth] || n > plan[depth]) { print "line " NR ": " $0; bad = 1 }
		if (seen[depth + 2] != plan[depth + 2]) { print "line " NR ": plan of subtests"; bad = 1 }
		seen[depth + 2] = plan[depth + 2] = 0
	}
	END { exit bad || !seen[0] || seen[0] != plan[0] || NR < 5 }' "$1"
}
check 'KTAP of all cases is well-formed' ktap results/results.ktap
"${model[@]}" --results results2 >terminal.ktap 2>/dev/null
check 'KTAP on the terminal is well-formed' ktap terminal.ktap
check 'a passing case is quiet' test -z "$(grep 'acc=' terminal.ktap)"
"${model[@]}" --results results2 -v >terminal.ktap 2>/dev/null
check 'unless asked for' test "$(grep -c 'acc=' terminal.ktap)" = "$("$program" --list --suite key_protection | wc -l)"

"${model[@]}" --journal alone >said 2>&1
check 'with --journal nothing is printed' test ! -s said
expect 'a journal can be reported later' 0 "^$all passed, 0 failed, 0 skipped" "$program" report alone
check 'with the same results' cmp <(tail -n +2 results/results.jsonl) \
	<("$program" report alone --out later >/dev/null 2>&1; tail -n +2 later/results.jsonl)

head -n 5000 alone >short
expect 'a journal cut short' 3 'INCOMPLETE|^[0-9]+ passed' "$program" report short
"$program" report short --out cut >cut.ktap 2>/dev/null || true
tried=$(grep -c '^r ' short)
for file in cut.ktap cut/results.ktap; do
	check "$file: bails out" grep -qx "Bail out! $tried of $all cases were tried before the run was cut short" "$file"
	check "$file: with a failure" grep -q '^not ok [0-9]* run # 1 unexpected$' "$file"
	check "$file: its plan is not fulfilled" test "$(sed -n '2s/1\.\.//p' "$file")" -gt "$(grep -cE '^(not )?ok ' "$file")"
done
check 'its JUnit has an error' test "$(xmllint --xpath 'string(//error/../@name)' cut/junit.xml)" = incomplete
check 'counted' test "$(xmllint --xpath 'sum(//testsuite/@errors)' cut/junit.xml)" = 1
check 'its JSON Lines are not complete' test "$(head -n1 cut/results.jsonl | jq -c '[.run.ended, .run.complete]')" = '[false,false]'
check 'and have the case' test "$(jq -r 'select(.case == "run/incomplete").status' cut/results.jsonl)" = error
check 'failures.txt, too' grep -qx 'error: run/incomplete' cut/failures.txt
head -n 5000 alone | (cat; echo 'run kernel_log f'; echo 'd WARNING: at <arch>') >warned
"$program" report warned --out cut >/dev/null 2>&1 && status=0 || status=$?
check 'what failed before the cut counts' test "$status" = 1
check 'and is in JUnit' test "$(xmllint --xpath 'string(//failure[../@classname="run"])' cut/junit.xml)" = 'WARNING: at <arch>'
(cat alone; head -c 4096 /dev/zero) >disk
expect 'a journal on a disk' 0 "^$all passed" "$program" report disk
sed 's/^suite key_protection .*/suite key_protection 7 00000000/' alone >foreign
refuses 'foreign:[0-9]+: written by a memop-cts with other suites' "$program" report foreign
echo nonsense >garbage
refuses 'garbage:1: not a journal' "$program" report garbage
refuses 'nowhere: No such file' "$program" report nowhere
refuses 'name one journal' "$program" report
refuses '^memop-cts: --out alone/x: Not a directory' "$program" report alone --out alone/x

# Damage of every kind: deleted, doubled, swapped and cut lines, changed bits. What is read must be what was written.
"$program" --subject model --suite flags --journal flags_journal
check '250 damaged journals' python3 - "$program" flags_journal <<'PYTHON'
import random, re, subprocess, sys

program, path = sys.argv[1:]
whole = open(path, "rb").read()
lines = whole.splitlines(keepends=True)
random.seed(9)

def damage(kind):
    i, j = random.randrange(len(lines)), random.randrange(len(lines))
    some = list(lines)
    if kind == 0:
        del some[i]
    elif kind == 1:
        some.insert(i, some[i])
    elif kind == 2:
        some[i], some[j] = some[j], some[i]
    elif kind == 3:
        return whole[:random.randrange(len(whole))]
    else:
        at = random.randrange(len(whole))
        return whole[:at] + bytes([whole[at] ^ 1 << random.randrange(8)]) + whole[at + 1:]
    return b"".join(some)

believed = 0
for n in range(250):
    text = damage(n % 5)
    if text == whole:
        continue
    open("broken", "wb").write(text)
    run = subprocess.run([program, "report", "broken"], capture_output=True)
    said = run.stderr.decode(errors="replace")
    refused = run.returncode == 2 and said.count("\n") == 1
    # Without its end line it is what a run leaves that was cut short.
    cut = run.returncode in (1, 3) and "INCOMPLETE" in said and b"Bail out!" in run.stdout
    if not refused and not cut:
        believed += 1
        print(n, n % 5, run.returncode, said)
sys.exit(believed > 0)
PYTHON

# Every kind of loss costs the one case it happens in, which is named.
third=$("$program" "${suites[@]}" --list | sed -n 3p)
lost() {
	outcome "$1" 1 $((all - 1)) 1 0 --fault "$2@$3" --case-timeout 1
	check "$1: the verdict" grep -qxF "  $("$program" "${suites[@]}" --list | sed -n "$3p") ($4)" results/summary.txt
}
lost 'a worker crashes' crash 3 crash
lost 'a worker crashes in the first case' crash 1 crash
lost 'a worker crashes in the last case' crash "$all" crash
lost 'a worker hangs' hang 3 timeout
lost 'a worker loses its guest' lose 3 error
lost 'a worker leaves' exit 700 crash
check 'the reason is told' grep -q 'exit code 0' results/failures.txt
check 'and how to try it again' grep -q "^again: memop-cts --case '" results/failures.txt
check 'what they have in common is said if there are several' test -z "$(grep '^in common' results/summary.txt)"
outcome 'a fault in a case of another shard is none' 0 $((all / 2)) 0 0 --shard 1/2 --fault crash@2
outcome 'chunks of one case' 0 $(((all + 15) / 16)) 0 0 --shard 1/16 --chunk 1
model=("$program" --subject model)
outcome 'one case' 0 1 0 0 --case "$third"
model+=("${suites[@]}")

# Signals from outside.
"${model[@]}" --journal killed --fault hang@2000 --case-timeout 3 &
pid=$!
for _ in {1..50}; do ! pgrep -P $pid >/dev/null || break; sleep 0.02; done
sleep 0.3
pkill -KILL -P $pid
wait $pid && status=0 || status=$?
check 'a killed worker is replaced' test "$status" = 1
check 'its case is named' test "$("$program" report killed 2>&1 | grep -c '(crash)')" = 1
check 'and all others are there' test "$(grep -c '^r ' killed)" = "$all"

"${model[@]}" --journal stopped --fault hang@2000 --case-timeout 60 &
pid=$!
sleep 0.5
worker=$(pgrep -P $pid)
kill -TERM $pid
wait $pid && status=0 || status=$?
check 'an interrupted run says so' test "$status" = 143
check 'its results are kept' test "$(grep -c '^r ' stopped)" = 1999
check 'it has no end' test -z "$(grep '^end' stopped)"
check 'no process is left' test ! -e "/proc/$worker/cmdline" -o ! -s "/proc/$worker/cmdline"

# Skips: on a machine that lacks something.
outcome 'what the machine lacks is skipped' 0 $((all - 5440)) 0 5440 --level 6.1
check 'with the reason' grep -q '^skipped 5440: KVM_CAP_S390_MEM_OP_EXTENSION lacks compare-and-exchange' results/summary.txt
model=("$program" --subject model)
outcome 'nothing but skips' 4 0 0 5440 --level 6.1 --case 'key_protection/op=absolute_cmpxchg,*'
model+=("${suites[@]}")
outcome 'too many skips' 1 $((all - 5440)) 0 5440 --level 6.1 --max-skip 5439
outcome 'not too many skips' 0 $((all - 5440)) 0 5440 --level 6.1 --max-skip 5440
outcome 'skips that are not allowed' 1 $((all - 5440)) 0 5440 --level 6.1 --require cmpxchg
outcome 'skips that are' 0 $((all - 5440)) 0 5440 --level 6.1 --require extension

# The way to the disk.
expect 'no room for the journal' 3 '^memop-cts: /dev/full: No space left' "${model[@]}" --journal /dev/full
# shellcheck disable=SC2016 # for the inner shell
expect 'no room for what is printed' 3 "^$all passed" bash -c '"$1" report alone >/dev/full' bash "$program"
"$program" report alone >/dev/full 2>said || true
check 'which is said' grep -q '^memop-cts: standard output: No space left' said
refuses 'nowhere/journal: No such file' "${model[@]}" --journal nowhere/journal
touch file
refuses '^memop-cts: file/x: Not a directory' "${model[@]}" --results file/x
if [[ $(uname -m) != s390x ]]; then
	expect 'the real ioctl elsewhere' 4 'skipped: .*not built for s390x.*--subject model' "$program"
fi
finish
