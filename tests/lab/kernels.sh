#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lab/kernels.txt: the table is well-formed, and all scripts use it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

project=$(copy_of_project)
table=$project/lab/kernels.txt

# ask FUNCTION ARGS...: call a function of lab/kernels.sh.
# shellcheck disable=SC2317 # called by way of check
ask() {
	# shellcheck disable=SC2016 # for the inner shell
	bash -c 'me=test; . "$1/common.sh"; . "$1/kernels.sh"; "${@:2}"' bash "$project/lab" "$@"
}

# shellcheck disable=SC2317 # called by way of check
unknown() {
	! ask kernel_known "$1"
}

# rows_that_match PATTERN: print the number of rows that match.
rows_that_match() {
	grep -cE "^$1\$" "$top/lab/kernels.txt"
}
row='[1-9][0-9]*\.[0-9]+ *\| *[a-z-]+( [a-z-]+)* *\| *(default|quick|exhaustive|-) *\| *(yes|no)'
check 'every row is well-formed' test "$(rows_that_match "$row")" = "$(rows_that_match '[^#].*')"
check 'no version occurs twice' test -z "$(ask kernel_versions | sort | uniq -d)"
check 'one kernel is for mutants' test "$(ask kernel_of_mutants | wc -l)" = 1

cat >"$table" <<'TABLE'
# a comment
5.7  | alpha beta | quick | no

5.77 | gamma | - | yes
5.8|delta|default|no
TABLE
check versions test "$(ask kernel_versions | xargs)" = '5.7 5.77 5.8'
check 'versions for a message' test "$(ask kernel_words)" = '5.7, 5.77, 5.8'
check 'the default is the first' test "$(ask kernel_default)" = 5.7
check 'the one for mutants' test "$(ask kernel_of_mutants)" = 5.77
check 'suites of a version' test "$(ask kernel_suites 5.7)" = 'alpha beta'
check 'a row without blanks' test "$(ask kernel_suites 5.8)" = delta
check 'kernels of check' test "$(ask kernels_to_check | xargs)" = '5.7 quick 5.8 default'
check 'a known version' ask kernel_known 5.77
for version in 5 5.70 '5.7 ' 5x7 '.*' ''; do
	check "'$version' is unknown" unknown "$version"
done
expect 'run.sh --help works' 0 . "$project/run.sh" --help
check 'run.sh --help lists them' \
	bash -c "'$project/run.sh' --help | grep -q 'kernel: 5.7, 5.77, 5.8'"
refuses 'no kernel .*: give 5.7, 5.77, 5.8 or' "$project/run.sh" --kernel 6.1
refuses 'one of 5.7, 5.77, 5.8' "$project/run.sh" --source debian:6.1
refuses 'give 5.7, 5.77, 5.8' "$project/lab/kernel-debian" 6.1
refuses 'one of 5.7, 5.77, 5.8' "$project/lab/kernel-build" debian:6.1
refuses 'give 5.7, 5.77, 5.8' "$project/lab/mutants" --kernel 6.1
refuses 'give 5.7, 5.77, 5.8' "$project/lab/coverage" --kernel 6.1
finish
