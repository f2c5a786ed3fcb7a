// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/format/report.h"

/*
 * Consecutive records of one suite, or of one group: cases with the same value of the first axis.
 */
struct span {
	const struct record *first, *end;
	uint64_t bad, skipped, known;
};

static unsigned int group_of(const struct record *record)
{
	unsigned int v[AXES_MAX];

	suite_values(record->suite, record->index, v);
	return record->suite->n_axes ? v[0] : 0;
}

static bool same_suite(const struct record *a, const struct record *b)
{
	return a->suite == b->suite;
}

static bool same_group(const struct record *a, const struct record *b)
{
	return a->suite == b->suite && group_of(a) == group_of(b);
}

/* The span that starts at first and goes on as long as same() holds. */
static struct span span_at(const struct record *first, const struct record *end,
			   bool (*same)(const struct record *, const struct record *))
{
	struct span span = { .first = first, .end = first };

	for (; span.end < end && same(first, span.end); span.end++) {
		span.bad += verdict_unexpected(span.end->verdict);
		span.skipped += span.end->verdict == VERDICT_SKIP;
		span.known += span.end->verdict == VERDICT_XFAIL;
	}
	return span;
}

static unsigned int count_spans(const struct record *first, const struct record *end,
				bool (*same)(const struct record *, const struct record *))
{
	unsigned int n;

	for (n = 0; first < end; n++)
		first = span_at(first, end, same).end;
	return n;
}

static void print_span(FILE *out, const struct span *span, unsigned int number, const char *indent,
		       const char *name)
{
	uint64_t n = (uint64_t)(span->end - span->first);
	char reason[256];

	fprintf(out, "%s%s %u %s", indent, span->bad ? "not ok" : "ok", number, name);
	if (span->skipped == n) {
		record_reason(span->first, reason, sizeof(reason));
		fprintf(out, " # SKIP %s (%llu cases)\n", reason, (unsigned long long)n);
		return;
	}
	fprintf(out, " # %llu cases", (unsigned long long)n);
	if (span->bad)
		fprintf(out, ", %llu unexpected", (unsigned long long)span->bad);
	if (span->skipped)
		fprintf(out, ", %llu skipped", (unsigned long long)span->skipped);
	if (span->known)
		fprintf(out, ", %llu known to fail", (unsigned long long)span->known);
	fprintf(out, "\n");
}

static void print_result(FILE *out, const char *indent, unsigned int number, const char *name,
			 enum verdict verdict, const char *reason)
{
	static const char *const directives[VERDICTS] = {
		[VERDICT_SKIP] = " # SKIP ", [VERDICT_TIMEOUT] = " # TIMEOUT ",
		[VERDICT_ERROR] = " # ERROR ", [VERDICT_XFAIL] = " # XFAIL ",
	};

	fprintf(out, "%s%s %u %s%s%s\n", indent, verdict_unexpected(verdict) ? "not ok" : "ok",
		number, name,
		directives[verdict] ? directives[verdict] : verdict ? " # " : "", reason);
}

static void print_case(FILE *out, const struct record *record, unsigned int number)
{
	char id[CASE_ID_MAX], reason[256] = "";

	case_id(record->suite, record->index, id, sizeof(id));
	if (record->verdict != VERDICT_PASS)
		record_reason(record, reason, sizeof(reason));
	print_result(out, "    ", number, strchr(id, '/') + 1, record->verdict, reason);
}

static void print_diagnostic(FILE *out, const struct record *record)
{
	char id[CASE_ID_MAX], reason[256];

	if (!verdict_unexpected(record->verdict))
		return;
	case_id(record->suite, record->index, id, sizeof(id));
	record_reason(record, reason, sizeof(reason));
	fprintf(out, "  # %s: %s: %s\n", verdict_names[record->verdict], id, reason);
}

static void print_group(FILE *out, const struct span *group, unsigned int number, bool cases)
{
	const struct record *r;
	char id[CASE_ID_MAX];

	case_id(group->first->suite, group->first->index, id, sizeof(id));
	if (cases)
		fprintf(out, "    KTAP version 1\n    1..%llu\n",
			(unsigned long long)(group->end - group->first));
	for (r = group->first; r < group->end; r++) {
		if (cases)
			print_case(out, r, (unsigned int)(r - group->first) + 1);
		else
			print_diagnostic(out, r);
	}
	id[strcspn(id, ",")] = 0;
	print_span(out, group, number, "  ", strchr(id, '/') + 1);
}

static void print_suite(FILE *out, const struct span *suite, unsigned int number, bool cases)
{
	const struct record *first = suite->first;
	unsigned int groups = 0;
	struct span group;

	fprintf(out, "  KTAP version 1\n  # Subtest: %s\n  1..%u\n", first->suite->name,
		count_spans(first, suite->end, same_group));
	for (; first < suite->end; first = group.end) {
		group = span_at(first, suite->end, same_group);
		print_group(out, &group, ++groups, cases);
	}
	print_span(out, suite, number, "", suite->first->suite->name);
}

static void print_runs(FILE *out, const struct run_cases *runs, unsigned int number)
{
	unsigned int i, bad = 0;
	char reason[256];

	if (!runs->n)
		return;
	fprintf(out, "  KTAP version 1\n  # Subtest: run\n  1..%u\n", runs->n);
	for (i = 0; i < runs->n; i++) {
		bad += verdict_unexpected(runs->list[i].verdict);
		run_reason(&runs->list[i], reason, sizeof(reason));
		print_result(out, "  ", i + 1, runs->list[i].name, runs->list[i].verdict, reason);
	}
	fprintf(out, "%s %u run # %u unexpected\n", bad ? "not ok" : "ok", number, bad);
}

static void print_totals(FILE *out, const struct results *results)
{
	uint64_t n[VERDICTS], late = count_unexpectedly_passed(results);

	count_verdicts(results, n);
	fprintf(out, "# Totals: pass:%llu fail:%llu xfail:%llu xpass:%llu skip:%llu error:%llu\n",
		(unsigned long long)(n[VERDICT_PASS] - late), (unsigned long long)n[VERDICT_FAIL],
		(unsigned long long)n[VERDICT_XFAIL], (unsigned long long)late,
		(unsigned long long)n[VERDICT_SKIP],
		(unsigned long long)(n[VERDICT_CRASH] + n[VERDICT_TIMEOUT] + n[VERDICT_ERROR]));
}

void report_ktap(const struct results *results, FILE *out, bool cases)
{
	const struct record *first = results->records, *end = first + results->n;
	struct run_cases runs;
	unsigned int suites = 0;
	struct span suite;

	run_cases_of(results, &runs);
	/* A run that was cut short plans one more test than it prints, so that parsers notice. */
	fprintf(out, "KTAP version 1\n1..%u\n",
		count_spans(first, end, same_suite) + !!runs.n + !results->ended);
	for (; first < end; first = suite.end) {
		suite = span_at(first, end, same_suite);
		print_suite(out, &suite, ++suites, cases);
	}
	print_runs(out, &runs, ++suites);
	print_totals(out, results);
	if (!results->ended)
		fprintf(out, "Bail out! %s", runs.incomplete);
}
