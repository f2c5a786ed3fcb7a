#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Do docs/clauses.md, the oracle and the suites speak of the same clauses?
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
clause='(API|EA|AS|PFX|LAP|KEY|FPO|SPO|DAT|ART|PRI|ABS|FRAG|CS|SIDA|PTR|TEID|HOST|LOG|REG|INT)\.[0-9]+'

complain() {
	printf 'not ok  %s\n' "$1"
	failed=$((failed + 1))
}

awk -F' *\\| *' '/^\| [A-Z]+\.[0-9]+ /{print $2 "\t" $5}' docs/clauses.md >"$scratch/table"
cut -f1 "$scratch/table" | sort >"$scratch/numbers"
grep -hoE "$clause" lib/oracle/*.c lib/outcome/*.c | sort -u >"$scratch/oracle"
# The strings after .clauses =, which may run over several lines.
awk '/\.clauses = /{on = 1} on {print} on && /,$/{on = 0}' suites/*.c | grep -oE "$clause" | sort -u >"$scratch/suites"

while read -r number; do complain "docs/clauses.md has $number twice"; done < <(uniq -d "$scratch/numbers")
while read -r number; do complain "$number is used by the oracle, but not in docs/clauses.md"; done \
	< <(comm -23 "$scratch/oracle" "$scratch/numbers")
while read -r number; do complain "$number is named by a suite, but not in docs/clauses.md"; done \
	< <(comm -23 "$scratch/suites" "$scratch/numbers")
while IFS=$'\t' read -r number cases; do
	named=$(grep -cxF "$number" "$scratch/suites" || true)
	case $cases in
	suite) ((named)) || complain "docs/clauses.md says a suite tests $number, but none names it" ;;
	none:\ ?* | none\ yet:\ ?*) ((!named)) || complain "docs/clauses.md says no suite tests $number, but one names it" ;;
	*) complain "docs/clauses.md says neither 'suite' nor 'none: why' of $number" ;;
	esac
done <"$scratch/table"
for suite in suites/*.c; do
	grep -q '\.clauses = "' "$suite" || complain "$suite names no clauses"
done
total=$(wc -l <"$scratch/table")
printf '%d passed, %d failed, 0 skipped\n' $((total > failed ? total - failed : 0)) "$failed"
((failed == 0))
