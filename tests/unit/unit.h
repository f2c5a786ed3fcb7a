/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included by every unit test: libcheck, and a main() that runs the tests of one file.
 */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include <check.h>
#include <stdlib.h>

#define UNIT_MAIN(name, ...)							\
	int main(void)								\
	{									\
		const TTest *const tests[] = { __VA_ARGS__ };			\
		Suite *check_suite = suite_create(name);			\
		TCase *tcase = tcase_create(name);				\
		SRunner *runner;						\
		int failed;							\
										\
		for (unsigned int i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)	\
			tcase_add_test(tcase, tests[i]);			\
		suite_add_tcase(check_suite, tcase);					\
		runner = srunner_create(check_suite);				\
		/* No fork: the exit status of a sanitizer's report is then that of the program. */	\
		srunner_set_fork_status(runner, CK_NOFORK);			\
		srunner_run_all(runner, CK_NORMAL);				\
		failed = srunner_ntests_failed(runner);				\
		srunner_free(runner);						\
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;			\
	}

#endif
