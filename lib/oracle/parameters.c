// SPDX-License-Identifier: GPL-2.0-only
/* The rules of the API document for parameters, which do not depend on registers or storage. */
#include <errno.h>

#include "lib/oracle/rules.h"

#define MAX_KEY 15
#define MAX_AR 15
#define ALL_FLAGS (MEMOP_F_CHECK_ONLY | MEMOP_F_INJECT_EXCEPTION | MEMOP_F_SKEY_PROTECTION)

/* Kinds of operations. Each is permitted on one file descriptor, with certain flags. */
enum kind { LOGICAL, ABSOLUTE, CMPXCHG, SIDA, UNDEFINED };

static const struct {
	enum request_fd fd;
	enum clause fd_clause;
	uint64_t flags;
	enum clause flags_clause;
} rules[] = {
	[LOGICAL] = { FD_VCPU, API_20, ALL_FLAGS, API_22 },
	[ABSOLUTE] = { FD_VM, API_36, MEMOP_F_CHECK_ONLY | MEMOP_F_SKEY_PROTECTION, API_39 },
	[CMPXCHG] = { FD_VM, API_46, MEMOP_F_SKEY_PROTECTION, API_47 },
	[SIDA] = { FD_VCPU, API_50, 0, API_52 },
};

static enum kind kind_of(const struct question *q)
{
	switch (q->request->op) {
	case MEMOP_LOGICAL_READ:
	case MEMOP_LOGICAL_WRITE:
		return LOGICAL;
	case MEMOP_SIDA_READ:
	case MEMOP_SIDA_WRITE:
		return SIDA;
	case MEMOP_ABSOLUTE_READ:
	case MEMOP_ABSOLUTE_WRITE:
		return q->level->vm_ops ? ABSOLUTE : UNDEFINED;
	case MEMOP_ABSOLUTE_CMPXCHG:
		return q->level->cmpxchg ? CMPXCHG : UNDEFINED;
	}
	return UNDEFINED;
}

/*
 * API.16: undefined flags must be zero. SKEY_PROTECTION is defined if the kernel has absolute
 * operations (API.32).
 */
static void check_flags(const struct question *q, enum kind kind, struct allowed *allowed)
{
	uint64_t flags = q->request->flags;

	if (flags & ~rules[kind].flags)
		cite(allow_errno(allowed, EINVAL, rules[kind].flags_clause), API_16);
	else if (flags & MEMOP_F_SKEY_PROTECTION && !q->level->vm_ops)
		allow_errno(allowed, EINVAL, API_32);
}

/*
 * The size of a compare-and-exchange is a power of two up to 16 (API.43), and its operand must be
 * aligned (CS.2).
 */
static bool check_cmpxchg_operand(const struct request *r, struct allowed *allowed)
{
	if (r->size > MEMOP_CMPXCHG_MAX || (r->size & (r->size - 1)))
		allow_errno(allowed, EINVAL, API_43);
	else if (r->gaddr & (r->size - 1))
		allow_errno(allowed, EINVAL, CS_2);
	else
		return true;
	return false;
}

/*
 * SIDA.1: the size of the SIDA and the errno of a request beyond its end are not documented. It is
 * at least one block, and cases stay within the first. An ordinary guest has no SIDA (API.51).
 */
static void check_sida(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool beyond = (uint64_t)r->size + r->sida_offset > PAGE_SIZE;

	if (q->state->vm_type != VM_PROTECTED || beyond)
		allow_errno(allowed, EINVAL, q->state->vm_type == VM_PROTECTED ? SIDA_1 : API_51);
	if (beyond)
		cite(allow_errno(allowed, E2BIG, API_10), SIDA_1);
}

static void check_access(const struct question *q, enum kind kind, struct allowed *allowed)
{
	const struct request *r = q->request;

	if (r->size > MEMOP_MAX_SIZE)
		allow_errno(allowed, E2BIG, API_10);
	if (r->flags & MEMOP_F_SKEY_PROTECTION && r->key > MAX_KEY)
		allow_errno(allowed, EINVAL, API_31);
	if (kind == LOGICAL && r->ar > MAX_AR)
		allow_errno(allowed, EINVAL, API_19);
}

/* API.2: there is a VM ioctl and a vCPU ioctl; the clause of each operation says which. */
static void check_fd(const struct question *q, enum kind kind, struct allowed *allowed)
{
	struct answer *answer;

	if (q->request->fd == rules[kind].fd)
		return;
	answer = allow_errno(allowed, EINVAL, rules[kind].fd_clause);
	if (q->request->fd == FD_VCPU && kind == ABSOLUTE)
		cite(answer, API_37);
}

/* Cite the rules by which the parameters are valid or ignored. */
static void cite_parameters(const struct question *q, enum kind kind)
{
	const struct request *r = q->request;
	bool key_unused = r->key && !q->keyed, ar_unused = r->ar && kind != LOGICAL;

	in_general(q, API_2);
	in_general(q, rules[kind].fd_clause);
	if (r->flags && kind == ABSOLUTE)
		in_general(q, API_40);
	if (q->keyed)
		in_general(q, API_32);
	if (r->reserved || key_unused || ar_unused)
		because(q, API_14);
	if (q->check_only && r->buf != USER_NORMAL)
		because(q, API_25);
	if (kind == SIDA)
		in_general(q, API_49);
}

enum wrong check_parameters(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	enum kind kind = kind_of(q);
	enum wrong wrong;

	if (kind == UNDEFINED) {
		allow_errno(allowed, EINVAL, API_17);
		/* The size may be checked first. */
		if (r->size > MEMOP_MAX_SIZE)
			allow_errno(allowed, E2BIG, API_10);
		return WRONG_REQUEST;
	}
	check_fd(q, kind, allowed);
	/* API.21, API.38: storage of a protected guest cannot be accessed. */
	if (kind != SIDA && q->state->vm_type == VM_PROTECTED)
		allow_errno(allowed, EINVAL, kind == LOGICAL ? API_21 : API_38);
	check_flags(q, kind, allowed);
	if (r->size == 0)
		allow_errno(allowed, EINVAL, API_9);
	if (kind == SIDA)
		check_sida(q, allowed);
	else if (r->size)
		check_access(q, kind, allowed);
	wrong = allowed->n ? WRONG_REQUEST : NOTHING_WRONG;
	if (kind == CMPXCHG && r->size && !check_cmpxchg_operand(r, allowed) && !wrong)
		wrong = WRONG_OPERAND;
	if (!wrong)
		cite_parameters(q, kind);
	return wrong;
}
