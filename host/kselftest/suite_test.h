/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs one suite as memop-cts does, for memop_test.c, which is compiled in a kernel tree.
 */
#ifndef HOST_KSELFTEST_SUITE_TEST_H
#define HOST_KSELFTEST_SUITE_TEST_H

enum test_result {
	TEST_PASSED,
	TEST_FAILED,		/* also if the suite could not be run */
	TEST_SKIPPED,		/* every case was skipped */
	TEST_KNOWN,		/* the only failures are known deviations of this kernel */
};

#define TEST_REASON_MAX 512

/*
 * Run the cases that a suite has in a profile, and print every failure and the summary as
 * diagnostic lines of KTAP ("# ..."). reason has room for TEST_REASON_MAX bytes; it is one line, or
 * empty if the test passed.
 */
enum test_result suite_test(const char *suite, const char *profile, char *reason);

/* The name of suite number i, in the order in which suites must run; NULL after the last. */
const char *suite_test_name(unsigned int i);

#endif
