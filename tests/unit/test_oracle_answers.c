// SPDX-License-Identifier: GPL-2.0-only
/* The list of answers: reasons are gathered, and it never overflows. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>

#include "tests/unit/ask.h"

static const char *const clauses[] = { "A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7" };

START_TEST(one_answer_for_one_error)
{
	struct answer *first;

	allowed.n = 0;
	first = allow_errno(&allowed, EINVAL, clauses[0]);
	ck_assert_ptr_eq(allow_errno(&allowed, EINVAL, clauses[1]), first);
	ck_assert_uint_eq(allowed.n, 1);
	ck_assert(first->ret == -1 && first->err == EINVAL);
	ck_assert_str_eq(first->clauses[0], "A.1");
	ck_assert_str_eq(first->clauses[1], "A.2");
	/* Another error, and an exception, are other answers. */
	allow_errno(&allowed, EFAULT, clauses[0]);
	allow(&allowed, 4, clauses[0]);
	allow_errno(&allowed, EFAULT, clauses[0]);
	ck_assert_uint_eq(allowed.n, 3);
	ck_assert(find_answer(-1, EINVAL, 0) && find_answer(-1, EFAULT, 0) && find_answer(4, 0, 0));
}
END_TEST

START_TEST(citing)
{
	struct answer *answer;

	allowed = (struct allowed){ 0 };
	answer = allow(&allowed, 0, NULL);
	ck_assert_ptr_null(answer->clauses[0]);
	for (unsigned int i = 0; i < 2; i++)
		cite(answer, clauses[0]);
	ck_assert_ptr_null(answer->clauses[1]);		/* once is enough */
	cite(answer, NULL);
	ck_assert_ptr_null(answer->clauses[1]);
	for (unsigned int i = 0; i < ARRAY_SIZE(clauses); i++)
		cite(answer, clauses[i]);
	for (unsigned int i = 0; i < CLAUSES_MAX; i++)
		ck_assert_str_eq(answer->clauses[i], clauses[i]);
	/* What has no room is left out, and does no harm. */
	ck_assert(!allowed.answer[1].ret && !allowed.answer[1].err);
}
END_TEST

static sigjmp_buf before;

static void aborted(int signal_number)
{
	(void)signal_number;
	siglongjmp(before, 1);
}

START_TEST(too_many_answers)
{
	struct sigaction old, action = { .sa_handler = aborted };

	allowed.n = 0;
	sigaction(SIGABRT, &action, &old);
	if (!sigsetjmp(before, 1))
		for (int ret = 0; ret <= ALLOWED_MAX; ret++)
			allow(&allowed, ret, clauses[0]);
	sigaction(SIGABRT, &old, NULL);
	ck_assert_uint_eq(allowed.n, ALLOWED_MAX);
	ck_assert_int_eq(allowed.answer[ALLOWED_MAX - 1].ret, ALLOWED_MAX - 1);
}
END_TEST

UNIT_MAIN("oracle: answers", one_answer_for_one_error, citing, too_many_answers)
