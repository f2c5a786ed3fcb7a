#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# tests/clauses.sh BUILD: check docs/clauses.md against the program. Every clause of the oracle must
# be in the page. A clause marked "yes" must be cited by a case of the default or the exhaustive
# profile, any other clause by none.
set -euo pipefail
cd "$(dirname "$0")/.."

[[ $# == 1 && $1 != -* ]] || { echo 'usage: tests/clauses.sh BUILD' >&2 && exit 2; }
program=$1/native/memop-cts
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

complain() {
	printf 'not ok  %s\n' "$1"
	failed=$((failed + 1))
}

awk -F' *\\| *' '/^\| [A-Z]+\.[0-9]+ /{print $2 "\t" $5}' docs/clauses.md >"$scratch/table"
cut -f1 "$scratch/table" | sort >"$scratch/numbers"
grep -oE 'X\([A-Z]+, [0-9]+\)' lib/oracle/clause.h | sed 's/X(\(.*\), \(.*\))/\1.\2/' | sort >"$scratch/oracle"
"$program" --clauses >"$scratch/list"
"$program" --clauses --profile exhaustive >>"$scratch/list"
sed 's/:.*//' "$scratch/list" | sort -u >"$scratch/cited"

while read -r number; do complain "docs/clauses.md has $number twice"; done < <(uniq -d "$scratch/numbers")
while read -r number; do complain "$number is in lib/oracle/clause.h, but not in docs/clauses.md"; done \
	< <(comm -23 "$scratch/oracle" "$scratch/numbers")
while IFS=$'\t' read -r number cases; do
	cited=$(grep -cxF "$number" "$scratch/cited" || true)
	case $cases in
	yes) ((cited)) || complain "docs/clauses.md: $number is marked 'yes', but no case cites it" ;;
	none:\ ?*) ((!cited)) || complain "docs/clauses.md: $number is marked 'none', but a case cites it" ;;
	*) complain "docs/clauses.md: $number is marked neither 'yes' nor 'none: REASON'" ;;
	esac
done <"$scratch/table"
total=$(wc -l <"$scratch/table")
printf '%d passed, %d failed, 0 skipped\n' $((total > failed ? total - failed : 0)) "$failed"
((failed == 0))
