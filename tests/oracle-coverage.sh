#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/oracle-coverage.sh BUILD: do the unit tests and the suites on the model, between them, take
# every branch of lib/oracle and lib/arch? One line for each file of these, and what is missing.
# tests/oracle-coverage.txt lists what need not be taken.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

[[ $# == 1 && $1 != -* ]] || { echo 'usage: tests/oracle-coverage.sh BUILD' >&2 && exit 2; }
build=$1
objects=$build/coverage
log=$objects/log
command -v gcov >/dev/null || { echo 'tests/oracle-coverage.sh: no gcov; it comes with gcc' >&2 && exit 3; }

make -s O="$build" program-coverage units-coverage || exit 3
mkdir -p "$log"
find "$objects" -name '*.gcda' -delete
tests/unit.sh "$objects/tests" >"$log/unit" || { cat "$log/unit" && exit 1; }
rm -rf "$log/model"
"$objects/memop-cts" --subject model --results "$log/model" >"$log/suites" 2>&1 ||
	{ tail -n 25 "$log/suites" && exit 1; }

# One run of gcov for each object: several together would count the functions of a header apart.
find "$objects" -name '*.gcno' | while read -r object; do
	gcov --branch-probabilities --branch-counts --stdout "$object" || exit
done >"$log/gcov" 2>"$log/errors" || { cat "$log/errors" && exit 3; }

mapfile -t files < <(find lib/oracle lib/arch -name '*.[ch]' | sort)
awk -v list="${files[*]}" -f tests/oracle-coverage.awk tests/oracle-coverage.txt "$log/gcov"
