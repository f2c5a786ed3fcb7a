#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_run.sh PROGRAM: runs on the model: results, reports, faults of workers, full disks.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
cd "$scratch"
suites=(--suite capabilities --suite key_protection)
model=("$program" --subject model "${suites[@]}")
all=$("$program" "${suites[@]}" --dry-run | cut -d' ' -f2)

# outcome NAME STATUS PASSED FAILED SKIPPED OPTION...: checks the exit code of a run, and the counts in
# its summary. A finding about the run as a whole counts as a case.
outcome() {
	rm -rf results
	expect "$1" "$2" '^results: results$' "${model[@]}" --results results "${@:6}"
	check "$1: counts" grep -qE "^$3 passed, $4 failed, $5 skipped" results/summary.txt
}

outcome 'everything passes' 0 "$all" 0 0
for file in command journal results.ktap results.jsonl junit.xml failures.txt summary.txt; do
	check "there is $file" test -e "results/$file"
done
check 'there is no incomplete folder' test ! -e results.incomplete
check 'the command can be repeated' test "$(rm -rf again && mkdir again && cd again && sh ../results/command 2>&1 | tail -n1)" = \
	'results: results'
check 'a case is an object' test "$(jq -c 'select(.case and .status == "pass")' results/results.jsonl | wc -l)" = "$all"
check 'the run is an object' test "$(head -n1 results/results.jsonl | jq .run.complete)" = true
check 'JUnit is XML' xmllint --noout results/junit.xml
check 'JUnit has every case' test "$(xmllint --xpath 'count(//testcase)' results/junit.xml)" = "$all"

# ktap FILE: at each indentation, a plan with the number of results precedes them, and they are numbered
# from 1.
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
"${model[@]}" --results results3 -v >terminal.ktap 2>/dev/null
check 'with -v it is not' test "$(grep -c 'acc=' terminal.ktap)" = "$("$program" --list --suite key_protection | wc -l)"

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

# Damaged journals: deleted, doubled, swapped and cut lines, changed bits. None may be taken for a complete
# one.
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
    # Without its end line, a journal looks like that of a run that was cut short.
    cut = run.returncode in (1, 3) and "INCOMPLETE" in said and b"Bail out!" in run.stdout
    if not refused and not cut:
        believed += 1
        print(n, n % 5, run.returncode, said)
sys.exit(believed > 0)
PYTHON

# From here on the cases themselves do not matter, so smaller suites are enough.
small=(--suite capabilities --suite low_address)
big=("${suites[@]}") n_big=$all
suites=("${small[@]}")
model=("$program" --subject model "${suites[@]}")
all=$("$program" "${suites[@]}" --dry-run | cut -d' ' -f2)
rm -rf results alone
"${model[@]}" --results results >/dev/null 2>&1
"${model[@]}" --journal alone

# Existing files and folders are not overwritten.
refuses '^memop-cts: results: exists and is not empty' "${model[@]}" --results results
refuses '^memop-cts: results: exists and is not empty' "${model[@]}" --results results/
refuses '^memop-cts: alone: exists' "${model[@]}" --journal alone
mkdir empty taken.incomplete
expect 'an empty folder is taken' 0 '^results: empty$' "${model[@]}" --results empty
refuses '^memop-cts: taken.incomplete: exists' "${model[@]}" --results taken
check 'and no folder is left' test ! -e taken
expect 'a name with blanks' 0 "^results: with blanks/it's$" "${model[@]}" --results "with blanks/it's"
check 'the command is quoted for a shell' grep -qF "'with blanks/it'\\''s'" "with blanks/it's/command"
for _ in 1 2 3; do "$program" --subject model --suite capabilities >/dev/null 2>&1; done
check 'runs within a second do not meet' test "$(find memop-cts-results -name journal | wc -l)" = 3
mkfifo pipe
(exec 7<>pipe && flock 7 && sleep 5) &
pid=$!
sleep 0.3
refuses '^memop-cts: pipe: another memop-cts is writing to it' sh -c 'exec 7<>pipe; "$@"' sh "${model[@]}" --journal pipe
kill $pid 2>/dev/null || true
wait $pid || true

