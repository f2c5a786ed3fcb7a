#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/backports.sh: the real ioctl of Debian's 6.1, taken for the kernel of a distribution with
# backports, and for an upstream kernel that lost a fix. The commands that failures print are run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=expect.sh
. "$(dirname "$0")/expect.sh"

el9=5.14.0-503.11.1.el9_5.s390x
cd "$top"

# run NAME STATUS ARGS...: run the quick profile; the results are in $scratch/NAME.
run() {
	local name=$1 status=$2
	shift 2
	expect "$name" "$status" "^results: $scratch/$name" \
		./run.sh --kernel 6.1 --results "$scratch/$name" -- --profile quick "$@"
}

# summary NAME PATTERN: a line of the summary must match.
summary() {
	check "$1: $2" grep -qE -- "$2" "$scratch/$1/summary.txt"
}

# Fixes of later versions are missing, but nothing fails: no deviation is new.
run vendor 0 --level "$el9"
summary vendor '^expected: Linux 5.14 with backports, absolute operations, no compare-and-exchange'
summary vendor '^lacks upstream fix 01be7f53dfc2 \(in 6\.9\): [0-9]+ cases: .*F3'
summary vendor '^lacks upstream fix 8550bcb754bc \(in 6\.3\): [0-9]+ cases: .*F9'
summary vendor '^lacks upstream fix e38c884df921 \(in 7\.0\): [0-9]+ cases: .*F2'
summary vendor '^has these upstream fixes, or never had the bugs: .*e8061f06185b \(in 6.12\)'
summary vendor '^[0-9]+ passed, 0 failed'
check 'each such case has the fix in KTAP' grep -qE \
	'^ *ok .* # XFAIL .*fixed upstream by 01be7f53dfc2 \(in 6\.9\): not in this kernel$' \
	"$scratch/vendor/results.ktap"

# A release whose operations are those of a later version has backports, too.
run ext 0 --level 5.14 --suite absolute
summary ext '^expected: Linux 5.14 with backports'

# An upstream kernel must have the fixes of its version.
run upstream 1 --level 6.9 --suite access_registers
check 'a lost fix is named' grep -qE '^like: known.txt:[0-9]+: .*F3\.md\); fixed upstream by 01be7f53dfc2' \
	"$scratch/upstream/failures.txt"
run strict 1 --level "$el9" --strict --suite access_registers
check 'with --strict, too' grep -q '^like: known.txt' "$scratch/strict/failures.txt"

# A site's own rows. The fix of a CVE must not be missing.
printf '%s | %s | %s | %s | %s\n' '5.14.0-*.el9_[0-5]*' 'access_registers/*,thread=strange' \
	'returns 40, registers' '0123456789ab in 9.0, CVE-2099-1' 'a leak' >"$scratch/my rows"
run cve 1 --level "$el9" --suite access_registers --expect "$scratch/my rows"
summary cve '^SECURITY: lacks upstream fix 0123456789ab \(CVE-2099-1, in 9\.0\): [0-9]+ cases: a leak'
summary cve '^  run/security \(fail\)'

# The command that a failure prints repeats it.
for name in upstream strict; do
	again=$(grep -m1 '^again: ' "$scratch/$name/failures.txt" | cut -c8-)
	check "$name: the command names the kernel" \
		grep -q '^./run.sh --kernel 6.1 -- --case ' <<<"$again"
	# shellcheck disable=SC2016 # for the inner shell
	expect "$name: the command fails as the run did" 1 '^results: ' \
		bash -c "${again/ -- / --results $scratch/$name-again -- }"
	summary "$name-again" '^0 passed, 1 failed, 0 skipped'
done
finish
