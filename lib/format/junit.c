// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML: a test suite for each suite. CI systems show the text of a failure, not its message attribute, and want
 * classname and name to be unique together.
 */
#include <string.h>

#include "lib/format/report.h"

/* XML 1.0 has no place for most control characters, escaped or not. */
static void text(FILE *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			putc((unsigned char)*s >= 0x20 || *s == '\n' ? *s : '?', out);
		}
	}
}

static void print_case(const struct record *r, FILE *out)
{
	static const char *const elements[VERDICTS] = {
		[VERDICT_FAIL] = "failure", [VERDICT_SKIP] = "skipped", [VERDICT_CRASH] = "error",
		[VERDICT_TIMEOUT] = "error", [VERDICT_ERROR] = "error", [VERDICT_XFAIL] = "skipped",
	};
	char id[CASE_ID_MAX], reason[256];

	case_id(r->suite, r->index, id, sizeof(id));
	fprintf(out, "<testcase classname=\"%s\" name=\"", r->suite->name);
	text(out, strchr(id, '/') + 1);
	if (r->verdict == VERDICT_PASS) {
		fputs("\"/>\n", out);
		return;
	}
	record_reason(r, reason, sizeof(reason));
	fprintf(out, "\"><%s message=\"%s", elements[r->verdict], r->verdict == VERDICT_XFAIL ? "xfail: " : "");
	text(out, reason);
	fprintf(out, "\" type=\"%s\">", verdict_names[r->verdict]);
	text(out, r->detail ? r->detail : reason);
	fprintf(out, "</%s></testcase>\n", elements[r->verdict]);
}

static void print_suite(const struct record *first, const struct record *end, FILE *out)
{
	uint64_t count[VERDICTS] = { 0 };
	const struct record *r;

	for (r = first; r < end; r++)
		count[r->verdict]++;
	fprintf(out, "<testsuite name=\"%s\" tests=\"%llu\" failures=\"%llu\" errors=\"%llu\" skipped=\"%llu\">\n",
		first->suite->name, (unsigned long long)(end - first),
		(unsigned long long)count[VERDICT_FAIL],
		(unsigned long long)(count[VERDICT_CRASH] + count[VERDICT_TIMEOUT] + count[VERDICT_ERROR]),
		(unsigned long long)(count[VERDICT_SKIP] + count[VERDICT_XFAIL]));
	for (r = first; r < end; r++)
		print_case(r, out);
	fputs("</testsuite>\n", out);
}

void report_junit(const struct results *results, FILE *out)
{
	const struct record *first = results->records, *end = first + results->n, *r;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"memop-cts ", out);
	text(out, results_meta(results, "kernel"));
	fputs("\">\n", out);
	for (; first < end; first = r) {
		for (r = first; r < end && r->suite == first->suite; r++)
			;
		print_suite(first, r, out);
	}
	fputs("</testsuites>\n", out);
}
