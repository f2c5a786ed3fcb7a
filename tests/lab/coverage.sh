#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/coverage, lab/branches, lab/mutants and lab/cures: the options that they refuse, how they find
# functions, and how they combine counts, functions and explanations.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
coverage=$project/lab/coverage

expect help 0 'without another run' "$coverage" --help
refuses "unknown option '--nonsense'" "$coverage" --nonsense
refuses "unknown argument 'parameters'" "$coverage" parameters
refuses '--kernel needs a value' "$coverage" --kernel
refuses "'6' is not a kernel of lab/kernels.txt: give 6.1, " "$coverage" --kernel 6
refuses 'there was no run on 6.12' "$coverage" --again
refuses 'takes no arguments for memop-cts' "$coverage" --again -- --profile quick

# The output of gcov for a source of nine lines.
cd "$scratch"
branches=("$top/lab/branches" report 6.12 functions explanations gaccess.json)
mkdir -p tree/arch/s390/kvm
printf '%s\n' 'int f(int a)' '{' $'\tif (a == 1)' $'\t\treturn a;' \
	$'\tif (a == 2 ||   a == 3)' $'\t\treturn a;' \
	$'\tif (WARN_ON(a))' $'\t\treturn 0;' '}' >tree/arch/s390/kvm/gaccess.c
# says [OPTION] TEXT: the output of the last command has a matching line.
says() {
	cp "$scratch/output" said
	check "says: ${*: -1}" grep -q "$@" said
	cp said "$scratch/output"
}
# counts COUNTS: set the counts of the branches at line 5.
counts() {
	local branches
	branches=$(printf '{"count": %s}, ' "$@")
	cat >gaccess.json <<-JSON
		{"gcc_version": "1.2", "files": [
		 {"file": "$PWD/tree/arch/s390/kvm/gaccess.c", "functions": [{"name": "f"}], "lines": [
		  {"line_number": 3, "function_name": "f", "branches": [{"count": 1}, {"count": 2}]},
		  {"line_number": 5, "function_name": "f", "branches": [${branches%, }]},
		  {"line_number": 6, "function_name": "f", "branches": []},
		  {"line_number": 7, "function_name": "f", "branches": [{"count": 0}, {"count": 9}]}]},
		 {"file": "/elsewhere.h", "functions": [{"name": "g"}], "lines": [
		  {"line_number": 1, "function_name": "g", "branches": [{"count": 0}]}]}]}
	JSON
}
echo '- | f | f' >functions
echo '- | * | * | an assertion | WARN_ON' >explanations

counts 1 1 1 1
expect 'every branch taken or explained' 0 '^2 passed, 0 failed, 0 skipped$' "${branches[@]}"
says -x "6.12, gcc 1.2: 7 of 8 branches taken, 1 explained, 0 neither"
says "1 of those explained: an assertion"

counts 1 0 1 0
expect 'branches not taken' 1 '^1 passed, 1 failed' "${branches[@]}"
says -xF "        gaccess.c:5: 2 of 4 not taken: if (a == 2 || a == 3)"
echo '6.1- | f | 1 | a is even | a == 2 || a == 3' >>explanations
expect 'too few explained' 1 '^1 passed, 1 failed' "${branches[@]}"
says "2 of 4 not taken, 1 explained"
echo '-6.12 | f | 1 | a is odd | a == 2 || a == 3' >>explanations
expect 'rows for the same place add up' 0 '^2 passed, 0 failed' "${branches[@]}"
expect 'a range that ends before' 1 '^1 passed, 1 failed' "${branches[@]/6.12/7.0}"
counts 1 1 1 0
expect 'too many explained' 1 '^1 passed, 1 failed' "${branches[@]}"
says "explanations:2: 2 explained, but only 1 not taken: f: a == 2"
counts 1 1 1 1
expect 'an explanation that is no longer needed' 1 '^1 passed, 1 failed' "${branches[@]}"
says "explanations:2: no longer needed: f: a == 2"

echo '7.0- | f | h' >>functions
echo '- | * | * | an assertion | WARN_ON' >explanations
expect 'a function of other kernels' 0 '^2 passed, 0 failed' "${branches[@]}"
echo '- | f | g' >>functions
expect 'a function that this kernel does not have' 1 '^2 passed, 1 failed' "${branches[@]}"
says "the object of f has no such function: correct functions"
echo '- | f | f' >functions
check 'objects' test "$("$top/lab/branches" objects 6.12 functions tree)" = arch/s390/kvm/gaccess.o
mkdir tree/arch/s390/kvm/moved
mv tree/arch/s390/kvm/gaccess.c tree/arch/s390/kvm/moved/
check 'objects that have moved' \
	test "$("$top/lab/branches" objects 6.12 functions tree)" = arch/s390/kvm/moved/gaccess.o
