// SPDX-License-Identifier: GPL-2.0-only
/*
 * The suites of memop-cts as tests of the kselftest harness: a fixture variant for each suite, and
 * for each of them the tests
 *
 *	quick		the cases of the profile "quick": all pairs of axis values
 *	complete	the cases of the profile "default", which contains "quick"
 *
 * A test is skipped if all its cases are skipped, for example because there is no /dev/kvm.
 */
#include "../kselftest.h"

#ifdef HARNESS_SKIPS_WITHOUT_NAME
/*
 * Before v6.9, the harness prints "ok 1 # SKIP reason", which kunit.py does not accept.
 * Its function __run_test() has the names in f, variant and t.
 */
#define ksft_test_result_skip(format, reason) do {					\
	ksft_inc_xskip_cnt();								\
	printf("ok %u %s.%s.%s # SKIP " format, ksft_test_num(), f->name, variant->name,	\
	       t->name, reason);							\
} while (0)
#endif

#include "../kselftest_harness.h"

#include "suite_test.h"

/* Far more than a test needs: memop-cts itself ends cases that hang. */
#define QUICK_SECONDS 600
#define COMPLETE_SECONDS 1800

FIXTURE(mem_op) {
};

FIXTURE_VARIANT(mem_op) {
	const char *suite;
};

FIXTURE_SETUP(mem_op) {
}

FIXTURE_TEARDOWN(mem_op) {
}

/* The Makefile makes suites.h from the names of the files in suites/. */
#define SUITE_VARIANT(name) FIXTURE_VARIANT_ADD(mem_op, name) { .suite = #name };
#include "suites.h"
#undef SUITE_VARIANT

static const char *const variants[] = {
#define SUITE_VARIANT(name) #name,
#include "suites.h"
#undef SUITE_VARIANT
};

/* Trees before v6.9 have no expected failures: there the test passes. */
static void expect_failure(struct __test_metadata *_metadata, const char *reason)
{
#ifdef XFAIL_ADD
	snprintf(_metadata->results->reason, sizeof(_metadata->results->reason), "%s", reason);
	_metadata->exit_code = KSFT_XFAIL;
#else
	TH_LOG("known to fail: %s", reason);
#endif
}

static void test_suite(struct __test_metadata *_metadata, const char *suite, const char *profile)
{
	char reason[TEST_REASON_MAX];
	enum test_result result = suite_test(suite, profile, reason);

	if (result == TEST_SKIPPED)
		SKIP(return, "%s", reason);
	if (result == TEST_KNOWN)
		expect_failure(_metadata, reason);
	EXPECT_NE(TEST_FAILED, result) {
		TH_LOG("%s: %s", suite, reason);
	}
}

TEST_F_TIMEOUT(mem_op, quick, QUICK_SECONDS)
{
	test_suite(_metadata, variant->suite, "quick");
}

TEST_F_TIMEOUT(mem_op, complete, COMPLETE_SECONDS)
{
	test_suite(_metadata, variant->suite, "default");
}

/*
 * The harness counts a run as passed if it skipped every test, or had none to run because no name
 * matched its options.
 */
static void correct_exit_code(int status, void *unused)
{
	(void)unused;
	if (status != KSFT_PASS)
		return;
	if (!ksft_test_num())
		fprintf(stderr, "memop_test: no test was selected; -l lists all\n");
	fflush(NULL);
	if (!ksft_test_num())
		_exit(KSFT_FAIL);
	if (ksft_test_num() == (unsigned int)ksft_get_xskip_cnt())
		_exit(KSFT_SKIP);
}

/* Is there a variant for each suite, and is their order the one that memop-cts prescribes? */
static int variants_are_complete(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(variants); i++)
		if (!suite_test_name(i) || strcmp(suite_test_name(i), variants[i]))
			return 0;
	return !suite_test_name(i);
}

/* TEST_HARNESS_MAIN defines more than main(). */
#define main harness_main
TEST_HARNESS_MAIN
#undef main

int main(int argc, char **argv)
{
	if (!variants_are_complete()) {
		fprintf(stderr, "memop_test: suites.h does not list the suites of this program: "
			"make clean\n");
		return KSFT_FAIL;
	}
#ifndef HARNESS_HAS_OPTIONS
	if (argc > 1) {
		fprintf(stderr, "memop_test: %s: the harness of this kernel tree has no options; "
			"memop-cts --suite NAME runs one suite\n", argv[1]);
		return KSFT_FAIL;
	}
#endif
	on_exit(correct_exit_code, NULL);
	return harness_main(argc, argv);
}