# When a worker is lost, only the case that it was running is lost, and the summary names it.
third=$("$program" "${suites[@]}" --list | sed -n 3p)
lost() {
	outcome "$1" 1 $((all - 1)) 1 0 --fault "$2@$3" --case-timeout 1
	check "$1: the verdict" grep -qE "^  1: $4" results/summary.txt
	check "$1: the case" grep -qxF "    $("$program" "${suites[@]}" --list | sed -n "$3p")" results/summary.txt
}
lost 'a worker crashes' crash 3 crash
lost 'a worker crashes in the first case' crash 1 crash
lost 'a worker crashes in the last case' crash "$all" crash
lost 'a worker hangs' hang 3 timeout
lost 'a worker loses its guest' lose 3 error
lost 'a worker leaves' exit 700 crash
check 'the reason is given' grep -q 'exit code 0' results/failures.txt
check 'and a command that tries it again' grep -q "^again: $program --case '.*' --subject model --case-timeout 1$" results/failures.txt
"$program" report results/journal --out named --again './run.sh --kernel 7.2 --' >/dev/null 2>named.err || true
check 'which --again replaces' grep -q "^again: ./run.sh --kernel 7.2 -- --case '.*' --subject model --case-timeout 1$" named/failures.txt
check 'in JSON Lines, too' grep -q 'again: ./run.sh --kernel 7.2 -- --case ' named/results.jsonl
check 'in JUnit, too' grep -q 'again: ./run.sh --kernel 7.2 -- --case ' named/junit.xml
check 'and on the terminal' grep -q '^again: ./run.sh --kernel 7.2 -- --case ' named.err
refuses '^memop-cts: --again: must be a command in one line' "$program" report results/journal --again ''
refuses '^memop-cts: --again: must be a command in one line' "$program" report results/journal --again $'a\nb'
check 'an eighth bit is a letter' test "$("$program" report results/journal --again 'é' 2>&1 | grep -c '^again: é ')" = 1
check 'a single failure has nothing in common with others' test -z "$(grep '^in common' results/summary.txt)"
outcome 'a fault in a case of another shard does not happen' 0 $((all / 2)) 0 0 --shard 1/2 --fault crash@2
outcome 'chunks of one case' 0 $(((all + 15) / 16)) 0 0 --shard 1/16 --chunk 1
model=("$program" --subject model)
outcome 'one case' 0 1 0 0 --case "$third"
model+=("${suites[@]}")

# After a fault outside of cases, the run as a whole fails. has_run NAME VERDICT LINE...: the journal has
# such a finding.
has_run() {
	local name=$1 line
	check "$name is a run line" grep -qx "run $name $2" results/journal
	for line in "${@:3}"; do
		check "$name: '$line'" grep -qE "^d ${line//+/.}" results/journal
	done
	check "$name: the journal has an end" grep -q "^end 1 $tried " results/journal
}
tried=$all
outcome 'the worker dies in teardown' 1 "$all" 1 0 --fault teardown
has_run teardown x 'the worker process died of signal 11' 'this was while it destroyed its last guest'
outcome 'the worker hangs in teardown' 1 "$all" 1 0 --fault teardown-hang --case-timeout 1
has_run teardown t 'no progress within 1 s' 'thread [0-9]*, state S, in: .*pause' 'this was while it destroyed'
outcome 'a stray store that happens again fails its case' 1 $((all - 1)) 1 0 --fault stray@700
check 'which is named' grep -qxF "    $("$program" "${suites[@]}" --list | sed -n 700p)" results/summary.txt
check 'and described' grep -q '^request: vCPU op' results/failures.txt
check 'with the place' grep -q '^bytes: unexpected store in block 0x890000' results/failures.txt
outcome 'a stray store in the last case' 1 $((all - 1)) 1 0 --fault "stray@$all" --chunk 100
check 'fails that case' grep -qxF "    $("$program" "${suites[@]}" --list | sed -n "${all}p")" results/summary.txt
outcome 'a stray store that does not happen again' 1 "$all" 1 0 --fault stray-once@700
has_run stray f 'bytes: unexpected store in block 0x890000' \
	"in one of 512 cases: the first is $("$program" "${suites[@]}" --list | sed -n 513p)" \
	"the last is $("$program" "${suites[@]}" --list | sed -n 1024p)" 'when these cases were run again, the store did not happen'
expect 'compare reads such a journal' 0 "^0 changed, 0 missing, 0 new, $all the same" "$program" compare alone results
outcome 'a crash after one in another case' 1 $((all - 1)) 1 0 --fault crash@600 --chunk 1

