// SPDX-License-Identifier: GPL-2.0-only
/* The list of answers: clauses of one errno are merged, and an overflow aborts. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>

#include "tests/unit/ask.h"

START_TEST(one_answer_for_one_error)
{
	struct answer *first;

	allowed.n = 0;
	first = allow_errno(&allowed, EINVAL, API_1);
	ck_assert_ptr_eq(allow_errno(&allowed, EINVAL, API_52), first);
	ck_assert_uint_eq(allowed.n, 1);
	ck_assert(first->ret == -1 && first->err == EINVAL);
	ck_assert(clauses_have(&first->clauses, API_1) && clauses_have(&first->clauses, API_52));
	ck_assert(!clauses_have(&first->clauses, API_2));
	/* Another errno and an exception are separate answers. */
	allow_errno(&allowed, EFAULT, API_1);
	allow(&allowed, 4, API_1);
	allow_errno(&allowed, EFAULT, API_1);
	ck_assert_uint_eq(allowed.n, 3);
	ck_assert(find_answer(-1, EINVAL, 0) && find_answer(-1, EFAULT, 0) && find_answer(4, 0, 0));
}
END_TEST

/* Every clause has its own bit in a set, and the name that docs/clauses.md gives it. */
START_TEST(citing)
{
	for (unsigned int i = 0; i < N_CLAUSES; i++) {
		struct answer answer = { 0 };

		cite(&answer, i);
		cite(&answer, i);
		for (unsigned int j = 0; j < N_CLAUSES; j++)
			ck_assert_msg(clauses_have(&answer.clauses, j) == (i == j), "%u and %u", i,
				      j);
	}
	ck_assert_str_eq(clause_name(API_1), "API.1");
	ck_assert_str_eq(clause_name(DAT_16), "DAT.16");
	ck_assert_str_eq(clause_name(N_CLAUSES - 1), "TEID.4");
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
			allow(&allowed, ret, API_1);
	sigaction(SIGABRT, &old, NULL);
	ck_assert_uint_eq(allowed.n, ALLOWED_MAX);
	ck_assert_int_eq(allowed.answer[ALLOWED_MAX - 1].ret, ALLOWED_MAX - 1);
}
END_TEST

UNIT_MAIN("oracle: answers", one_answer_for_one_error, citing, too_many_answers)
