// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stddef.h>

#include "lib/oracle/rules.h"

static bool stores(uint32_t op)
{
	return op == MEMOP_LOGICAL_WRITE || op == MEMOP_ABSOLUTE_WRITE ||
	       op == MEMOP_ABSOLUTE_CMPXCHG || op == MEMOP_SIDA_WRITE;
}

/*
 * PTR.2: if a pointer is wrong as well as the parameters, either error may be returned. Exceptions
 * that depend on the state of a vCPU are not possible with wrong parameters, because only a defined
 * access causes an exception (API.5). The one exception is an unaligned compare-and-exchange
 * outside of storage: its access is defined.
 */
static void allow_other_errors(const struct question *q, enum wrong wrong, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool exchange = r->op == MEMOP_ABSOLUTE_CMPXCHG;

	if (q->check_only ? false : q->store ? cannot_fetch(r->buf) : cannot_store(r->buf))
		allow_errno(allowed, EFAULT, PTR_2);
	if (exchange && cannot_store(r->old))
		allow_errno(allowed, EFAULT, PTR_2);
	if (wrong == WRONG_OPERAND && !memory_has(q->mem, r->gaddr))
		cite(allow(allowed, PGM_ADDRESSING, PTR_2), API_5);
}

static void ask_memop(const struct question *q, struct allowed *allowed)
{
	enum wrong wrong = check_parameters(q, allowed);

	if (wrong) {
		allow_other_errors(q, wrong, allowed);
		return;
	}
	switch (q->request->op) {
	case MEMOP_LOGICAL_READ:
	case MEMOP_LOGICAL_WRITE:
		ask_logical(q, allowed);
		break;
	case MEMOP_ABSOLUTE_READ:
	case MEMOP_ABSOLUTE_WRITE:
		ask_absolute(q, allowed);
		break;
	case MEMOP_ABSOLUTE_CMPXCHG:
		ask_cmpxchg(q, allowed);
		break;
	case MEMOP_SIDA_READ:
	case MEMOP_SIDA_WRITE:
		ask_sida(q, allowed);
		break;
	}
}

/* The answers for one state, without what complete() adds. */
static void ask(const struct question *q, struct allowed *allowed)
{
	allowed->n = 0;
	allowed->n_fragments = 0;
	allowed->sida = false;
	*q->because = *q->general = (struct clauses){ 0 };
	if (q->request->kind == REQUEST_CAPABILITY)
		ask_capability(q, allowed);
	else
		ask_memop(q, allowed);
}

static bool may_store_first(const struct allowed *allowed)
{
	unsigned int i;

	for (i = 0; i < allowed->n; i++)
		if (allowed->answer[i].moved >= allowed->fragment[0].len)
			return true;
	return false;
}

/*
 * FRAG.1: the state may change after the first of two fragments is stored. One state permits that
 * store; in the other state the second fragment causes the exception.
 */
static void allow_first_only(const struct allowed *stores, const struct answer *ends,
			     struct allowed *allowed)
{
	struct answer *answer;

	if (ends->ret <= 0 || !may_store_first(stores))
		return;
	answer = allow(allowed, ends->ret, FRAG_1);
	*answer = *ends;
	answer->moved = stores->fragment[0].len;
	cite(answer, FRAG_1);
}

/*
 * Allow what either state allows, if the state changes during the request. The operand has the same
 * absolute address in both states, or is not in the configuration in one of them.
 */
static void ask_other(const struct question *q, struct allowed *allowed)
{
	const struct allowed one = *allowed;
	struct allowed more;
	struct question other = *q;
	unsigned int i;

	other.because = &more.clauses;
	other.general = &more.general;
	ask(&other, &more);
	for (i = 0; i < more.n; i++)
		*allow(allowed, 0, FRAG_1) = more.answer[i];
	if (allowed->n_fragments != 2 || !q->store || q->check_only)
		return;
	allow_first_only(&one, &more.answer[0], allowed);
	allow_first_only(&more, &one.answer[0], allowed);
}

/*
 * HOST.3: while this request waits for memory, a request on another vCPU in the same state fetches
 * VCPU2_SIZE bytes one page behind the operand.
 */
static void ask_vcpu2(const struct question *q, struct allowed *allowed)
{
	struct allowed its;
	struct question other = *q;
	struct request request;

	request_of_vcpu2(q->request, &request);
	other.request = &request;
	other.store = other.check_only = other.keyed = false;
	other.because = &its.clauses;
	other.general = &its.general;
	ask(&other, &its);
	because(q, HOST_3);
	allowed->vcpu2_ret = its.answer[0].ret;
	allowed->vcpu2_data =
		its.answer[0].ret ? NULL : memory_at(q->mem, its.fragment[0].abs, VCPU2_SIZE);
}

/* What is common to all answers, then the parts of each that follow from the rest of it. */
static void complete(const struct question *q, struct allowed *allowed)
{
	unsigned int i;

	allowed->regs = &q->state->regs;
	allowed->log_unit = q->state->vm_type == VM_HUGE_PAGES ? MIB : PAGE_SIZE;
	allowed->vcpu2_ret = 0;
	allowed->vcpu2_data = NULL;
	if (q->request->kind != REQUEST_MEMOP)
		return;
	in_general(q, REG_1);
	if (q->request->backing == BACKING_UFFD_VCPU2)
		ask_vcpu2(q, allowed);
	for (i = 0; i < allowed->n; i++) {
		complete_blocks(q, allowed, &allowed->answer[i]);
		complete_delivery(q, &allowed->answer[i]);
	}
}

void oracle_ask(const struct level *level, const struct state *state, const struct state *other,
		const struct memory *mem, const struct request *request, struct allowed *allowed)
{
	struct memory then;
	struct question q = {
		.level = level,
		.state = state,
		.mem = mem,
		.request = request,
		.store = stores(request->op),
		.check_only = request->flags & MEMOP_F_CHECK_ONLY,
		.keyed = request->flags & MEMOP_F_SKEY_PROTECTION,
		.because = &allowed->clauses,
		.general = &allowed->general,
	};

	ask(&q, allowed);
	if (request->race == RACE_STATE || request->removed_slots) {
		then = *mem;
		q.mem = &then;
		if (request->race == RACE_STATE)
			q.state = other;
		then.absent = q.state->absent | request->removed_slots;
		ask_other(&q, allowed);
		q.state = state;
		q.mem = mem;
	}
	complete(&q, allowed);
}
