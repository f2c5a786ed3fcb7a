// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/format/report.h"
#include "lib/known/expectations.h"

static unsigned long long ull(uint64_t n)
{
	return n;
}

static void print_run_failures(const struct run_cases *runs, FILE *out)
{
	const struct run_record *run;

	for (run = runs->list; run < runs->list + runs->n; run++)
		if (verdict_unexpected(run->verdict))
			fprintf(out, "%s: run/%s\n%s\n", verdict_names[run->verdict], run->name,
				run->detail ? run->detail : "");
}

void report_failures(const struct results *results, FILE *out, size_t max)
{
	const struct record *r;
	struct run_cases runs;
	char id[CASE_ID_MAX];
	size_t n = 0;

	run_cases_of(results, &runs);
	print_run_failures(&runs, out);
	for (r = results->records; r < results->records + results->n; r++) {
		if (!verdict_unexpected(r->verdict))
			continue;
		if (max && n++ == max)
			return;
		case_id(r->suite, r->index, id, sizeof(id));
		fprintf(out, "%s: %s\n", verdict_names[r->verdict], id);
		record_describe(results, r, out);
		fputs("\n", out);
	}
}

static bool is_unexpected(const struct record *record, const void *arg)
{
	(void)arg;
	return verdict_unexpected(record->verdict);
}

static void print_unexpected(const struct results *results, const struct baseline *baseline,
			     const struct run_cases *runs, size_t max_ids, FILE *out)
{
	unsigned int i;

	fprintf(out, "unexpected results:\n");
	for (i = 0; i < runs->n; i++)
		if (verdict_unexpected(runs->list[i].verdict))
			fprintf(out, "  run/%s (%s)\n", runs->list[i].name,
				verdict_names[runs->list[i].verdict]);
	report_kinds(results, baseline, is_unexpected, NULL, max_ids, out);
}

/* The number of cases that failed because the kernel lacks an upstream fix. */
static uint64_t count_lacking(const struct results *results)
{
	const struct record *r;
	uint64_t n = 0;

	for (r = results->records; r < results->records + results->n; r++)
		n += r->verdict == VERDICT_XFAIL && expectation_at(r->row) &&
		     expectation_at(r->row)->fix.commit[0];
	return n;
}

/*
 * A line for each reason for which cases were skipped: the number of cases, and their suite if they
 * are all of one.
 */
static void print_skips(const struct results *results, const struct run_cases *runs, FILE *out)
{
	struct { char reason[192]; const struct suite *suite; uint64_t n; } reasons[16] = { 0 };
	const struct record *r;
	char reason[192];
	size_t i, n = 0;

	/* Such a case stands for the whole run. */
	for (i = 0; i < runs->n; i++) {
		if (runs->list[i].verdict != VERDICT_SKIP)
			continue;
		run_reason(&runs->list[i], reason, sizeof(reason));
		fprintf(out, "skipped: all cases: %s\n", reason);
	}
	for (r = results->records; r < results->records + results->n; r++) {
		if (r->verdict != VERDICT_SKIP)
			continue;
		record_reason(r, reason, sizeof(reason));
		for (i = 0; i < n && strcmp(reasons[i].reason, reason); i++)
			;
		if (i == ARRAY_SIZE(reasons))
			continue;
		if (i == n) {
			reasons[n].suite = r->suite;
			strcpy(reasons[n++].reason, reason);
		}
		if (reasons[i].suite != r->suite)
			reasons[i].suite = NULL;
		reasons[i].n++;
	}
	for (i = 0; i < n; i++)
		fprintf(out, "skipped: %llu case%s%s%s: %s\n", ull(reasons[i].n),
			reasons[i].n == 1 ? "" : "s", reasons[i].suite ? " of " : "",
			reasons[i].suite ? reasons[i].suite->name : "", reasons[i].reason);
}

static void print_head(const struct results *results, FILE *out)
{
	const char *ms = results_meta(results, "milliseconds");
	const char *expected = results_meta(results, "expected");

	fprintf(out, "kernel %s (%s), subject %s, staged by the %s",
		results_meta(results, "kernel"), results_meta(results, "machine"),
		results_meta(results, "subject"), results_meta(results, "stage"));
	if (*ms)
		fprintf(out, ", %s ms", ms);
	fprintf(out, "\n");
	if (*expected)
		fprintf(out, "expected: %s\n", expected);
}

void report_summary(const struct results *results, FILE *out, size_t max_ids)
{
	uint64_t c[VERDICTS], bad = count_verdicts(results, c), lacking = count_lacking(results);
	struct baseline baseline;
	struct run_cases runs;
	unsigned int i;

	run_cases_of(results, &runs);
	baseline_of_results(&baseline, results, "journal");
	print_head(results, out);
	for (i = 0; i < results->n_notes; i++)
		fprintf(out, "note: %s\n", results->notes[i]);
	print_skips(results, &runs, out);
	report_known(results, max_ids == SIZE_MAX ? &baseline : NULL, out);
	if (bad)
		print_unexpected(results, &baseline, &runs, max_ids, out);
	baseline_free(&baseline);
	if (!results->ended)
		fprintf(out, "INCOMPLETE: %s", runs.incomplete);
	else if (!results->complete)
		fprintf(out, "the run ended early: %llu of %llu cases were tried\n",
			ull(results->n), ull(results->planned));
	fprintf(out, "%llu passed, %llu failed, %llu skipped", ull(c[VERDICT_PASS]), ull(bad),
		ull(c[VERDICT_SKIP]));
	if (c[VERDICT_XFAIL])
		fprintf(out, ", %llu known to fail", ull(c[VERDICT_XFAIL]));
	if (lacking)
		fprintf(out, ", of these %llu for lack of an upstream fix", ull(lacking));
	if (bad != c[VERDICT_FAIL])
		fprintf(out, " (of the failed: %llu crashed, %llu hung, %llu could not be tried)",
			ull(c[VERDICT_CRASH]), ull(c[VERDICT_TIMEOUT]), ull(c[VERDICT_ERROR]));
	fprintf(out, "\n");
}
