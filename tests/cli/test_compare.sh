#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_compare.sh PROGRAM: the commands compare and baseline, with journals written by the model.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
cd "$scratch"

# model JOURNAL OPTION...
model() {
	"$program" --subject model --journal "$@"
}
# compares NAME STATUS PATTERN ARGUMENT...: run compare; leaves its output in the file "said".
compares() {
	expect "$1" "$2" "$3" "$program" compare "${@:4}"
	cp output said
}
suites=(--suite key_protection --suite flags)
model old --level 6.1 "${suites[@]}"
model new --level 7.2 "${suites[@]}"
model flags --level 7.2 --suite flags
all=$(grep -c '^r ' new)
flags=$(grep -c '^r ' flags)
keys=$((all - flags))
reads=$("$program" --list --suite flags | grep -c op=logical_read)

# Count changed cases independently: records whose verdict or numbers differ.
records() {
	awk '/^r / {print $2 "-" $3, $4 "," $5 "," $6 "," $7}' "$1" | sort
}
changed=$(join <(records old) <(records new) | awk '$2 != $3' | wc -l)
check 'the two levels differ' test "$changed" -gt 5000
compares 'two journals' 1 "^$changed changed, 0 missing, 0 new, $((all - changed)) the same\$" \
	old new
cp said changes
check 'prints the counts first' \
	grep -qx "key_protection: 5440 changed, $((keys - 5440)) the same" changes
check 'prints a kind of change' \
	grep -qx '  [0-9]*: skipped, requires cmpxchg -> 4 protection exception' changes
check 'prints ids of a kind' \
	grep -qx '    key_protection/op=absolute_cmpxchg,space=dat_off,acc=0,f=0,extent=middle,mode=match1,key=0' changes
check 'prints ten ids of each kind' test "$(grep -c '^    [a-z_]*/' changes)" = \
	"$(awk '/ -> / {n += $1 + 0 < 10 ? $1 : 10} END {print n}' changes)"
check 'the counts of kinds add up' \
	test "$(awk '/ -> / {n += $1} END {print n}' changes)" = "$changed"
check 'prints the values they have in common' \
	grep -q '^    only cases with op=absolute_cmpxchg .*mode=(10 of 14 values)' changes
compares 'all ids' 1 "^$changed changed" old new -v
check '-v prints every id' test "$(grep -c '^    [a-z_]*/' said)" = "$changed"
check '-v prints each id once' test -z "$(grep '^    [a-z_]*/' said | sort | uniq -d)"
check '-v prints ids of existing cases' \
	test -z "$(sed -n 's/^    \([a-z_]*\/\)/\1/p' said | sort | comm -23 - <("$program" --list | sort))"
compares 'two journals in reverse order' 1 "^$changed changed" new old
compares 'a journal with itself' 0 "^0 changed, 0 missing, 0 new, $all the same\$" new new

# Baselines.
check 'writes a baseline' "$program" baseline old --out old.txt
check 'a baseline is printable text' test -z "$(LC_ALL=C grep -v '^[ -~]*$' old.txt)"
check 'a baseline is small' test "$(stat -c %s old.txt)" -lt 32768
check 'a baseline has no paths, options or times' \
	test -z "$(grep -e "$scratch" -e options -e start old.txt)"
check 'a baseline on standard output is the same' cmp old.txt <("$program" baseline old)
model again --level 6.1 "${suites[@]}" --chunk 7
check 'the baseline of another run is the same' cmp old.txt <("$program" baseline again)
check 'the baseline of a folder is the same' \
	cmp old.txt <(mkdir folder && cp old folder/journal && "$program" baseline folder)
check 'a baseline of a baseline is itself' cmp old.txt <("$program" baseline old.txt)
compares 'a baseline and its journal' 0 "^0 changed, 0 missing, 0 new, $all the same\$" old.txt old
compares 'a folder and a baseline' 0 "^0 changed" folder old.txt
"$program" baseline new --out new.txt
for pair in 'old new.txt' 'old.txt new' 'old.txt new.txt'; do
	# shellcheck disable=SC2086 # two files
	compares "$pair" 1 "^$changed changed" $pair
	check "$pair: prints the same" cmp <(tail -n +3 changes) <(tail -n +3 said)
done
awk '$1 == "r" && !done++ {$5 = 4} {print}' new | reseal >one
"$program" baseline one --out one.txt
check 'one changed case changes few lines of a baseline' \
	test "$(diff new.txt one.txt | grep -c '^>')" -le 8
