// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/known/clauses.h"
#include "lib/known/expectations.h"
#include "lib/known/history.h"
#include "lib/format/report.h"

static unsigned long long ull(uint64_t n)
{
	return n;
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
			fprintf(out, "clauses: %s\n", r->suite->clauses);
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

/* Expectations that are out of date: cases they are about were tried, and all passed. */
static void print_unused(const struct results *results, FILE *out)
{
	uint64_t passed[EXPECTATIONS_MAX] = { 0 }, explained[EXPECTATIONS_MAX] = { 0 };
	const struct record *r;
	struct level level;
	char id[CASE_ID_MAX];
	int i;

	if (level_parse(&level, results_meta(results, "level")) || strcmp(results_meta(results, "subject"), "kvm"))
		return;
	for (r = results->records; r < results->records + results->n; r++) {
		if (r->verdict == VERDICT_XFAIL && r->c < EXPECTATIONS_MAX)
			explained[r->c]++;
		if (r->verdict != VERDICT_PASS || !expectation_for_suite(&level, r->suite->name))
			continue;
		case_id(r->suite, r->index, id, sizeof(id));
		for (i = -1; (i = expectation_next(&level, id, i)) >= 0; )
			passed[i]++;
	}
	for (i = 0; i < EXPECTATIONS_MAX; i++)
		if (passed[i] && !explained[i])
			fprintf(out, "known to fail, but all %llu passed: %s\n", ull(passed[i]), expectation_reason(i));
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
	print_reasons(results, out, VERDICT_XFAIL, "known to fail");
	print_unused(results, out);
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
