#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/coverage and lab/branches: what they refuse, and how counts, functions and explanations are put together.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
coverage=$project/lab/coverage

expect help 0 'without another run' "$coverage" --help
refuses "unknown option '--nonsense'" "$coverage" --nonsense
refuses "unknown argument 'parameters'" "$coverage" parameters
refuses '--kernel needs a value' "$coverage" --kernel
refuses "'6' is not a kernel version" "$coverage" --kernel 6
refuses 'there was no run on 6.12' "$coverage" --again
refuses 'takes no arguments for memop-cts' "$coverage" --again -- --profile quick

# What gcov would say of a source of nine lines.
cd "$scratch"
branches=("$top/lab/branches" report 6.12 functions explanations gaccess.json)
mkdir -p tree/arch/s390/kvm
printf '%s\n' 'int f(int a)' '{' $'\tif (a == 1)' $'\t\treturn a;' $'\tif (a == 2 ||   a == 3)' $'\t\treturn a;' \
	$'\tif (WARN_ON(a))' $'\t\treturn 0;' '}' >tree/arch/s390/kvm/gaccess.c
# counts COUNTS: of the branches at line 5.
counts() {
	local branches
	branches=$(printf '{"count": %s}, ' "$@")
	cat >gaccess.json <<-JSON
		{"gcc_version": "1.2", "files": [
			{"file": "$PWD/tree/arch/s390/kvm/gaccess.c",
			 "functions": [{"name": "f"}],
			 "lines": [{"line_number": 3, "function_name": "f", "branches": [{"count": 1}, {"count": 2}]},
				{"line_number": 5, "function_name": "f", "branches": [${branches%, }]},
				{"line_number": 6, "function_name": "f", "branches": []},
				{"line_number": 7, "function_name": "f", "branches": [{"count": 0}, {"count": 9}]}]},
			{"file": "/elsewhere.h", "functions": [{"name": "g"}],
			 "lines": [{"line_number": 1, "function_name": "g", "branches": [{"count": 0}]}]}]}
	JSON
}
echo '- | gaccess | f' >functions
echo '- | * | * | an assertion | WARN_ON' >explanations

counts 1 1 1 1
expect 'every branch taken or explained' 0 '^2 passed, 0 failed, 0 skipped$' "${branches[@]}"
check 'the total' bash -c '"$@" | grep -qx "6.12, gcc 1.2: 7 of 8 branches taken, 1 explained, 0 neither"' bash "${branches[@]}"
check 'rules for all functions are counted' bash -c '"$@" | grep -q "1 of those explained: an assertion"' bash "${branches[@]}"

counts 1 0 1 0
expect 'branches not taken' 1 '^1 passed, 1 failed' "${branches[@]}"
check 'the line is told' \
	bash -c '"$@" | grep -qxF "        gaccess.c:5: 2 of 4 not taken: if (a == 2 || a == 3)"' bash "${branches[@]}"
echo '6.1- | f | 1 | a is even | a == 2 || a == 3' >>explanations
expect 'too few explained' 1 '^1 passed, 1 failed' "${branches[@]}"
check 'how many are' bash -c '"$@" | grep -q "2 of 4 not taken, 1 explained"' bash "${branches[@]}"
echo '-6.12 | f | 1 | a is odd | a == 2 || a == 3' >>explanations
expect 'rows for the same place add up' 0 '^2 passed, 0 failed' "${branches[@]}"
expect 'a range that ends before' 1 '^1 passed, 1 failed' "${branches[@]/6.12/7.0}"
counts 1 1 1 0
expect 'too many explained' 1 '^1 passed, 1 failed' "${branches[@]}"
check 'which' bash -c '"$@" | grep -q "explanations:2: 2 explained, but only 1 not taken: f: a == 2"' bash "${branches[@]}"
counts 1 1 1 1
expect 'not needed any more' 1 '^1 passed, 1 failed' "${branches[@]}"
check 'which' bash -c '"$@" | grep -q "explanations:2: not needed any more: f: a == 2"' bash "${branches[@]}"

echo '7.0- | gaccess | h' >>functions
echo '- | * | * | an assertion | WARN_ON' >explanations
expect 'a function of other kernels' 0 '^2 passed, 0 failed' "${branches[@]}"
echo '- | gaccess | g' >>functions
expect 'a function that this kernel has not' 1 '^2 passed, 1 failed' "${branches[@]}"
check 'which' bash -c '"$@" | grep -q "gaccess.o of this kernel has no such function: mend functions"' bash "${branches[@]}"
check 'objects' test "$("$top/lab/branches" objects 6.12 functions)" = gaccess

echo '- | gaccess | f' >>functions
refuses 'functions:4: f is there already' "${branches[@]}"
echo '6 | gaccess | f' >functions
refuses 'functions:1: this is not KERNELS \| OBJECT' "${branches[@]}"
echo '- | gaccess | f' >functions
echo '- | f | 0 | none | a' >explanations
refuses "explanations:1: NUMBER is '0'" "${branches[@]}"
echo '- | g | 1 | none | a' >explanations
refuses 'explanations:1: this kernel has no function g' "${branches[@]}"
refuses 'nowhere: No such file' "$top/lab/branches" objects 6.12 nowhere
refuses "'6' is not a kernel version" "$top/lab/branches" objects 6 functions
refuses 'usage: ' "$top/lab/branches" report 6.12 functions
cd "$top"

# The tables themselves.
for version in 6.1 6.12 7.2; do
	expect "the functions of $version" 0 '^kvm-s390$' lab/branches objects "$version" tests/kernel-functions.txt
done
finish