compares 'one change' 1 '^1 changed, 0 missing, 0 new' new one.txt
check 'names the changed case' \
	test "$(sed -n 4,6p said)" = "flags: 1 changed, $((flags - 1)) the same
  1: 0 -> 4 protection exception
    flags/op=logical_read,fd=own,bit=0,and=0"

# Not the same cases.
compares 'cases that only one run has' 1 "^0 changed, $((all - flags)) missing, 0 new, $flags the same\$" \
	new flags
check 'counts missing cases' grep -qx "  missing, only in A: $keys" said
check 'does not list missing cases' test -z "$(grep '^    ' said)"
compares 'missing cases, with -v' 1 "^0 changed, $((all - flags)) missing" new flags -v
check '-v lists missing cases' test "$(grep -c '^    key_protection/' said)" = "$keys"
compares 'cases that only the second run has' 1 "^0 changed, 0 missing, $((all - flags)) new, $flags the same\$" \
	flags new
check 'counts new cases' grep -qx "  new, only in B: $keys" said
compares '--common with missing cases' 0 "^0 changed, $((all - flags)) missing" new flags --common
check '--common prints nothing about missing cases' test "$(wc -l <said)" = 4
compares 'changes with --common' 1 '^[1-9][0-9]* changed' old flags --common
model other --suite sida
compares 'no common case' 2 'compare: new and other have no case in common' new other --common
model skips --level 6.1 --case 'key_protection/op=absolute_cmpxchg,*' || true
compares 'runs with skips only' 0 '^0 changed, 0 missing, 0 new, 5440 the same' skips skips

# Baselines written by programs with other suites.
# seal FILE: append the end line, with the number of cases and the checksum (FNV-1a).
seal() {
	python3 - "$1" <<'PYTHON'
import sys
cases, sum = 0, 2166136261
with open(sys.argv[1], "r+") as file:
    for line in file:
        cases += int(line.split()[2]) if line.startswith("suite ") else 0
        for byte in line.encode():
            sum = (sum ^ byte) * 16777619 & 0xffffffff
    file.write("end %d %08x\n" % (cases, sum))
PYTHON
}
sed -e '/^end/d' -e 's/^suite flags/suite flaws/' new.txt >stranger
seal stranger
compares 'a suite with another name' 1 "^0 changed, $flags missing, $flags new, $keys the same" \
	new stranger
sed -e '/^end/d' -e '/^suite flags/,/^suite/s/logical_read/logical_fetch/' new.txt >stranger
seal stranger
compares 'a value with another name' 1 "^0 changed, $reads missing, $reads new, $((all - reads)) the same" \
	new stranger

# Runs that were cut short or stopped.
head -n 5000 new >short
n=$(grep -c '^r ' short)
compares 'a run cut short' 1 "^0 changed, $((all - n)) missing, 0 new, $n the same" new short
check 'says that it is incomplete' \
	grep -qx "B is INCOMPLETE: $n of $all cases were tried before the run was cut short" said
refuses "^memop-cts: short: $n of $all cases were tried: a baseline needs a complete run" \
	"$program" baseline short
sed '/^end/d' new >endless
refuses "^memop-cts: endless: $all of $all cases" "$program" baseline endless
sed '/^r /d' new | reseal >empty
refuses '^memop-cts: empty: this run tried no case' "$program" compare new empty
refuses '^memop-cts: empty: 0 of ' "$program" baseline empty
(cat new; head -c 4096 /dev/zero) >disk
compares 'a journal on a disk' 0 '^0 changed' new disk
model lost "${suites[@]}" --level 7.2 --fault crash@3 && status=0 || status=$?
check 'a crash fails the run' test "$status" = 1
compares 'a crash is a change' 1 '^1 changed' new lost
check 'prints the crash as a kind of change' grep -qx '  1: 0 -> crash: .*' said

model fast "${suites[@]}" --level 7.2 --fault crash@3 --fail-fast && status=0 || status=$?
check '--fail-fast fails the run' test "$status" = 1
n=$(grep -c '^r ' fast)
compares 'a stopped run' 1 "^1 changed, $((all - n)) missing" new fast
check 'says that it stopped' \
	grep -qx "B stopped after the first unexpected result: $n of $all cases were tried" said
refuses "^memop-cts: fast: $n of $all cases were tried" "$program" baseline fast

