#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/oracle-coverage.sh BUILD: check that the unit tests and the suites on the model together
# take every branch of lib/oracle and lib/arch. Prints one line for each file, and its untaken
# branches. tests/oracle-coverage.txt lists the branches that cannot be taken. (lab/coverage
# measures the branches of the kernel.)
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

[[ $# == 1 && $1 != -* ]] || { echo 'usage: tests/oracle-coverage.sh BUILD' >&2 && exit 2; }
build=$1
objects=$build/coverage
log=$objects/log
command -v gcov >/dev/null ||
	{ echo 'tests/oracle-coverage.sh: gcov is missing: install gcc' >&2 && exit 3; }

make -s O="$build" program-coverage units-coverage || exit 3
mkdir -p "$log"
find "$objects" -name '*.gcda' -delete
tests/unit.sh "$objects/tests" >"$log/unit" || { cat "$log/unit" && exit 1; }
rm -rf "$log/model"
"$objects/memop-cts" --subject model --results "$log/model" >"$log/suites" 2>&1 ||
	{ tail -n 25 "$log/suites" && exit 1; }

# Run gcov on each object: for several objects at once it would count functions of headers
# separately.
find "$objects" -name '*.gcno' | while read -r object; do
	gcov --branch-probabilities --branch-counts --stdout "$object" || exit
done >"$log/gcov" 2>"$log/errors" || { cat "$log/errors" && exit 3; }

mapfile -t files < <(find lib/oracle lib/arch -name '*.[ch]' | sort)
awk -v list="${files[*]}" -f tests/oracle-coverage.awk tests/oracle-coverage.txt "$log/gcov"
