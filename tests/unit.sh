#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/unit.sh DIR [RUNNER...]: run the test programs in DIR, perhaps under RUNNER, such as
# qemu-s390x. Programs whose source was removed are left out; without the program of a source the
# tests fail.
set -uo pipefail

dir=$1
shift
passed=0 failed=0 programs=0
for source in "$(dirname "$0")"/unit/test_*.c; do
	program=$dir/$(basename "$source" .c)
	programs=$((programs + 1))
	status=0
	output=$("$@" "$program" 2>&1) || status=$?
	# libcheck sums up: "100%: Checks: 7, Failures: 0, Errors: 0"
	if [[ $output =~ Checks:\ ([0-9]+),\ Failures:\ ([0-9]+),\ Errors:\ ([0-9]+) ]]; then
		bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
		passed=$((passed + BASH_REMATCH[1] - bad)) failed=$((failed + bad))
		((status == 0 || bad > 0)) || failed=$((failed + 1))
	else
		failed=$((failed + 1)) bad=1
	fi
	((status == 0 && bad == 0)) || printf '%s\n%s\n' "$program failed:" "$output"
done
((programs > 0)) || printf 'no test programs in %s\n' "$dir"
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
((programs > 0 && failed == 0))
