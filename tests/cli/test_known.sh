#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# test_known.sh PROGRAM: known deviations in reports, and the command that repeats a case. The
# journals are those of the model, edited as if a kernel had deviated.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

mkdir "$scratch/here"
ln -s "$(realpath "$1")" "$scratch/here/memop cts"
cd "$scratch/here"
program='./memop cts'

# row COMMIT: the number of the first row of known.txt with this fix.
row() {
	grep -v '^#' "$top/results/expectations/known.txt" | grep . | grep -n " $1 in " |
		head -n1 | cut -d: -f1 | awk '{ print $1 - 1 }'
}

# summary NAME LINE: the summary of NAME must have this line.
summary() {
	check "$1: $2" grep -qxF -- "$2" "$1.reports/summary.txt"
}

# Each finding that is named has a page, and each page is in the index.
findings=docs/findings
{
	grep -v '^#' "$top/results/expectations/known.txt" | grep -oE '\(F[0-9]+' | tr -d '('
	grep -ohE "$findings/F[0-9]+\.md" "$top/results/expectations/history.txt" "$top/README.md" | sed 's/.*F/F/; s/\.md//'
} | sort -u >named
check 'findings are named' test -s named
while read -r finding; do
	check "$finding has a page" test -e "$top/$findings/$finding.md"
done <named
for page in "$top/$findings"/F*.md; do
	page=$(basename "$page" .md)
	check "$page is in the index" grep -qF "[$page]($page.md)" "$top/$findings/README.md"
done

# Rows on a kernel with backports, and on one without.
f3=$(row 01be7f53dfc2)
model() {
	"$program" --subject model --profile quick --suite parameters --suite access_registers \
		--level "$1" --journal model
}
# deviate: as if a kernel had deviated in two cases of access_registers.
deviate() {
	local suite
	suite=$(($(grep '^suite ' model | grep -n ' access_registers ' | cut -d: -f1) - 1))
	sed 's/^meta subject model/meta subject kvm/' model |
		awk -v suite="$suite" -v row="$f3" '
		$1 == "r" && $2 == suite && n++ < 2 { $4 = "k"; $5 = 40; $6 = 0; $7 = row }
		{ print }' | reseal
}
model 5.14.0-503.11.1.el9_5.s390x
deviate >vendor
expect 'a kernel with backports' 0 '^results: vendor.reports' "$program" report vendor --out vendor.reports
summary vendor 'expected: Linux 5.14 with backports, no absolute operations, no compare-and-exchange, protected guests, fetches may be in the dirty log'
check 'lists the fix that it lacks' grep -qE \
	'^lacks upstream fix 01be7f53dfc2 \(in 6\.9\): 2 cases .*: .* \(docs/findings/F3\.md\)$' vendor.reports/summary.txt
check 'counts the cases' grep -qE '2 known to fail, of these 2 for lack of an upstream fix$' vendor.reports/summary.txt
check 'does not claim that it lacks another' test -z "$(grep 'lacks.*8550bcb754bc' vendor.reports/summary.txt)"
check 'lists a fix that it has' grep -qE '^has these upstream fixes, or .*e8061f06185b \(in 6.12\)' vendor.reports/summary.txt
check 'but not the one that it lacks' test -z "$(grep '^has.*01be7f53dfc2' vendor.reports/summary.txt)"
check 'the fix is in JSON Lines' grep -q '"status":"xfail".*not in this kernel' vendor.reports/results.jsonl

# Failures: grouped by kind, and each with a command that repeats it.
"$program" --subject model --level 6.1.5 --stage guest --suite low_address --profile quick \
	--case-timeout 9 --journal passed
awk '/^r / && n++ < 12 { $4 = "f"; $5 = 4; $6 = 0; $7 = 1 } { print }' passed | reseal >failed
expect 'failures' 0 '^results: failed.reports' "$program" report failed --out failed.reports
summary failed 'unexpected results:'
summary failed 'low_address:'
summary failed '  12: fail: 4 protection exception (differs in return value)'
check 'all ids are in the file' test "$(grep -c '^    low_address/' failed.reports/summary.txt)" = 12
"$program" report failed 2>terminal >/dev/null || true
check 'ten are on the terminal' test "$(grep -c '^    low_address/' terminal)" = 10
check 'and the number of the others' grep -qx '    and 2 more' terminal
id=$(sed -n 's/^fail: //p' failed.reports/failures.txt | head -n1)
again=$(sed -n 's/^again: //p' failed.reports/failures.txt | head -n1)
check 'the command is complete' test "$again" = \
	"'./memop cts' --case '$id' --subject model --level 6.1.5 --stage guest --case-timeout 9"
expect 'and can be run' 0 '^results: memop-cts-results/' sh -c "$again"
check 'it runs this case' grep -qE '^1 passed, 0 failed' memop-cts-results/*/summary.txt
check 'in the same way' grep -q 'subject model, staged by the guest' memop-cts-results/*/summary.txt

# A run in the same process, with rows of its own.
echo '6.1- | flags/* | returns 4 | none | fine' >"my rows"
"$program" --subject model --suite capabilities --fault crash@2 --expect 'my rows' --strict \
	--results run >/dev/null 2>&1 || true
again=$(sed -n 's/^again: //p' run/failures.txt | head -n1)
check 'the command names the file with the rows' grep -qE \
	"^'./memop cts' --expect 'my rows' --case 'capabilities/.*' --subject model --strict$" <<<"$again"
rm -r memop-cts-results
expect 'and can be run, too' 0 '^results: memop-cts-results/' sh -c "$again"
check 'with these rows' grep -qx 'expect 6.1- | flags/\* | returns 4 | none | fine' memop-cts-results/*/journal
finish
