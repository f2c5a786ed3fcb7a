// SPDX-License-Identifier: GPL-2.0-only
/* What the API document asks of the parameters, whatever the guest is like. */
#include <errno.h>

#include "lib/oracle/rules.h"

#define MAX_KEY 15
#define MAX_AR 15
#define ALL_FLAGS (MEMOP_F_CHECK_ONLY | MEMOP_F_INJECT_EXCEPTION | MEMOP_F_SKEY_PROTECTION)

/* Kinds of operations; of each, on which file descriptor it is permitted and with which flags. */
enum kind { LOGICAL, ABSOLUTE, EXCHANGE, SIDA, UNDEFINED };

static const struct {
	enum request_fd fd;
	const char *fd_clause;
	uint64_t flags;
	const char *flags_clause;
} rules[] = {
	[LOGICAL] = { FD_VCPU, "API.20", ALL_FLAGS, "API.22" },
	[ABSOLUTE] = { FD_VM, "API.36", MEMOP_F_CHECK_ONLY | MEMOP_F_SKEY_PROTECTION, "API.39" },
	[EXCHANGE] = { FD_VM, "API.46", MEMOP_F_SKEY_PROTECTION, "API.47" },
	[SIDA] = { FD_VCPU, "API.50", 0, "API.52" },
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
		return q->level->cmpxchg ? EXCHANGE : UNDEFINED;
	}
	return UNDEFINED;
}

/* API.16 undefined flags must be zero; the storage-key flag is defined where there are absolute operations (API.32). */
static bool bad_flags(const struct question *q, enum kind kind)
{
	uint64_t supported = rules[kind].flags;

	if (!q->level->vm_ops)
		supported &= ~MEMOP_F_SKEY_PROTECTION;
	return q->request->flags & ~supported;
}

/* API.43 the size of a compare-and-exchange is a power of two up to 16. */
static bool bad_exchange_size(uint32_t size)
{
	return size > MEMOP_CMPXCHG_MAX || (size & (size - 1));
}

/*
 * SIDA.1 where the area ends, and what is said of a request that goes beyond it, is nowhere laid down; it has at least one block,
 * which is all that is tried. An ordinary guest has none.
 */
static void check_sida(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	bool beyond = (uint64_t)r->size + r->sida_offset > PAGE_SIZE;

	if (q->state->vm_type != VM_PROTECTED || beyond)
		allow_errno(allowed, EINVAL, q->state->vm_type == VM_PROTECTED ? "SIDA.1" : "API.51");
	if (beyond)
		allow_errno(allowed, E2BIG, "API.10");
}

static void check_access(const struct question *q, enum kind kind, struct allowed *allowed)
{
	const struct request *r = q->request;

	if (r->size > MEMOP_MAX_SIZE)
		allow_errno(allowed, E2BIG, "API.10");
	if (r->flags & MEMOP_F_SKEY_PROTECTION && r->key > MAX_KEY)
		allow_errno(allowed, EINVAL, "API.31");
	if (kind == LOGICAL && r->ar > MAX_AR)
		allow_errno(allowed, EINVAL, "API.19");
	if (kind == EXCHANGE && bad_exchange_size(r->size))
		allow_errno(allowed, EINVAL, "API.43");
	else if (kind == EXCHANGE && r->gaddr & (r->size - 1))
		allow_errno(allowed, EINVAL, "CS.2");
}

unsigned int check_parameters(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	enum kind kind = kind_of(q);

	if (kind == UNDEFINED || r->fd != rules[kind].fd)
		allow_errno(allowed, EINVAL, kind == UNDEFINED ? "API.17" : rules[kind].fd_clause);
	if (kind == UNDEFINED) {
		/* What is wrong besides may be said instead. */
		if (r->size > MEMOP_MAX_SIZE)
			allow_errno(allowed, E2BIG, "API.10");
		return allowed->n;
	}
	/* API.21, API.38 the storage of a protected guest is closed. */
	if (kind != SIDA && q->state->vm_type == VM_PROTECTED)
		allow_errno(allowed, EINVAL, kind == LOGICAL ? "API.21" : "API.38");
	if (bad_flags(q, kind))
		allow_errno(allowed, EINVAL, rules[kind].flags_clause);
	if (r->size == 0)
		allow_errno(allowed, EINVAL, "API.9");
	if (kind == SIDA)
		check_sida(q, allowed);
	else if (r->size)
		check_access(q, kind, allowed);
	return allowed->n;
}
