// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "lib/oracle/rules.h"

struct answer *allow(struct allowed *allowed, int ret, enum clause clause)
{
	struct answer *answer;

	if (allowed->n == ALLOWED_MAX)
		abort();	/* no request has that many answers */
	answer = &allowed->answer[allowed->n++];
	*answer = (struct answer){ .ret = ret };
	cite(answer, clause);
	return answer;
}

struct answer *allow_errno(struct allowed *allowed, int err, enum clause clause)
{
	struct answer *answer;
	unsigned int i;

	/* Two reasons for the same errno are one answer with two clauses. */
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
