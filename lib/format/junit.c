// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML, one <testsuite> for each suite. CI systems show the text of a failure rather than its
 * message attribute, and expect the pair of classname and name to be unique.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/escape.h"
#include "lib/format/report.h"

static const char *const elements[VERDICTS] = {
	[VERDICT_FAIL] = "failure", [VERDICT_SKIP] = "skipped", [VERDICT_CRASH] = "error",
	[VERDICT_TIMEOUT] = "error", [VERDICT_ERROR] = "error", [VERDICT_XFAIL] = "skipped",
};

static void print_case(const char *suite, const char *name, enum verdict verdict,
		       const char *reason, const char *text, FILE *out)
{
	fprintf(out, "<testcase classname=\"%s\" name=\"", suite);
	put_xml(out, name);
	if (!elements[verdict]) {
		fputs("\"/>\n", out);
		return;
	}
	fprintf(out, "\"><%s message=\"%s", elements[verdict],
		verdict == VERDICT_XFAIL ? "xfail: " : "");
	put_xml(out, reason);
	fprintf(out, "\" type=\"%s\">", verdict_names[verdict]);
	put_xml(out, text);
	fprintf(out, "</%s></testcase>\n", elements[verdict]);
}

static void print_record(const struct results *results, const struct record *r, FILE *out)
{
	char id[CASE_ID_MAX], reason[256], *description = NULL;
	size_t size;
	FILE *memory;

	case_id(r->suite, r->index, id, sizeof(id));
	record_reason(r, reason, sizeof(reason));
	if (verdict_unexpected(r->verdict) && (memory = open_memstream(&description, &size))) {
		record_describe(results, r, memory);
		fclose(memory);
	}
	print_case(r->suite->name, strchr(id, '/') + 1, r->verdict, reason,
		   description ? description : r->detail ? r->detail : reason, out);
	free(description);
}

/* Kernel, machine and options: they tell the files of several runs apart. */
static void print_properties(const struct results *results, FILE *out)
{
	unsigned int i;

	fputs("<properties>\n", out);
	for (i = 0; i < results->n_meta; i++) {
		fputs("<property name=\"", out);
		put_xml(out, results->meta[i].key);
		fputs("\" value=\"", out);
		put_xml(out, results->meta[i].value);
		fputs("\"/>\n", out);
	}
	fputs("</properties>\n", out);
}

static void begin_suite(const struct results *results, const char *name, const uint64_t *count,
			FILE *out)
{
	uint64_t errors = count[VERDICT_CRASH] + count[VERDICT_TIMEOUT] + count[VERDICT_ERROR];
	uint64_t all = 0;
	unsigned int i;

	for (i = 0; i < VERDICTS; i++)
		all += count[i];
	fprintf(out, "<testsuite name=\"%s\" tests=\"%llu\" failures=\"%llu\" errors=\"%llu\" "
		"skipped=\"%llu\">\n", name,
		(unsigned long long)all, (unsigned long long)count[VERDICT_FAIL],
		(unsigned long long)errors,
		(unsigned long long)(count[VERDICT_SKIP] + count[VERDICT_XFAIL]));
	print_properties(results, out);
}

static void print_suite(const struct results *results, const struct record *first,
			const struct record *end, FILE *out)
{
	uint64_t count[VERDICTS] = { 0 };
	const struct record *r;

	for (r = first; r < end; r++)
		count[r->verdict]++;
	begin_suite(results, first->suite->name, count, out);
	for (r = first; r < end; r++)
		print_record(results, r, out);
	fputs("</testsuite>\n", out);
}

static void print_runs(const struct results *results, FILE *out)
{
	uint64_t count[VERDICTS] = { 0 };
	struct run_cases runs;
	char reason[256];
	unsigned int i;

	run_cases_of(results, &runs);
	if (!runs.n)
		return;
	for (i = 0; i < runs.n; i++)
		count[runs.list[i].verdict]++;
	begin_suite(results, "run", count, out);
	for (i = 0; i < runs.n; i++) {
		run_reason(&runs.list[i], reason, sizeof(reason));
		print_case("run", runs.list[i].name, runs.list[i].verdict, reason,
			   runs.list[i].detail ? runs.list[i].detail : reason, out);
	}
	fputs("</testsuite>\n", out);
}

void report_junit(const struct results *results, FILE *out)
{
	const struct record *first = results->records, *end = first + results->n, *r;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"memop-cts ", out);
	put_xml(out, results_meta(results, "kernel"));
	fputs("\">\n", out);
	for (; first < end; first = r) {
		for (r = first; r < end && r->suite == first->suite; r++)
			;
		print_suite(results, first, r, out);
	}
	print_runs(results, out);
	fputs("</testsuites>\n", out);
}