# Files that cannot be read.
refuses 'name two journals' "$program" compare
refuses 'name two journals' "$program" compare new
refuses 'name two journals' "$program" compare new old flags
refuses "unrecognized option '--nonsense'" "$program" compare new old --nonsense
refuses '^memop-cts: nowhere: No such file' "$program" compare nowhere new
refuses '^memop-cts: nowhere: No such file' "$program" compare new nowhere
mkdir hollow
refuses '^memop-cts: hollow/journal: No such file' "$program" compare new hollow
echo nonsense >garbage
refuses '^memop-cts: garbage: neither a journal nor a baseline' "$program" compare new garbage
: >nothing
refuses '^memop-cts: nothing: neither a journal nor a baseline' "$program" compare new nothing
head -c 3000 /dev/urandom >noise
refuses '^memop-cts: noise: neither' "$program" compare noise new
sed 's/^suite flags .*/suite flags 7 00000000/' new >foreign
refuses 'foreign:[0-9]+: written by a memop-cts with other suites: .*make a baseline' \
	"$program" compare foreign new
sed -E 's/^(suite flags .*) .*/\1 00000000/' new >renamed
refuses 'renamed:[0-9]+: written by a memop-cts with other suites: .*make a baseline' \
	"$program" compare renamed new
sed '0,/^r /s/^r .*/r 0 x/' new >damaged
refuses 'damaged:[0-9]+: not a record' "$program" compare damaged new
awk '{print} $1 == "r" && !done++' new >added
refuses 'added:[0-9]+: lines were changed, lost or added: ' "$program" compare added new
awk '$1 != "r" || done++' new >lost
refuses 'lost:[0-9]+: lines were changed, lost or added: ' "$program" report lost
reseal <added >twice
refuses 'twice: flags/op=logical_read,fd=own,bit=0,and=0 occurs twice' "$program" compare twice new
head -n -1 new.txt >short.txt
refuses 'short.txt:[0-9]+: the baseline is cut short' "$program" compare short.txt new
head -c 500 new.txt >shorter.txt
refuses 'shorter.txt:[0-9]+: the baseline is cut short' "$program" compare shorter.txt new
sed 's/^meta kernel.*/meta kernel 9.9/' new.txt >edited.txt
refuses 'edited.txt:[0-9]+: the baseline is damaged or was edited' "$program" compare edited.txt new
sed '1s/1/2/' new.txt >later.txt
refuses 'later.txt:1: a baseline in a format that this version of memop-cts cannot read' \
	"$program" compare later.txt new
sed 's/$/\r/' new.txt >dos.txt
refuses 'dos.txt:1:' "$program" compare dos.txt new
refuses 'report: name one|other.txt|not a journal' "$program" report new.txt
refuses 'baseline: name one journal' "$program" baseline
refuses 'baseline: name one journal' "$program" baseline new old
refuses '^memop-cts: nowhere/x: No such file' "$program" baseline new --out nowhere/x
echo precious >precious
refuses '^memop-cts: precious: exists and is not a baseline' \
	"$program" baseline new --out precious
check 'leaves the other file unchanged' test "$(cat precious)" = precious
refuses '^memop-cts: old: exists and is not a baseline' "$program" baseline new --out old
cp old.txt again.txt
check 'overwrites a baseline' "$program" baseline new --out again.txt
check 'overwrites it with the new one' cmp again.txt new.txt
refuses '^memop-cts: garbage: neither' "$program" baseline garbage --out never
check 'leaves no file after an error' test ! -e never
# shellcheck disable=SC2016 # for the inner shell
expect 'disk full: baseline on standard output' \
	3 'standard output: No space left' bash -c '"$1" baseline new >/dev/full' bash "$program"
expect 'disk full: baseline in a file' \
	3 '^memop-cts: /dev/full: No space left' "$program" baseline new --out /dev/full
check 'does not remove a device' test -c /dev/full
# shellcheck disable=SC2016 # for the inner shell
expect 'disk full: compare' \
	3 'compare: No space left' bash -c '"$1" compare old new >/dev/full' bash "$program"
expect 'compare --help' 0 'Exit codes: 0 no change' "$program" compare --help
expect 'baseline --help' 0 'Exit codes: 0 done' "$program" baseline --help
check '--help lists both commands' \
	test "$("$program" --help | grep -cE 'memop-cts (compare|baseline) ')" = 2
finish
