// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "lib/oracle/rules.h"

void cite(struct answer *answer, const char *clause)
{
	unsigned int i;

	for (i = 0; clause && i < CLAUSES_MAX; i++) {
		if (answer->clauses[i] == clause)
			return;
		if (!answer->clauses[i]) {
			answer->clauses[i] = clause;
			return;
		}
	}
}

struct answer *allow(struct allowed *allowed, int ret, const char *clause)
{
	struct answer *answer;

	if (allowed->n == ALLOWED_MAX)
		abort();	/* no request is that open */
	answer = &allowed->answer[allowed->n++];
	*answer = (struct answer){ .ret = ret };
	cite(answer, clause);
	return answer;
}

struct answer *allow_errno(struct allowed *allowed, int err, const char *clause)
{
	struct answer *answer;
	unsigned int i;

	/* Two reasons for the same error are one answer with two clauses. */
	for (i = 0; i < allowed->n; i++) {
		if (allowed->answer[i].ret == -1 && allowed->answer[i].err == err) {
			cite(&allowed->answer[i], clause);
			return &allowed->answer[i];
		}
	}
	answer = allow(allowed, -1, clause);
	answer->err = err;
	return answer;
}
