// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/baseline: a written baseline can be read after the suites have changed; damaged files are
 * rejected.
 */
#include <errno.h>
#include <sys/stat.h>

#include "lib/outcome/outcome.h"
#include "lib/baseline/baseline.h"
#include "lib/baseline/outcome_name.h"
#include "tests/unit/files.h"
#include "tests/unit/journals.h"

static void build(const unsigned int *v, struct plan *plan)
{
	plan->request.size = v[0];
}

static const struct axis axes[] = { AXIS("a", "x", "y", "z"), AXIS_NUMBER("b", 4) };

SUITE(zz_test) = { .name = "zz_test", .axes = axes, .n_axes = 2, .build = build };

#define META "meta kernel 6.1\nmeta options --journal /here\n"
#define CASES "r 0 0 p 0 0 0\nr 0 1 p 5 0 0\nr 0 3 p 5 0 0\nr 0 4 p 0 0 0\nr 0 5 p 5 0 0\nr 0 7 p 5 0 0\n"

/* Values z and 2 do not occur; x and y have equal subtrees. */
#define HEAD_OF_BASELINE BASELINE_MAGIC "\nmeta kernel 6.1\nmeta machine \nmeta subject \nmeta stage \nmeta level \n" \
	"meta mem_op \nmeta mem_op_extension \n"

static struct baseline baseline;

/* Load a file with this text. */
static int load(const char *text, size_t len)
{
	char path[64];
	int ret, saved;

	write_text(path, text, len);
	saved = quiet();
	ret = baseline_load(&baseline, path);
	loud(saved);
	unlink(path);
	return ret;
}

/* Load a journal of the suite above. */
static int load_journal(unsigned int planned, const char *lines, int code)
{
	const char *text = journal_of(META, &suite_zz_test, planned, lines, code);

	return load(text, strlen(text));
}

static char *written(void)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	baseline_write(&baseline, out);
	fclose(out);
	return text;
}

START_TEST(words)
{
	static const struct { struct record record; const char *word, *explained; } rows[] = {
		{ { .verdict = VERDICT_PASS }, "0", "0" },
		{ { .verdict = VERDICT_PASS, .ret = 5 }, "5", "5 addressing exception" },
		{ { .verdict = VERDICT_PASS, .ret = 65536 }, "65536", "65536" },
		{ { .verdict = VERDICT_PASS, .ret = 4, .answer = 1 }, "4/1",
		  "4 protection exception (2nd allowed answer)" },
		{ { .verdict = VERDICT_PASS, .answer = 10 }, "0/10", "0 (11th allowed answer)" },
		{ { .verdict = VERDICT_PASS, .ret = -1, .err = EFAULT, .answer = 2 }, "EFAULT/2",
		  "EFAULT (3rd allowed answer)" },
		{ { .verdict = VERDICT_PASS, .ret = -1, .err = 999 }, "errno-999", "errno-999" },
		{ { .verdict = VERDICT_FAIL, .ret = 5, .aspects = ASPECT_RETURN | ASPECT_PENDING },
		  "fail/5/0x21",
		  "fail: 5 addressing exception (differs in return value, pending interruption)" },
		{ { .verdict = VERDICT_XFAIL, .ret = -1, .err = EINVAL, .row = 3 }, "xfail/EINVAL",
		  "xfail: EINVAL" },
		{ { .verdict = VERDICT_SKIP, .missing = NEED_CMPXCHG }, "skip/cmpxchg",
		  "skipped, requires cmpxchg" },
		{ { .verdict = VERDICT_SKIP, .missing = NEED_CMPXCHG | NEED_MEMOP_EXTENSION },
		  "skip/extension+cmpxchg",
		  "skipped, requires extension+cmpxchg" },
		{ { .verdict = VERDICT_SKIP, .missing = 1 << 30 }, "skip/0x40000000",
		  "skipped, requires 0x40000000" },
		{ { .verdict = VERDICT_CRASH, .signal = 11 }, "crash/signal-11",
		  "crash: signal-11" },
		{ { .verdict = VERDICT_CRASH, .exit_code = 3 }, "crash/exit-3", "crash: exit-3" },
		{ { .verdict = VERDICT_TIMEOUT, .seconds = 10 }, "timeout", "timeout" },
		{ { .verdict = VERDICT_ERROR }, "error", "error" },
	};
	char buf[128];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_str_eq(outcome_name(&rows[i].record), rows[i].word);
		ck_assert_ptr_eq(outcome_name(&rows[i].record), intern(rows[i].word));
		outcome_explain(rows[i].word, buf, sizeof(buf));
		ck_assert_str_eq(buf, rows[i].explained);
	}
	outcome_explain("of/a/later/version", buf, sizeof(buf));
	outcome_explain("", buf, sizeof(buf));
	ck_assert_str_eq(buf, "");
}
END_TEST