# The kernel's log, replaced by a file. splat WHERE TASK: prints a warning in its format.
splat() {
	cat <<-LOG
	6,1,1,-;something else; with a semicolon
	4,2,2,-;------------[ cut here ]------------
	4,3,3,-;WARNING: CPU: 0 PID: 7 at somewhere.c:33 $1
	4,4,4,-;Modules linked in: kvm dasd_fba_mod
	4,5,5,c; kvm_more dasd_mod
	4,6,6,-;CPU: 0 PID: 7 Comm: $2 Not tainted 6.1.0
	 SUBSYSTEM=kvm
	4,7,7,-;Krnl PSW : 0704d00180000000 000003ff6004bf20 ($1)
	4,8,8,-;Call Trace:
	4,9,9,-; [<000003ff6004bf20>] $1
	4,10,10,-;([<000003ff6004bf24>] caller+0x1/0x2)
	4,11,11,-;Last Breaking-Event-Address:
	4,12,12,-; [<000003ff6004bf28>] elsewhere+0x1/0x2
	4,13,13,-;---[ end trace 0000000000000000 ]---
	6,14,14,-;kvm: something harmless
	LOG
}
splat 'kvm_arch_destroy_vm+0x60/0xe0 [kvm]' swapper >klog
outcome 'a kernel warning about KVM' 1 "$all" 1 0 --kernel-log klog
has_run kernel_log f 'WARNING: CPU: 0 PID: 7 at somewhere.c:33 kvm_arch_destroy_vm' 'in one of at most 512 cases up to' \
	'in: kvm_arch_destroy_vm+0x60/0xe0 \[kvm\] < caller+0x1/0x2$'
splat 'do_fsync+0x60/0xe0' memop-cts >klog
outcome 'a kernel warning about this process' 1 "$all" 1 0 --kernel-log klog
has_run kernel_log f
splat 'dev_watchdog+0x60/0xe0' swapper >klog
outcome 'a kernel warning about something else' 0 "$all" 0 0 --kernel-log klog
check 'which is a note' grep -q '^note the kernel.s log has a complaint that is not about KVM: WARNING: .*dev_watchdog' results/journal
outcome 'warnings of both kinds' 1 "$all" 1 0 --kernel-log <(splat 'a+0x1/0x2' swapper; splat 'gmap_link+0x1/0x2' qemu)
has_run kernel_log f
echo '12,1,1,-;WARNING: a process wrote this about kvm' >klog
outcome 'a log record of a process is ignored' 0 "$all" 0 0 --kernel-log klog --require kernel-log
splat 'kvm_arch_destroy_vm+0x60/0xe0 [kvm]' swapper | sed -n '/WARNING/,/Krnl PSW/p' >klog
outcome 'a complaint that is cut short' 1 "$all" 1 0 --kernel-log klog
has_run kernel_log f
outcome 'the log cannot be read' 0 "$all" 0 0 --kernel-log nowhere
check 'which is a note' grep -q '^note the kernel.s log could not be read (nowhere: No such file' results/journal
outcome 'the log cannot be read, but is required' 1 "$all" 1 0 --kernel-log nowhere --require kernel-log
has_run required f "the kernel's log was not read"

# Suites that may leave the machine unusable: --no-dangerous, and the end after a hang.
model=("$program" --subject model --suite slot_race --suite capabilities)
outcome 'a hang in such a suite' 1 7 1 2 --fault hang@8 --case-timeout 1
check 'ends the suite' grep -q '^note suite slot_race hung: its other cases are skipped' results/journal
outcome 'such a suite can be left out' 0 6 0 4 --no-dangerous
check 'with the reason' grep -q '^skipped: 4 cases of slot_race: the suite may .*--dangerous' results/summary.txt
outcome 'and may be required' 1 6 1 4 --no-dangerous --require dangerous
model=("$program" --subject model "${suites[@]}")

# Signals from outside.
"${model[@]}" --journal killed --fault hang@2000 --case-timeout 3 &
pid=$!
for _ in {1..50}; do ! pgrep -P $pid >/dev/null || break; sleep 0.02; done
sleep 0.3
pkill -KILL -P $pid
wait $pid && status=0 || status=$?
check 'a killed worker is replaced' test "$status" = 1
check 'its case is named' test "$("$program" report killed 2>&1 | grep -c '^  1: crash: signal-9$')" = 1
check 'and all others are there' test "$(grep -c '^r ' killed)" = "$all"

"${model[@]}" --journal stopped --fault hang@2000 --case-timeout 60 &
pid=$!
sleep 0.5
worker=$(pgrep -P $pid)
kill -TERM $pid
wait $pid && status=0 || status=$?
check 'an interrupted run returns the signal' test "$status" = 143
check 'its results are kept' test "$(grep -c '^r ' stopped)" = 1999
check 'it has no end' test -z "$(grep '^end' stopped)"
check 'no process is left' test ! -e "/proc/$worker/cmdline" -o ! -s "/proc/$worker/cmdline"