mv tree/arch/s390/kvm/moved/gaccess.c tree/arch/s390/kvm/
echo '- | h | f' >functions
refuses 'functions: arch/s390/kvm has no function h' "$top/lab/branches" objects 6.12 functions tree

printf '%s\n' '- | f | f' '- | f | f' >functions
refuses 'functions:2: f occurs twice' "${branches[@]}"
echo '6 | f | f' >functions
refuses 'functions:1: this is not KERNELS \| OBJECT OF' "${branches[@]}"
echo '- | f | f' >functions
echo '- | f | 0 | none | a' >explanations
refuses "explanations:1: NUMBER is '0'" "${branches[@]}"
echo '- | g | 1 | none | a' >explanations
refuses 'explanations:1: this kernel has no function g' "${branches[@]}"
refuses 'nowhere: No such file' "$top/lab/branches" objects 6.12 nowhere tree
refuses "'6' is not a kernel version" "$top/lab/branches" objects 6 functions tree
refuses 'usage: ' "$top/lab/branches" report 6.12 functions

# Mutants of a source tree that is in the cache.
mutants=("$project/lab/mutants" --dry-run --kernel 6.12 --list mutants)
mkdir -p "$project/.cache/src"
mv tree "$project/.cache/src/linux-source-6.12"
touch "$project/.cache/src/linux-source-6.12/Makefile"
{
	echo '6.1-6.19 | changes | dat | f | s/a == 1/a | 1/'
	echo '7.0- | other | dat | nowhere | s/a == 1/a | 1/'
} >mutants
expect 'a mutant that changes something' 0 '^1 passed, 0 failed' "${mutants[@]}"
check 'the source is as it was' \
	grep -q 'a == 1' "$project/.cache/src/linux-source-6.12/arch/s390/kvm/gaccess.c"
echo '- | nothing | dat | f | s/b == 1/b | 1/' >>mutants
expect 'a mutant that changes nothing' 1 '^1 passed, 1 failed' "${mutants[@]}"
expect 'a mutant by name' 0 '^1 passed, 0 failed' "${mutants[@]}" changes
echo '- | lost | dat | h | s/a/b/' >>mutants
expect 'a mutant of a missing function' 1 '^1 passed, 2 failed' "${mutants[@]}"
refuses "has no mutant 'other' for 6.12" "${mutants[@]}" other
refuses "'9.9' is not a kernel of lab/kernels.txt" "${mutants[@]}" --kernel 9.9
refuses "unknown option '--nonsense'" "${mutants[@]}" --nonsense
refuses 'nowhere: No such file' "${mutants[@]}" --list nowhere
echo '- | short | dat' >mutants
refuses 'mutants:1: this is not KERNELS' "${mutants[@]}"

# Cures of the same tree.
cures=("$project/lab/cures" --kernel 6.12 --list cures)
{
	echo '6.1-6.19 | F1 | --suite dat | * | f | s/a == 1/a | 1/'
	echo '6.1- | F1 | - | arch/s390/kvm/gaccess.c | f | s/a | 1/a | 3/'
	echo '7.0- | F2 | - | * | nowhere | s/a == 1/a | 1/'
} >cures
expect 'a cure of two rows' 0 '^1 passed, 0 failed' "${cures[@]}" --dry-run
says 'ok *F1 *changes arch/s390/kvm/gaccess.c'
echo '- | F3 | - | * | f | s/b == 1/b | 1/' >>cures
expect 'a cure that changes nothing' 1 '^1 passed, 1 failed' "${cures[@]}" --dry-run
says 'F3 *cures:4: changes nothing in f()'
expect 'a cure by name' 0 '^1 passed, 0 failed' "${cures[@]}" --dry-run F1
refuses "has no cure 'F2' for 6.12" "${cures[@]}" F2
refuses "has no cure 'F2' for 6.12" "${cures[@]}" --all --without F2
refuses '--without needs --all' "${cures[@]}" --without F1
refuses 'give neither names nor --dry-run' "${cures[@]}" --all F1
refuses "'9.9' is not a kernel of lab/kernels.txt" "${cures[@]}" --kernel 9.9
refuses '--without needs a value' "${cures[@]}" --all --without
echo '- | F1 | - | * | f' >cures
refuses 'cures:1: this is not KERNELS' "${cures[@]}"
finish
