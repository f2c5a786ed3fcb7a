// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "lib/oracle/rules.h"

static bool stores(uint32_t op)
{
	return op == MEMOP_LOGICAL_WRITE || op == MEMOP_ABSOLUTE_WRITE || op == MEMOP_ABSOLUTE_CMPXCHG ||
	       op == MEMOP_SIDA_WRITE;
}

/*
 * The documents do not say what is told when a pointer or the address in absolute storage is wrong besides the parameters:
 * either may be (PTR.2). What needs the state of a vCPU is not looked at with wrong parameters.
 */
static void allow_other_errors(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool exchange = r->op == MEMOP_ABSOLUTE_CMPXCHG;

	if (q->check_only ? false : q->store ? cannot_fetch(r->buf) : cannot_store(r->buf))
		allow_errno(allowed, EFAULT, "PTR.2");
	if (exchange && cannot_store(r->old))
		allow_errno(allowed, EFAULT, "PTR.2");
	if (r->fd == FD_VM && !memory_has(q->mem, r->gaddr))
		allow(allowed, PGM_ADDRESSING, "PTR.2");
}

void oracle_ask(const struct level *level, const struct state *state, const struct memory *mem,
		const struct request *request, struct allowed *allowed)
{
	const struct question q = {
		.level = level,
		.state = state,
		.mem = mem,
		.request = request,
		.store = stores(request->op),
		.check_only = request->flags & MEMOP_F_CHECK_ONLY,
		.keyed = request->flags & MEMOP_F_SKEY_PROTECTION,
	};

	allowed->n = 0;
	allowed->n_fragments = 0;
	allowed->sida = false;
	if (request->kind == REQUEST_CAPABILITY) {
		ask_capability(&q, allowed);
		return;
	}
	if (check_parameters(&q, allowed)) {
		allow_other_errors(&q, allowed);
		return;
	}
	switch (request->op) {
	case MEMOP_LOGICAL_READ:
	case MEMOP_LOGICAL_WRITE:
		ask_logical(&q, allowed);
		break;
	case MEMOP_ABSOLUTE_READ:
	case MEMOP_ABSOLUTE_WRITE:
		ask_absolute(&q, allowed);
		break;
	case MEMOP_ABSOLUTE_CMPXCHG:
		ask_exchange(&q, allowed);
		break;
	case MEMOP_SIDA_READ:
	case MEMOP_SIDA_WRITE:
		ask_sida(&q, allowed);
		break;
	}
}
