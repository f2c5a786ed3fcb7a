// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute compare-and-exchange (API.41, API.42). CS.1: it is a store access even if the comparison
 * fails. POP chapter 7, "COMPARE AND SWAP".
 */
#include <errno.h>
#include <string.h>

#include "lib/oracle/rules.h"

bool oracle_may_give_up(const struct request *request)
{
	return request->op == MEMOP_ABSOLUTE_CMPXCHG && request->size <= 2;
}

static struct answer *allow_exception(struct allowed *allowed, enum pgm code, enum clause clause)
{
	struct answer *answer = allow(allowed, code, clause);

	cite(answer, API_5);
	return answer;
}

static enum pgm find_exception(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	const struct place place = { .abs = r->gaddr };
	struct answer *answer;

	if (!memory_at(q->mem, r->gaddr, r->size)) {
		allow_exception(allowed, PGM_ADDRESSING, ABS_3);
		return PGM_ADDRESSING;
	}
	allowed->fragment[allowed->n_fragments++] = (struct fragment){ r->gaddr, r->size };
	if (host_interrupts(q, r->gaddr))
		allow_errno(allowed, EINTR, HOST_2);
	if (host_faults(q, r->gaddr, true)) {
		allow_errno(allowed, EFAULT, HOST_1);
		return HOST_FAULT;
	}
	if (check_key(q, &place, false, 0, r->gaddr, r->size) == KEY_OPEN)
		return 0;
	/*
	 * API.44: old_addr is written only if the comparison fails. Without a comparison it is not
	 * written; above all it must not reveal what storage holds (CS.4).
	 */
	answer = allow_exception(allowed, PGM_PROTECTION, KEY_3);
	cite(answer, CS_1);
	cite(answer, CS_4);
	cite(answer, API_44);
	return PGM_PROTECTION;
}

/* The comparison. API.45: by old_addr, user space knows whether the exchange took place. */
static void compare(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool same = !memcmp(memory_at(q->mem, r->gaddr, r->size), r->old_value, r->size);
	struct answer *answer;

	if (!same && cannot_store(r->old)) {
		cite(allow_errno(allowed, EFAULT, API_4), PTR_1);
		return;
	}
	answer = allow(allowed, 0, same ? API_42 : API_44);
	cite(answer, API_3);
	cite(answer, API_45);
	if (same)
		answer->moved = r->size;
	else
		answer->old = OLD_CURRENT;
}

void ask_cmpxchg(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool fault = cannot_fetch(r->buf) || cannot_fetch(r->old);
	enum pgm code = find_exception(q, allowed);

	in_general(q, API_41);
	in_general(q, CS_1);
	if (r->race == RACE_THREADS) {
		because(q, API_43);
		if (oracle_may_give_up(r))
			because(q, CS_5);
	}
	if (fault || (code && cannot_store(r->old)))
		cite(allow_errno(allowed, EFAULT, API_4), PTR_1);
	if (!fault && !code)
		compare(q, allowed);
}