# A lost connection sends SIGHUP, a terminal SIGINT and SIGQUIT, both to all processes.
for signal in HUP:129 INT:130 QUIT:131; do
	rm -rf cut cut.incomplete
	setsid "${model[@]}" --results cut --fault hang@2000 --case-timeout 60 >/dev/null 2>said &
	pid=$!
	sleep 0.5
	kill -"${signal%:*}" -- -$pid
	wait $pid && status=0 || status=$?
	check "$signal: the exit code" test "$status" = "${signal#*:}"
	check "$signal: there are reports of what was obtained" grep -q '^INCOMPLETE: 1999 of' cut.incomplete/summary.txt
	check "$signal: in a folder that says so" test ! -e cut
	check "$signal: which is named" grep -qx 'results: cut.incomplete' said
done
dump_core() {
	cd again && ulimit -c unlimited && "${model[@]}" --journal journal --fault crash@3
}
(dump_core) || true
check 'a crash leaves no core' test -z "$(find again -name 'core*')"

# Skips: a machine that lacks something.
suites=("${big[@]}") all=$n_big
model=("$program" --subject model "${suites[@]}")
outcome 'what the machine lacks is skipped' 0 $((all - 5440)) 0 5440 --level 6.1
check 'with the reason' grep -q '^skipped: 5440 cases of key_protection: KVM_CAP_S390_MEM_OP_EXTENSION lacks compare-and-exchange' results/summary.txt
model=("$program" --subject model)
outcome 'nothing but skips' 4 0 0 5440 --level 6.1 --case 'key_protection/op=absolute_cmpxchg,*'
model+=("${suites[@]}")
outcome 'too many skips' 1 $((all - 5440)) 1 5440 --level 6.1 --max-skip 5439
outcome 'not too many skips' 0 $((all - 5440)) 0 5440 --level 6.1 --max-skip 5440
outcome 'skips that are not allowed' 1 $((all - 5440)) 1 5440 --level 6.1 --require cmpxchg
outcome 'skips that are' 0 $((all - 5440)) 0 5440 --level 6.1 --require extension

outcome 'an empty shard has nothing to try' 4 0 0 1 --shard 99999/100000
check 'and says so' grep -q '^d shard 99999/100000 has no case' results/journal
model=("$program" --subject model --suite sequences --profile quick)
outcome 'sequences without some of their steps' 0 64 0 0 --level 6.1
check 'which is a note' grep -qE '^note: [0-9]+ sequences were run without the steps that need cmpxchg' results/summary.txt
outcome 'sequences that must have all of them' 1 64 1 0 --level 6.1 --require cmpxchg
outcome 'sequences that have them' 0 64 0 0 --require cmpxchg
model=("$program" --subject model "${suites[@]}")

# Full disks and paths that cannot be written.
expect 'no room for the journal' 3 '^memop-cts: /dev/full: No space left' "${model[@]}" --journal /dev/full
# shellcheck disable=SC2016 # for the inner shell
expect 'no room for what is printed' 3 '^[0-9]+ passed' bash -c '"$1" report alone >/dev/full' bash "$program"
"$program" report alone >/dev/full 2>said || true
check 'which is said' grep -q '^memop-cts: standard output: No space left' said
refuses 'nowhere/journal: No such file' "${model[@]}" --journal nowhere/journal
touch file
refuses '^memop-cts: file/x: Not a directory' "${model[@]}" --results file/x
"${model[@]}" --journal printed_journal
expect 'a full disk is no wrong usage' 3 '^memop-cts: /dev/full: No space left' "${model[@]}" --journal /dev/full
# shellcheck disable=SC2016 # for the inner shell
expect 'no room for the reports' 3 '^results: reports.incomplete$' bash -c \
	'trap "" XFSZ; ulimit -f $(($(stat -c %s printed_journal) / 1024 + 2)); "$@"' bash "${model[@]}" --results reports
check 'leaves a folder that says so' test ! -e reports -a -e reports.incomplete/journal
expect 'no room for what is printed' 3 '^results: printed$' sh -c '"$@" >/dev/full' sh "${model[@]}" --results printed
check 'the results are in their folder' grep -q "^end 0 $all " printed/journal

# A machine other than s390x.
if [[ $(uname -m) != s390x ]]; then
	model=("$program" "${suites[@]}")
	outcome 'the real ioctl on another machine' 4 0 0 1
	check 'with the reason' grep -q '^d .*not built for s390x.*--subject model' results/journal
	outcome 'nothing that is required was tried' 1 0 1 1 --require extension
	outcome 'too much was not tried' 1 0 1 1 --max-skip $((all - 1))
	outcome 'as much as is allowed was not tried' 4 0 0 1 --max-skip "$all"
fi
finish
