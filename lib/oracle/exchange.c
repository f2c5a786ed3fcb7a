// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute compare-and-exchange (API.41, API.42). CS.1 it is an access of store type whatever the comparison says. POP chapter 7,
 * "COMPARE AND SWAP".
 */
#include <errno.h>
#include <string.h>

#include "lib/oracle/rules.h"

static enum pgm find_exception(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;

	if (!memory_at(q->mem, r->gaddr, r->size)) {
		allow(allowed, PGM_ADDRESSING, "ABS.3");
		return PGM_ADDRESSING;
	}
	allowed->fragment[allowed->n_fragments++] = (struct fragment){ r->gaddr, r->size };
	if (host_interrupts(q, r->gaddr))
		allow_errno(allowed, EINTR, "HOST.2");
	if (host_faults(q, r->gaddr, true)) {
		allow_errno(allowed, EFAULT, "HOST.1");
		return HOST_FAULT;
	}
	if (!key_protected(q, r->gaddr, false, 0, r->gaddr, r->size))
		return 0;
	/* What becomes of the old value is not laid down, save that it must not tell what storage holds (CS.4). */
	allow(allowed, PGM_PROTECTION, "KEY.3");
	allow(allowed, PGM_PROTECTION, "CS.4")->old = OLD_ZERO;
	return PGM_PROTECTION;
}

void ask_exchange(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool fault = cannot_fetch(r->buf) || cannot_fetch(r->old), same;
	enum pgm code = find_exception(q, allowed);
	struct answer *answer;

	if (fault || (code && cannot_store(r->old)))
		allow_errno(allowed, EFAULT, "API.4");
	if (fault || code)
		return;
	same = !memcmp(memory_at(q->mem, r->gaddr, r->size), r->old_value, r->size);
	if (!same && cannot_store(r->old)) {
		allow_errno(allowed, EFAULT, "API.4");
		return;
	}
	answer = allow(allowed, 0, same ? "API.42" : "API.44");
	if (same)
		answer->moved = r->size;
	else
		answer->old = OLD_CURRENT;
}
