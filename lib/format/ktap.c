// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/format/report.h"

/* A run of records which belong together. */
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

/* The span that begins at first. */
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

static void print_case(FILE *out, const struct record *record, unsigned int number)
{
	static const char *const directives[VERDICTS] = {
		[VERDICT_SKIP] = " # SKIP ", [VERDICT_TIMEOUT] = " # TIMEOUT ", [VERDICT_ERROR] = " # ERROR ",
		[VERDICT_XFAIL] = " # XFAIL ",
	};
	char id[CASE_ID_MAX], reason[256] = "";

	case_id(record->suite, record->index, id, sizeof(id));
	if (record->verdict != VERDICT_PASS)
		record_reason(record, reason, sizeof(reason));
	fprintf(out, "    %s %u %s%s%s\n", verdict_unexpected(record->verdict) ? "not ok" : "ok", number, strchr(id, '/') + 1,
		directives[record->verdict] ? directives[record->verdict] : record->verdict ? " # " : "",
		reason);
}

static void print_group(FILE *out, const struct span *group, unsigned int number, bool cases)
{
	const struct record *r;
	char id[CASE_ID_MAX];

	case_id(group->first->suite, group->first->index, id, sizeof(id));
	if (cases || group->bad)
		fprintf(out, "    KTAP version 1\n    1..%llu\n",
			(unsigned long long)(cases ? (uint64_t)(group->end - group->first) : group->bad));
	for (r = group->first; r < group->end && (cases || group->bad); r++) {
		static unsigned int n;

		if (r == group->first)
			n = 0;
		if (cases || verdict_unexpected(r->verdict))
			print_case(out, r, ++n);
	}
	id[strcspn(id, ",")] = 0;
	print_span(out, group, number, "  ", strchr(id, '/') + 1);
}

void report_ktap(const struct results *results, FILE *out, bool cases)
{
	const struct record *first = results->records, *end = first + results->n, *r;
	unsigned int suites = 0, groups;
	struct span suite, group;

	fprintf(out, "KTAP version 1\n1..%u\n", count_spans(first, end, same_suite));
	for (; first < end; first = suite.end) {
		suite = span_at(first, end, same_suite);
		fprintf(out, "  KTAP version 1\n  # Subtest: %s\n  1..%u\n", first->suite->name,
			count_spans(first, suite.end, same_group));
		for (r = first, groups = 0; r < suite.end; r = group.end) {
			group = span_at(r, suite.end, same_group);
			print_group(out, &group, ++groups, cases);
		}
		print_span(out, &suite, ++suites, "", first->suite->name);
	}
	fprintf(out, "# Totals: pass:%llu fail:%llu xfail:%llu xpass:0 skip:%llu error:%llu\n",
		(unsigned long long)results->count[VERDICT_PASS],
		(unsigned long long)results->count[VERDICT_FAIL],
		(unsigned long long)results->count[VERDICT_XFAIL],
		(unsigned long long)results->count[VERDICT_SKIP],
		(unsigned long long)(results->count[VERDICT_CRASH] + results->count[VERDICT_TIMEOUT] +
				     results->count[VERDICT_ERROR]));
}
