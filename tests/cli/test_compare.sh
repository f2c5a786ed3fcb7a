#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_compare.sh PROGRAM: compare and baseline, on journals of the model.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

program=$(realpath "$1")
cd "$scratch"

# model JOURNAL OPTION...
model() {
	"$program" --subject model --journal "$@"
}
# compares NAME STATUS PATTERN ARGUMENT...: compare, whose words are then in the file said.
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

# What the tool says is what awk says: cases whose verdict and numbers are not the same.
records() {
	awk '/^r / {print $2 "-" $3, $4 "," $5 "," $6 "," $7}' "$1" | sort
}
changed=$(join <(records old) <(records new) | awk '$2 != $3' | wc -l)
check 'there is something to see' test "$changed" -gt 5000
compares 'two journals' 1 "^$changed changed, 0 missing, 0 new, $((all - changed)) the same\$" old new
cp said changes
check 'the counts first' grep -qx "key_protection: 5440 changed, $((keys - 5440)) the same" changes
check 'a kind of change' grep -qx '  [0-9]*: skipped for want of cmpxchg -> 4 protection exception' changes
check 'its ids' grep -qx '    key_protection/op=absolute_cmpxchg,space=dat_off,acc=0,f=0,extent=middle,mode=match1,key=0' changes
check 'ten of each' test "$(grep -c '^    [a-z_]*/' changes)" = \
	"$(awk '/ -> / {n += $1 + 0 < 10 ? $1 : 10} END {print n}' changes)"
check 'and how many more' test "$(awk '/ -> / {n += $1} END {print n}' changes)" = "$changed"
check 'what they have in common' grep -q '^    only with op=absolute_cmpxchg .*mode=(10 of 14 values)' changes
compares 'all ids' 1 "^$changed changed" old new -v
check 'every id is there' test "$(grep -c '^    [a-z_]*/' said)" = "$changed"
check 'once' test -z "$(grep '^    [a-z_]*/' said | sort | uniq -d)"
check 'and is an id' test -z "$(sed -n 's/^    \([a-z_]*\/\)/\1/p' said | sort | comm -23 - <("$program" --list | sort))"
compares 'the other way round' 1 "^$changed changed" new old
compares 'with itself' 0 "^0 changed, 0 missing, 0 new, $all the same\$" new new

# Baselines.
check 'a baseline' "$program" baseline old --out old.txt
check 'of printable text' test -z "$(LC_ALL=C grep -v '^[ -~]*$' old.txt)"
check 'that is small' test "$(stat -c %s old.txt)" -lt 32768
check 'and does not tell where it was made' test -z "$(grep -e "$scratch" -e options -e start old.txt)"
check 'standard output is the same' cmp old.txt <("$program" baseline old)
model again --level 6.1 "${suites[@]}" --chunk 7
check 'so is that of another run' cmp old.txt <("$program" baseline again)
check 'so is that of a folder' cmp old.txt <(mkdir folder && cp old folder/journal && "$program" baseline folder)
check 'a baseline of a baseline is itself' cmp old.txt <("$program" baseline old.txt)
compares 'a baseline is like its journal' 0 "^0 changed, 0 missing, 0 new, $all the same\$" old.txt old
compares 'a folder, too' 0 "^0 changed" folder old.txt
"$program" baseline new --out new.txt
for pair in 'old new.txt' 'old.txt new' 'old.txt new.txt'; do
	# shellcheck disable=SC2086 # two files
	compares "$pair" 1 "^$changed changed" $pair
	check "$pair: the same is said" cmp <(tail -n +3 changes) <(tail -n +3 said)
done
awk '$1 == "r" && !done++ {$5 = 4} {print}' new | reseal >one
"$program" baseline one --out one.txt
check 'one case changes few lines' test "$(diff new.txt one.txt | grep -c '^>')" -le 8
compares 'one change' 1 '^1 changed, 0 missing, 0 new' new one.txt
check 'which is named' test "$(sed -n 4,6p said)" = "flags: 1 changed, $((flags - 1)) the same
  1: 0 -> 4 protection exception
    flags/op=logical_read,fd=own,bit=0,and=0"

# Not the same cases.
compares 'cases that only one has' 1 "^0 changed, $((all - flags)) missing, 0 new, $flags the same\$" new flags
check 'are counted' grep -qx "  missing, only in A: $keys" said
check 'not listed' test -z "$(grep '^    ' said)"
compares 'unless asked for' 1 "^0 changed, $((all - flags)) missing" new flags -v
check 'with their ids' test "$(grep -c '^    key_protection/' said)" = "$keys"
compares 'new ones' 1 "^0 changed, 0 missing, $((all - flags)) new, $flags the same\$" flags new
check 'are counted, too' grep -qx "  new, only in B: $keys" said
compares 'only those that both have' 0 "^0 changed, $((all - flags)) missing" new flags --common
check 'the others are not spoken of' test "$(wc -l <said)" = 4
compares 'changes of those' 1 '^[1-9][0-9]* changed' old flags --common
model other --suite sida
compares 'nothing in common' 2 'compare: new and other have no case in common' new other --common
model skips --level 6.1 --case 'key_protection/op=absolute_cmpxchg,*' || true
compares 'nothing but skips' 0 '^0 changed, 0 missing, 0 new, 5440 the same' skips skips