START_TEST(round_trip)
{
	static const unsigned int index[] = { 0, 1, 3, 4, 5, 7 };
	char *first, *second, here[CASE_ID_MAX], there[CASE_ID_MAX];

	ck_assert_int_eq(load_journal(6, CASES, 0), 0);
	first = written();
	ck_assert_ptr_nonnull(strstr(first,
				     HEAD_OF_BASELINE "suite zz_test 6\naxis a x y\naxis b 0 1 3\nb."));
	ck_assert_ptr_nonnull(strstr(first, " 0:0 5:*\na."));
	ck_assert_ptr_nonnull(strstr(first, ":*\nend 6 "));
	baseline_free(&baseline);
	ck_assert_int_eq(load(first, strlen(first)), 0);
	second = written();
	ck_assert_str_eq(first, second);
	ck_assert(baseline.complete && baseline.n == 6 && baseline.n_suites == 1);
	ck_assert_str_eq(baseline_meta(&baseline, "kernel"), "6.1");
	ck_assert_str_eq(baseline_meta(&baseline, "options"), "");
	for (unsigned int i = 0; i < ARRAY_SIZE(index); i++) {
		case_id(&suite_zz_test, index[i], here, sizeof(here));
		baseline_case_id(&baseline.suites[0], baseline.suites[0].cases[i].index, there,
				 sizeof(there));
		ck_assert_str_eq(here, there);
		ck_assert_str_eq(baseline.suites[0].cases[i].outcome, index[i] % 4 ? "5" : "0");
	}
	baseline_free(&baseline);
	free(first);
	free(second);
}
END_TEST

/* The records of a journal may be in any order, but each case must occur once. */
START_TEST(journals)
{
	static const struct { unsigned int planned; const char *lines; int code, ret; bool complete; uint64_t n; } rows[] = {
		{ 2, "r 0 4 p 5 0 0\nr 0 0 p 0 0 0\n", 0, 0, true, 2 },		/* in another order */
		{ 2, "r 0 4 p 5 0 0\nr 0 4 p 5 0 0\n", 0, -1, false, 0 },	/* twice */
		{ 6, CASES, CUT_SHORT, 0, false, 6 },
		{ 7, CASES, 1, 0, false, 6 },					/* stopped early */
		{ 7, "", CUT_SHORT, 0, false, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_int_eq(load_journal(rows[i].planned, rows[i].lines, rows[i].code),
				 rows[i].ret);
		if (!rows[i].ret) {
			ck_assert(baseline.complete == rows[i].complete && baseline.n == rows[i].n);
			ck_assert_uint_eq(baseline.planned, rows[i].planned);
			ck_assert(!baseline.n ||
				  baseline.suites[0].cases[0].outcome == intern("0"));
		}
		baseline_free(&baseline);
	}
}
END_TEST

START_TEST(other_suites)
{
	char whole[512] = BASELINE_MAGIC "\nmeta kernel 9.9\nmeta new_key x y\n"
		"suite a 1\naxis only one\nonly.0 odd/word:one\n"
		"suite unheard_of 3\naxis p 0+1 q\naxis r s t\nr.9 0:s -:t\nr.1 7:*\np.0 r.9:0+1 r.1:q\n";
	char id[CASE_ID_MAX];

	snprintf(whole + strlen(whole), 32, "end 4 %08x\n", sum_text(SUM_START, whole));
	ck_assert_int_eq(load(whole, strlen(whole)), 0);
	ck_assert_uint_eq(baseline.n, 4);
	ck_assert_str_eq(baseline_meta(&baseline, "new_key"), "x y");
	ck_assert_str_eq(baseline.suites[0].cases[0].outcome, "odd/word");
	baseline_case_id(&baseline.suites[1], baseline.suites[1].cases[2].index, id, sizeof(id));
	ck_assert_str_eq(id, "unheard_of/p=q,r=t");
	baseline_free(&baseline);
}
END_TEST

/* Truncated anywhere, or with any byte changed, a baseline is rejected. */
START_TEST(any_damage)
{
	const char *text = journal_of(META, &suite_zz_test, 6, CASES, 0);
	char *whole;
	size_t len, i;

	ck_assert_int_eq(load(text, strlen(text)), 0);
	whole = written();
	baseline_free(&baseline);
	len = strlen(whole);
	for (i = 0; i < len; i++) {
		ck_assert_msg(load(whole, i) == -1, "cut to %zu bytes", i);
		baseline_free(&baseline);
		for (unsigned int flip = 1; flip < 256; flip *= 2) {
			whole[i] = (char)(whole[i] ^ flip);
			ck_assert_msg(load(whole, len) == -1, "byte %zu ^ %u", i, flip);
			baseline_free(&baseline);
			whole[i] = (char)(whole[i] ^ flip);
		}
	}
	free(whole);
}
END_TEST

/* Files with a correct checksum and invalid contents are rejected. */
START_TEST(nonsense)
{
	static const char *const bad[] = {
		"suite s 1\n", "suite s\n", "suite s x\naxis a 0\na.0 0:*\n", "axis a 0\n",
		"a.0 0:*\n", "\n", "end 0\n",
		"suite s 1\naxis a 0\n", "suite s 1\naxis a\na.0 0:*\n",
		"suite s 0\naxis a 0\na.0 -:*\n",
		"suite s 1\naxis a 0\na.0 0:1\n", "suite s 1\naxis a 0\na.0\n",
		"suite s 1\naxis a 0\na.0 0\n",
		"suite s 1\naxis a 0\na.0 :0\n", "suite s 1\naxis a 0\nb.0 0:*\n",
		"suite s 1\naxis a 0\na 0:*\n",
		"suite s 2\naxis a 0\na.0 0:0 0:0\n", "suite s 2\naxis a 0\na.0 0:*\n",
		"suite s 1\naxis a 0\na.0 0:*\na.0 0:*\n",
		"suite s 1\naxis a 0\na.0 0:*\naxis b 0\n",
		"suite s 1\naxis a 0\naxis b 0\nb.0 0:*\n",
		"suite s 1\naxis a 0\naxis b 0\na.0 b.0:*\n",
		"suite s 1\naxis a 0\naxis b 0\nb.0 0:*\na.1 b.0:*\na.0 a.1:*\n",
		"suite t 1\naxis a 0\na.0 0:*\nsuite s 1\naxis a 0\na.0 0:*\n",
		"suite s 1\naxis a 0\na.0 0:*\nsuite s 1\naxis a 0\na.0 0:*\n",
		/* thirteen axes */
		("suite s 1\naxis a 0\naxis b 0\naxis c 0\naxis d 0\naxis e 0\naxis f 0\naxis g 0\naxis h 0\naxis i 0\n"
		"axis j 0\naxis k 0\naxis l 0\naxis m 0\nm.0 0:*\n"),
	};
	char text[1024];

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(text, sizeof(text), BASELINE_MAGIC "\n%s", bad[i]);
		snprintf(text + strlen(text), 32, "end %d %08x\n", 1, sum_text(SUM_START, text));
		ck_assert_msg(load(text, strlen(text)) == -1, "%s", text);
		baseline_free(&baseline);
	}
}
END_TEST

