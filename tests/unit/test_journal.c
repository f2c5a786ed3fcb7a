// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/journal, lib/format: a written journal is read back; a damaged one is rejected; one that was
 * cut short is valid up to there.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/known/clauses.h"
#include "lib/known/expectations.h"
#include "lib/base/sum.h"
#include "lib/format/report.h"
#include "tests/unit/journals.h"

static void build(const unsigned int *v, struct plan *plan)
{
	plan->request.size = v[0];
}

static const struct axis axes[] = { AXIS("a", "x", "y"), AXIS_NUMBER("b", 3) };

SUITE(zz_test) = { .name = "zz_test", .axes = axes, .n_axes = 2, .build = build };

static char path[64];
static struct results results;

/* Write a journal and read it, with stderr silenced. */
static int read_back(const char *text, size_t len)
{
	int fd, ret, saved = dup(2);
	FILE *quiet;

	strcpy(path, "/tmp/memop-cts-unit-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, text, len), (int)len);
	close(fd);
	quiet = freopen("/dev/null", "w", stderr);
	ret = results_read(&results, path);
	fflush(quiet ? quiet : stderr);
	dup2(saved, 2);
	close(saved);
	unlink(path);
	return ret;
}

/* The same with the suite above, planned for all its cases. */
static int read_lines(const char *lines, int code)
{
	const char *text = journal_of("meta kernel 6.1\n", &suite_zz_test, 6, lines, code);

	return read_back(text, strlen(text));
}

/* The description of a long history that hangs, with the stacks of its threads, may be too long. */
START_TEST(long_description)
{
	char buf[32];
	struct text text = TEXT_IN(buf);

	journal_record(&text, 0, 5, VERDICT_TIMEOUT, 10, 0, 0);
	journal_detail(&text, "first\nsecond, too long\nc\n");
	ck_assert_str_eq(buf, "r 0 5 t 10 0 0\nd first\n");
}
END_TEST

/* Values of FNV-1a from its reference: draft-eastlake-fnv. */
START_TEST(sums)
{
	ck_assert_uint_eq(sum_text(SUM_START, ""), 0x811c9dc5);
	ck_assert_uint_eq(sum_text(SUM_START, "a"), 0xe40c292c);
	ck_assert_uint_eq(sum_text(sum_text(SUM_START, "foo"), "bar"), 0xbf9cf968);
}
END_TEST

START_TEST(round_trip)
{
	char buf[1024] = "";
	struct text text = TEXT_IN(buf);

	text_add(&text, "note mind the gap\n");

	journal_record(&text, 0, 0, VERDICT_PASS, 0, 0, 1);
	journal_record(&text, 0, 1, VERDICT_FAIL, -1, 14, 5);
	journal_detail(&text, "one\ntwo\n");
	journal_record(&text, 0, 2, VERDICT_SKIP, 2, 0, 0);
	journal_record(&text, 0, 3, VERDICT_CRASH, 11, 0, 0);
	journal_record(&text, 0, 4, VERDICT_TIMEOUT, 10, 0, 0);
	journal_record(&text, 0, 5, VERDICT_ERROR, 0, 0, 0);
	journal_run(&text, "kernel_log", VERDICT_FAIL);
	journal_detail(&text, "WARNING: three\n");
	ck_assert_int_eq(read_lines(buf, 1), 0);
	ck_assert_uint_eq(results.n, 6);
	for (unsigned int i = 0; i <= VERDICT_ERROR; i++) {
		ck_assert_uint_eq(results.count[i], 1);
		ck_assert_uint_eq(results.records[i].index, i);
		ck_assert_int_eq(results.records[i].verdict, i);
		ck_assert_str_eq(results.records[i].suite->name, "zz_test");
	}
	ck_assert_int_eq(results.records[1].ret, -1);
	ck_assert_int_eq(results.records[1].err, 14);
	ck_assert_uint_eq(results.records[1].aspects, 5);
	ck_assert_str_eq(results.records[1].detail, "one\ntwo\n");
	ck_assert_ptr_null(results.records[2].detail);
	ck_assert_str_eq(results_meta(&results, "kernel"), "6.1");
	ck_assert_str_eq(results_meta(&results, "nothing"), "");
	ck_assert_str_eq(results.notes[0], "mind the gap");
	ck_assert_uint_eq(results.n_runs, 1);
	ck_assert_str_eq(results.runs[0].name, "kernel_log");
	ck_assert_int_eq(results.runs[0].verdict, VERDICT_FAIL);
	ck_assert_str_eq(results.runs[0].detail, "WARNING: three\n");
	ck_assert(results.ended && results.complete && results.end_code == 1 &&
		  results.planned == 6);
	results_free(&results);
}
END_TEST

START_TEST(cut_short)
{
	ck_assert_int_eq(read_lines("r 0 0 p 0 0 0\nr 0 1 p 0 0 0\nr 0 2 p 0", CUT_SHORT), 0);
	ck_assert_uint_eq(results.n, 2);
	ck_assert(!results.ended && !results.complete);
	ck_assert_int_eq(results_exit(&results), EXIT_INFRASTRUCTURE);
	results_free(&results);
}
END_TEST

/* What the lab writes when the program died: its results count, and the run is cut short. */
START_TEST(ended_by_lab)
{
	ck_assert_int_eq(read_lines("r 0 0 p 0 0 0\nlab memop-cts died of signal 9\nstop 3\n",
				    CUT_SHORT), 0);
	ck_assert(results.n == 1 && !results.ended && results.n_runs == 1);
	ck_assert_str_eq(results.runs[0].name, "lab");
	ck_assert_str_eq(results.runs[0].detail, "memop-cts died of signal 9\n");
	ck_assert_int_eq(results_exit(&results), EXIT_INFRASTRUCTURE);
	results_free(&results);
}
END_TEST

START_TEST(bare_disk)
{
	char text[512] = "";

	strcpy(text, journal_of("", &suite_zz_test, 6, "r 0 0 p 0 0 0\n", 0));
	ck_assert_int_eq(read_back(text, sizeof(text)), 0);
	ck_assert(results.n == 1 && results.ended && !results.complete);
	results_free(&results);
}
END_TEST

START_TEST(damaged)
{
	static const char *const heads[] = {
		"", "nonsense\n", JOURNAL_MAGIC "0\n",
		JOURNAL_MAGIC "\nsuite zz_test 7 0\n",		/* of another size */
		JOURNAL_MAGIC "\nsuite zz_test 6 0\n",		/* with other axes */
		JOURNAL_MAGIC "\nsuite zz_test 6\n",		/* without their sum */
		JOURNAL_MAGIC "\nsuite unheard_of 6 0\n",
		JOURNAL_MAGIC "\nsomething else\n",
		JOURNAL_MAGIC "\nd of nothing\n",
	};
	static const char *const lines[] = {
		"r 0 6 p 0 0 0\n",				/* beyond the product */
		"r 1 0 p 0 0 0\n",				/* no such suite */
		"r 0 0 q 0 0 0\n",				/* no such verdict */
		"r 0 0 p 0 0\n", "r x\n",
		"r 0 0 p 0 0 0\nr 0 1 p 0 0 0\nr 0 0 p 0 0 0\n",	/* twice */
		"run kernel_log\n", "run kernel_log q\n",
		"end 0 0 00000000\n",				/* not the sum */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(heads); i++) {
		ck_assert_msg(read_back(heads[i], strlen(heads[i])) == -1, "%s", heads[i]);
		results_free(&results);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++) {
		ck_assert_msg(read_lines(lines[i], CUT_SHORT) == -1, "%s", lines[i]);
		results_free(&results);
	}
}
END_TEST

/* In a journal with an end line, removing or repeating a line or changing any bit is detected. */
START_TEST(tampered)
{
	static char whole[1024], text[1024];
	size_t len, at, next;

	strcpy(whole, journal_of("meta kernel 6.1\n", &suite_zz_test, 6,
				 "r 0 0 p 0 0 0\nr 0 1 p 0 0 0\nr 0 2 f 4 0 1\nd x\n", 1));
	len = strlen(whole);
	for (at = 0; at < len; at = next) {
		next = at + strcspn(whole + at, "\n") + 1;
		if (next == len)
			break;		/* without its end it is cut short, not damaged */
		memcpy(text, whole, at);
		strcpy(text + at, whole + next);
		ck_assert_msg(read_back(text, strlen(text)) == -1, "without %.*s",
			      (int)(next - at), whole + at);
		results_free(&results);
		memcpy(text, whole, next);
		strcpy(text + next, whole + at);
		ck_assert_msg(read_back(text, strlen(text)) == -1, "twice %.*s", (int)(next - at),
			      whole + at);
		results_free(&results);
	}
	for (at = 0; at < len - 1; at++) {
		strcpy(text, whole);
		text[at] ^= 1;
		ck_assert_msg(read_back(text, len) == -1 || !results.ended, "bit of byte %zu", at);
		results_free(&results);
	}
}
END_TEST

START_TEST(exit_codes)
{
	static const struct { uint64_t count[VERDICTS]; bool ended; int code; } rows[] = {
		{ { 1, 0, 0, 0, 0, 0 }, true, 0 }, { { 1, 0, 5, 0, 0, 0 }, true, 0 },
		{ { 9, 1, 0, 0, 0, 0 }, true, 1 }, { { 9, 0, 0, 1, 0, 0 }, true, 1 },
		{ { 9, 0, 0, 0, 1, 0 }, true, 1 }, { { 9, 0, 0, 0, 0, 1 }, true, 1 },
		{ { 9, 1, 0, 0, 0, 0 }, false, 1 }, { { 9, 0, 0, 0, 0, 0 }, false, 3 },
		{ { 0, 0, 5, 0, 0, 0, 1 }, true, 0 }, { { 0, 0, 5, 0, 0, 0 }, true, 4 },
		{ { 0, 0, 0, 0, 0, 0 }, true, 4 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		ck_assert_int_eq(results_code(rows[i].count, rows[i].ended), rows[i].code);
}
END_TEST

/* The output of a report, to be freed. */
static char *printed(void (*report)(const struct results *, FILE *))
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	report(&results, out);
	fclose(out);
	return text;
}

static void ktap_cases(const struct results *r, FILE *out)
{
	report_ktap(r, out, true);
}

static void ktap_groups(const struct results *r, FILE *out)
{
	report_ktap(r, out, false);
}

START_TEST(ktap)
{
	char *got;

	ck_assert_int_eq(read_lines("r 0 0 p 0 0 0\nr 0 1 f 4 0 1\nd expected: returns 0 [API.3]\n"
				    "d or: returns 5\nd observed: returns 4\nd differs in: registers\nr 0 2 s 2 0 0\n"
				    "r 0 3 s 2 0 0\nr 0 4 s 2 0 0\nr 0 5 s 2 0 0\n", 1), 0);
	got = printed(ktap_groups);
	ck_assert_str_eq(got,
		"KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: zz_test\n  1..2\n"
		"  # fail: zz_test/a=x,b=1: returns 4; differs in: registers; expected: returns 0 [API.3]\n"
		"  not ok 1 a=x # 3 cases, 1 unexpected, 1 skipped\n"
		"  ok 2 a=y # SKIP KVM_CAP_S390_MEM_OP_EXTENSION lacks compare-and-exchange (3 cases)\n"
		"not ok 1 zz_test # 6 cases, 1 unexpected, 4 skipped\n"
		"# Totals: pass:1 fail:1 xfail:0 xpass:0 skip:4 error:0\n");
	free(got);
	got = printed(ktap_cases);
	ck_assert_ptr_nonnull(strstr(got,
				     "    1..3\n    ok 1 a=x,b=0\n    not ok 2 a=x,b=1 # returns 4; differs in: registers; expected: returns 0 [API.3]\n"
				     "    ok 3 a=x,b=2 # SKIP KVM_CAP"));
	free(got);
	results_free(&results);
}
END_TEST

static void summary(const struct results *r, FILE *out)
{
	report_summary(r, out, 10);
}

static void failures(const struct results *r, FILE *out)
{
	report_failures(r, out, 1);
}

/* Each format must contain its string of wanted, and none may contain never. */
static void formats_say(const char *const *wanted, const char *never)
{
	void (*const formats[])(const struct results *, FILE *) = {
		ktap_cases, ktap_groups, report_jsonl, report_junit, summary, failures,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(formats); i++) {
		char *got = printed(formats[i]);

		ck_assert_msg(strstr(got, wanted[i]) != NULL, "\"%s\" is not in:\n%s", wanted[i],
			      got);
		ck_assert_msg(!never || !strstr(got, never), "\"%s\" is in:\n%s", never, got);
		free(got);
	}
}

/* A result for the run as a whole is a case in every format. */
START_TEST(runs_in_formats)
{
	static const char *const wanted[] = {
		"1..2\n  KTAP version 1\n  # Subtest: zz_test\n",
		("  # Subtest: run\n  1..2\n  not ok 1 kernel_log # WARNING: at fault\n"
		 "  not ok 2 skips # too many\nnot ok 2 run # 2 unexpected\n# Totals: pass:6 fail:2 "),
		"{\"case\":\"run/kernel_log\",\"status\":\"fail\",\"reason\":\"WARNING: at fault\",\"detail\":\"WARNING: at fault\\nmore\\n\"}",
		"<testcase classname=\"run\" name=\"kernel_log\"><failure message=\"WARNING: at fault\" type=\"fail\">WARNING: at fault\nmore\n",
		"  run/skips (fail)\n6 passed, 2 failed, 0 skipped\n",
		"fail: run/kernel_log\nWARNING: at fault\nmore\n\nfail: run/skips\ntoo many\n",
	};

	ck_assert_int_eq(read_lines("r 0 0 p 0 0 0\nr 0 1 p 0 0 0\nr 0 2 p 0 0 0\nr 0 3 p 0 0 0\nr 0 4 p 0 0 0\nr 0 5 p 0 0 0\n"
				    "run kernel_log f\nd WARNING: at fault\nd more\nrun skips f\nd too many\n", 1), 0);
	formats_say(wanted, "ncomplete\"");
	results_free(&results);
}
END_TEST

/* A run that was cut short must not look like a passed one in any format. */
START_TEST(cut_short_in_formats)
{
	static const char *const wanted[] = {
		"1..3\n",
		("not ok 2 run # 1 unexpected\n# Totals: pass:1 fail:0 xfail:0 xpass:0 skip:0 error:1\n"
		 "Bail out! 1 of 6 cases were tried before the run was cut short\n"),
		"\"planned\":6,\"ended\":false,\"complete\":false}}\n",
		"<testcase classname=\"run\" name=\"incomplete\"><error message=\"1 of 6 cases",
		"\nINCOMPLETE: 1 of 6 cases were tried before the run was cut short\n1 passed, 1 failed, 0 skipped (",
		"error: run/incomplete\n1 of 6 cases",
	};

	ck_assert_int_eq(read_lines("r 0 0 p 0 0 0\n", CUT_SHORT), 0);
	formats_say(wanted, ",  ms");
	results_free(&results);
	ck_assert_int_eq(read_lines("", CUT_SHORT), 0);
	ck_assert_int_eq(results_exit(&results), EXIT_INFRASTRUCTURE);
	results_free(&results);
}
END_TEST

/* A run that --fail-fast stopped is not incomplete, but says that it tried only some cases. */
START_TEST(stopped_in_formats)
{
	static const char *const wanted[] = {
		"1..1\n", "1..1\n", "\"ended\":true,\"complete\":false}}\n", "<testcase",
		"the run ended early: 1 of 6 cases were tried\n0 passed, 1 failed, 0 skipped\n",
		"fail: zz_test/a=x,b=0\n",
	};

	ck_assert_int_eq(read_lines("r 0 0 f 4 0 1\n", 1), 0);
	formats_say(wanted, "ncomplete\"");
	results_free(&results);
}
END_TEST

/* The summary lists axis values that unexpected results have in common. */
START_TEST(common)
{
	char *got;

	ck_assert_int_eq(read_lines("r 0 0 f 4 0 1\nr 0 1 p 0 0 0\nr 0 2 p 0 0 0\nr 0 3 f 4 0 1\nr 0 4 f 4 0 1\nr 0 5 s 2 0 0\n", 1), 0);
	got = printed(summary);
	ck_assert_msg(strstr(got,
			     "unexpected results:\nzz_test:\n  3: fail: 4 protection exception (differs in return value)\n"
				  "    only cases with b=0|1 (3 of 4 such cases)\n    zz_test/a=x,b=0\n"
				  "    zz_test/a=y,b=0\n    zz_test/a=y,b=1\n2 passed, 3 failed") != NULL, "%s", got);
	free(got);
	results_free(&results);
}
END_TEST

static void print_known(const struct results *r, FILE *out)
{
	struct baseline baseline;

	ck_assert_int_eq(baseline_of_results(&baseline, r, "journal"), 0);
	report_known(r, &baseline, out);
	baseline_free(&baseline);
}

/* Lines about rows of known.txt. meta: the level, and perhaps the release. */
static void known_lines(const char *level, const char *lines, const char *rows,
			const char *expected, unsigned int late)
{
	char meta[256], why[256], *got;
	const char *text;

	snprintf(meta, sizeof(meta), "meta subject kvm\nmeta level %s\n", level);
	text = journal_of(meta, &suite_zz_test, 6, lines, 0);
	ck_assert_int_eq(read_back(text, strlen(text)), 0);
	ck_assert_msg(!expectations_add(rows, "rows", why, sizeof(why)), "%s", why);
	got = printed(print_known);
	ck_assert_str_eq(got, expected);
	ck_assert_uint_eq(count_unexpectedly_passed(&results), late);
	free(got);
	results_free(&results);
}

#define PASSED "r 0 0 p 0 0 0\nr 0 1 p 0 0 0\nr 0 2 s 2 0 0\nr 0 4 p 0 0 0\n"

START_TEST(known)
{
	static const char rows[] =
		"6.1-6.1.5 | zz_test/a=x,* | returns 4 | none | it is so (F2)\n"
		"6.1-6.1.5 | zz_test/a=y,* | hangs | none | it is so (F2)\n"
		"6.1-6.1.5 | zz_test/a=y,* | returns 5 | none | other\n";
	char lines[256];
	unsigned int first = expectations_built_in();

	known_lines("6.1.5", PASSED, rows,
		    "rows:1: expected to fail, but 2 of 2 cases passed: it is so (F2)\n"
		    "rows:2: expected to hang, but 1 of 1 cases passed (it does not hang every time): it is so (F2)\nrows:3: expected to fail, but 1 of 1 cases passed: other\n", 3);
	known_lines("6.1.6", PASSED, rows, "", 0);
	known_lines("6.1.?", PASSED, rows, "", 0);
	snprintf(lines, sizeof(lines),
		 "r 0 0 p 0 0 0\nr 0 1 k 4 0 %u\nr 0 3 k 0 0 %u\nr 0 4 p 0 0 0\nr 0 5 p 0 0 0\n",
		 first, first + 1);
	known_lines("6.1.5", lines, rows,
		    "known to fail: 2 cases (3 more matched by known.txt passed): it is so (docs/findings/F2.md)\n"
		    "zz_test:\n"
		    "  1: xfail: 0\n    zz_test/a=y,b=0\n"
		    "  1: xfail: 4 protection exception\n    zz_test/a=x,b=1\n", 0);
	known_lines("6.1.5", "r 0 0 f 4 0 1\n", rows, "", 0);
}
END_TEST

#define FIX "0123456789ab in 6.9"
#define CVE_FIX "fedcba987654 in 6.12, 6.1.114, CVE-2022-0516"

/* Fixes that a kernel lacks or has. */
START_TEST(fixes)
{
	static const char rows[] =
		"5.18- | zz_test/a=x,* | returns 4 | " FIX " | the wrong one is used (F3)\n"
		"5.18- | zz_test/a=y,b=0 | returns 4 | " CVE_FIX " | it leaks\n"
		"5.18- | zz_test/a=y,b=1 | returns 5 | " FIX " | the wrong one is used (F3)\n";
	static const char lacks[] =
		": 2 cases (1 more matched by known.txt passed): "
		"the wrong one is used (docs/findings/F3.md)\n"
		"zz_test:\n  2: xfail: 4 protection exception\n"
		"    all cases with a=x b=0|1\n    zz_test/a=x,b=0\n"
		"    and 1 more\n";
	unsigned int first = expectations_built_in();
	char lines[256], expected[1024];

	snprintf(lines, sizeof(lines), "r 0 0 k 4 0 %u\nr 0 1 k 4 0 %u\nr 0 2 p 0 0 0\n"
		 "r 0 3 p 0 0 0\n", first, first);
	/* On a kernel with backports, every row may apply. */
	snprintf(expected, sizeof(expected), "lacks upstream fix 0123456789ab (in 6.9)%s"
		 "has these upstream fixes, or never had the bugs: "
		 "fedcba987654 (CVE-2022-0516, in 6.12)\n", lacks);
	known_lines("5.14.?\nmeta release 5.14.0-503.el9.s390x", lines, rows, expected, 0);
	snprintf(expected, sizeof(expected), "lacks upstream fix 0123456789ab (in 6.9), "
		 "although Linux 6.10 has it%s"
		 "has these upstream fixes, or never had the bugs: "
		 "fedcba987654 (CVE-2022-0516, in 6.12)\n", lacks);
	known_lines("6.10.?", lines, rows, expected, 0);
	/* Without backports, the row of the other fix was expected to apply. */
	snprintf(expected, sizeof(expected), "lacks upstream fix 0123456789ab (in 6.9)%s"
		 "rows:2: expected to fail, but 1 of 1 cases passed: it leaks\n", lacks);
	known_lines("6.1.113", lines, rows, expected, 1);
	snprintf(lines, sizeof(lines), "r 0 3 k 4 0 %u\nr 0 4 p 5 0 0\n", first + 1);
	known_lines("5.14.?", lines, rows,
		    "SECURITY: lacks upstream fix fedcba987654 (CVE-2022-0516, in 6.12): 1 case: it leaks\n"
		    "zz_test:\n  1: xfail: 4 protection exception\n    zz_test/a=y,b=0\n"
		    "has these upstream fixes, or never had the bugs: 0123456789ab (in 6.9)\n", 0);
	/* A case that fails in another way says nothing about the fix. */
	known_lines("5.14.?", "r 0 0 f 9 0 1\nr 0 3 s 2 0 0\n", rows, "", 0);
}
END_TEST

START_TEST(escapes)
{
	char *got;

	ck_assert_int_eq(read_lines("r 0 0 e 0 0 0\nd <a href=\"x\"> & \\ \x01\n", 1), 0);
	got = printed(report_junit);
	ck_assert_ptr_nonnull(strstr(got, "&lt;a href=&quot;x&quot;&gt; &amp; \\ ?"));
	free(got);
	got = printed(report_jsonl);
	ck_assert_ptr_nonnull(strstr(got, "\"<a href=\\\"x\\\"> & \\\\ \\u0001\""));
	free(got);
	results_free(&results);
}
END_TEST

/* API.1 must not be found in API.11. */
START_TEST(cited_clauses)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert(clauses_cited(out, "expected: returns 0 [API.3 API.11]\n"));
	ck_assert(!clauses_cited(out, "no answer within 10 s, API.4\n"));
	fclose(out);
	ck_assert(strstr(text, "rule: API.3 ") && strstr(text, "rule: API.11 "));
	ck_assert(!strstr(text, "rule: API.1 ") && !strstr(text, "rule: API.4 "));
	free(text);
}
END_TEST

UNIT_MAIN("journal", sums, long_description, round_trip, cut_short, ended_by_lab, bare_disk, damaged, tampered,
	  exit_codes, ktap, runs_in_formats,
	  cut_short_in_formats, stopped_in_formats, common, known, fixes, escapes, cited_clauses)