# Baselines of programs with other suites.
# seal FILE: with the number of cases and the sum (FNV-1a), as if the program had written it.
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
compares 'a suite with another name' 1 "^0 changed, $flags missing, $flags new, $keys the same" new stranger
sed -e '/^end/d' -e '/^suite flags/,/^suite/s/logical_read/logical_fetch/' new.txt >stranger
seal stranger
compares 'a value with another name' 1 "^0 changed, $reads missing, $reads new, $((all - reads)) the same" new stranger

# Runs that did not come to their end.
head -n 5000 new >short
n=$(grep -c '^r ' short)
compares 'a run cut short' 1 "^0 changed, $((all - n)) missing, 0 new, $n the same" new short
check 'it says so' grep -qx "B is INCOMPLETE: $n of $all cases were tried before the run was cut short" said
refuses "^memop-cts: short: $n of $all cases were tried: a baseline needs a complete run" "$program" baseline short
sed '/^end/d' new >endless
refuses "^memop-cts: endless: $all of $all cases" "$program" baseline endless
sed '/^r /d' new | reseal >empty
refuses '^memop-cts: empty: this run tried no case' "$program" compare new empty
refuses '^memop-cts: empty: 0 of ' "$program" baseline empty
(cat new; head -c 4096 /dev/zero) >disk
compares 'a journal on a disk' 0 '^0 changed' new disk
model lost "${suites[@]}" --level 7.2 --fault crash@3 && status=0 || status=$?
check 'a lost case' test "$status" = 1
compares 'is a change' 1 '^1 changed' new lost
check 'of a kind' grep -qx '  1: 0 -> crash: .*' said

model fast "${suites[@]}" --level 7.2 --fault crash@3 --fail-fast && status=0 || status=$?
check 'a run that stops at the first failure' test "$status" = 1
n=$(grep -c '^r ' fast)
compares 'is not called cut short' 1 "^1 changed, $((all - n)) missing" new fast
check 'but stopped' grep -qx "B stopped after the first unexpected result: $n of $all cases were tried" said
refuses "^memop-cts: fast: $n of $all cases were tried" "$program" baseline fast

# What cannot be read.
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
refuses 'foreign:[0-9]+: written by a memop-cts with other suites: .*make a baseline' "$program" compare foreign new
sed -E 's/^(suite flags .*) .*/\1 00000000/' new >renamed
refuses 'renamed:[0-9]+: written by a memop-cts with other suites: .*make a baseline' "$program" compare renamed new
sed '0,/^r /s/^r .*/r 0 x/' new >damaged
refuses 'damaged:[0-9]+: not a record' "$program" compare damaged new
awk '{print} $1 == "r" && !done++' new >added
refuses 'added:[0-9]+: lines were changed, lost or added: ' "$program" compare added new
awk '$1 != "r" || done++' new >lost
refuses 'lost:[0-9]+: lines were changed, lost or added: ' "$program" report lost
reseal <added >twice
refuses 'twice: flags/op=logical_read,fd=own,bit=0,and=0 is there twice' "$program" compare twice new
head -n -1 new.txt >short.txt
refuses 'short.txt:[0-9]+: the baseline is cut short' "$program" compare short.txt new
head -c 500 new.txt >shorter.txt
refuses 'shorter.txt:[0-9]+: the baseline is cut short' "$program" compare shorter.txt new
sed 's/^meta kernel.*/meta kernel 9.9/' new.txt >edited.txt
refuses 'edited.txt:[0-9]+: the baseline is damaged or was edited' "$program" compare edited.txt new
sed '1s/1/2/' new.txt >later.txt
refuses 'later.txt:1: a baseline in the format of another memop-cts' "$program" compare later.txt new
sed 's/$/\r/' new.txt >dos.txt
refuses 'dos.txt:1:' "$program" compare dos.txt new
refuses 'report: name one|other.txt|not a journal' "$program" report new.txt
refuses 'baseline: name one journal' "$program" baseline
refuses 'baseline: name one journal' "$program" baseline new old
refuses '^memop-cts: nowhere/x: No such file' "$program" baseline new --out nowhere/x
echo precious >precious
refuses '^memop-cts: precious: exists and is not a baseline' "$program" baseline new --out precious
check 'which stays as it is' test "$(cat precious)" = precious
refuses '^memop-cts: old: exists and is not a baseline' "$program" baseline new --out old
cp old.txt again.txt
check 'a baseline is overwritten' "$program" baseline new --out again.txt
check 'by the new one' cmp again.txt new.txt
refuses '^memop-cts: garbage: neither' "$program" baseline garbage --out never
check 'nothing is left of it' test ! -e never
# shellcheck disable=SC2016 # for the inner shell
expect 'no room for a baseline' 3 'standard output: No space left' bash -c '"$1" baseline new >/dev/full' bash "$program"
expect 'nor in a file' 3 '^memop-cts: /dev/full: No space left' "$program" baseline new --out /dev/full
check 'which stays' test -c /dev/full
# shellcheck disable=SC2016 # for the inner shell
expect 'no room for a comparison' 3 'compare: No space left' bash -c '"$1" compare old new >/dev/full' bash "$program"
expect 'help of compare' 0 'Exit codes: 0 no change' "$program" compare --help
expect 'help of baseline' 0 'Exit codes: 0 done' "$program" baseline --help
check 'the program speaks of both' test "$("$program" --help | grep -cE 'memop-cts (compare|baseline) ')" = 2
finish
