// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/known/clauses.h"
#include "lib/known/history.h"
#include "lib/format/report.h"

static unsigned long long ull(uint64_t n)
{
	return n;
}

/* Of a case that came to no comparison: the rules that its expected outcomes rest on. */
static void print_rules(const struct results *results, const struct record *r, FILE *out)
{
	struct level level;

	if (!level_parse(&level, results_meta(results, "level")))
		clauses_of_case(out, r->suite, r->index, &level);
}

void report_failures(const struct results *results, FILE *out, size_t max)
{
	const struct record *r;
	char id[CASE_ID_MAX];
	size_t n = 0;

	for (r = results->records; r < results->records + results->n; r++) {
		if (!verdict_unexpected(r->verdict))
			continue;
		if (max && n++ == max)
			return;
		case_id(r->suite, r->index, id, sizeof(id));
		fprintf(out, "%s: %s\n%s", verdict_names[r->verdict], id, r->detail ? r->detail : "");
		history_hints(id, out);
		if (!r->detail || !clauses_cited(out, r->detail))
			print_rules(results, r, out);
		fprintf(out, "again: memop-cts --case '%s'%s\n\n", id,
			strcmp(results_meta(results, "stage"), "guest") ? "" : " --stage guest");
	}
}

static void print_ids(const struct results *results, FILE *out, uint64_t bad, size_t max)
{
	const struct record *r;
	char id[CASE_ID_MAX];
	size_t n = 0;

	if (!bad)
		return;
	fprintf(out, "unexpected:\n");
	for (r = results->records; r < results->records + results->n; r++) {
		if (!verdict_unexpected(r->verdict))
			continue;
		if (n++ == max) {
			fprintf(out, "  and %llu more\n", ull(bad - max));
			return;
		}
		case_id(r->suite, r->index, id, sizeof(id));
		fprintf(out, "  %s (%s)\n", id, verdict_names[r->verdict]);
	}
}

/* Every reason for records of a verdict, with the number of cases. */
static void print_reasons(const struct results *results, FILE *out, enum verdict verdict, const char *what)
{
	struct { char reason[192]; uint64_t n; } reasons[16] = { 0 };
	const struct record *r;
	char reason[192];
	size_t i, n = 0;

	for (r = results->records; r < results->records + results->n; r++) {
		if (r->verdict != verdict)
			continue;
		record_reason(r, reason, sizeof(reason));
		for (i = 0; i < n && strcmp(reasons[i].reason, reason); i++)
			;
		if (i == sizeof(reasons) / sizeof(reasons[0]))
			continue;
		if (i == n)
			strcpy(reasons[n++].reason, reason);
		reasons[i].n++;
	}
	for (i = 0; i < n; i++)
		fprintf(out, "%s %llu: %s\n", what, ull(reasons[i].n), reasons[i].reason);
}

void report_summary(const struct results *results, FILE *out, size_t max_ids)
{
	const uint64_t *c = results->count;
	uint64_t bad = c[VERDICT_FAIL] + c[VERDICT_CRASH] + c[VERDICT_TIMEOUT] + c[VERDICT_ERROR];
	unsigned int i;

	fprintf(out, "kernel %s (%s), subject %s, staged by the %s, %s ms\n", results_meta(results, "kernel"),
		results_meta(results, "machine"), results_meta(results, "subject"),
		results_meta(results, "stage"), results_meta(results, "milliseconds"));
	for (i = 0; i < results->n_notes; i++)
		fprintf(out, "note: %s\n", results->notes[i]);
	print_reasons(results, out, VERDICT_SKIP, "skipped");
	report_known(results, out);
	print_ids(results, out, bad, max_ids);
	if (!results->ended)
		fprintf(out, "INCOMPLETE: %llu of %llu cases were tried before the run was cut short\n",
			ull(results->n), ull(results->planned));
	fprintf(out, "%llu passed, %llu failed, %llu skipped", ull(c[VERDICT_PASS]), ull(bad),
		ull(c[VERDICT_SKIP]));
	if (c[VERDICT_XFAIL])
		fprintf(out, ", %llu known to fail", ull(c[VERDICT_XFAIL]));
	if (bad != c[VERDICT_FAIL])
		fprintf(out, " (of the failed: %llu crashed, %llu hung, %llu could not be tried)",
			ull(c[VERDICT_CRASH]), ull(c[VERDICT_TIMEOUT]), ull(c[VERDICT_ERROR]));
	fprintf(out, "\n");
}