/* A short file can announce more cases than memory can hold: eleven axes of eight values. */
START_TEST(enormous)
{
	char text[4096] = BASELINE_MAGIC "\nsuite s 8589934592\n";
	struct text t = { text, sizeof(text), strlen(text), false };

	for (char axis = 'a'; axis < 'l'; axis++)
		text_add(&t, "axis %c 0 1 2 3 4 5 6 7\n", axis);
	for (char axis = 'k'; axis >= 'a'; axis--)
		text_add(&t, axis == 'k' ? "k.0 0:*\n" : "%c.0 %c.0:*\n", axis, axis + 1);
	text_add(&t, "end 8589934592 %08x\n", sum_text(SUM_START, text));
	ck_assert_int_eq(load(text, t.len), -1);
	baseline_free(&baseline);
}
END_TEST

START_TEST(places)
{
	const char *text = journal_of(META, &suite_zz_test, 6, CASES, 0);
	char dir[] = "/tmp/memop-cts-unit-XXXXXX", path[80], file[64];
	int saved;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	write_text(file, text, strlen(text));
	saved = quiet();
	ck_assert_int_eq(baseline_load(&baseline, dir), -1);
	ck_assert_int_eq(baseline_load(&baseline, "/nowhere/at/all"), -1);
	ck_assert_int_eq(load("", 0), -1);
	ck_assert_int_eq(load("nonsense\n", 9), -1);
	ck_assert_int_eq(load("memop-cts-baseline 2\n", 21), -1);
	ck_assert_int_eq(load("memop-cts-journal 9\n", 20), -1);
	loud(saved);
	snprintf(path, sizeof(path), "%s/journal", dir);
	ck_assert_int_eq(rename(file, path), 0);
	ck_assert_int_eq(baseline_load(&baseline, dir), 0);
	ck_assert_uint_eq(baseline.n, 6);
	baseline_free(&baseline);
	unlink(path);
	rmdir(dir);
}
END_TEST

/* Names of axes and values must not contain the separators of the format. */
START_TEST(names)
{
	char value[CASE_ID_MAX];
	const struct suite *s;

	for (unsigned int i = 0; (s = suite_at(i)); i++) {
		ck_assert_ptr_null(strpbrk(s->name, " /"));
		ck_assert_uint_ge(s->n_axes, 1);
		for (unsigned int a = 0; a < s->n_axes; a++) {
			ck_assert_ptr_null(strpbrk(s->axes[a].name, " ,=/"));
			for (unsigned int v = 0; v < s->axes[a].n; v++) {
				axis_value(&s->axes[a], v, value, sizeof(value));
				ck_assert_msg(value[0] && !strpbrk(value, " ,*"), "%s: %s",
					      s->name, value);
			}
		}
	}
}
END_TEST

UNIT_MAIN("baseline", words, round_trip, journals, other_suites, any_damage, nonsense, enormous,
	  places, names)
