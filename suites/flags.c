// SPDX-License-Identifier: GPL-2.0-only
/* Every one of the 64 flag bits, alone, for every operation. */
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { OP, FD, BIT, AND };

static bool same_pair(const unsigned int *v)
{
	return v[AND] > v[BIT];
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION | (v[OP] == MEMOP_ABSOLUTE_CMPXCHG ? NEED_CMPXCHG : 0);
	r->op = v[OP];
	r->fd = (v[OP] <= MEMOP_SIDA_WRITE) != v[FD] ? FD_VCPU : FD_VM;
	r->flags = UINT64_C(1) << v[BIT] | UINT64_C(1) << v[AND];
	r->gaddr = LAYOUT_DATA;
	r->size = 8;
	pattern_fill(r->old_value, LAYOUT_DATA, 8);
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "sida_read", "sida_write", "absolute_read",
		    "absolute_write", "absolute_cmpxchg"),
	[FD] = AXIS("fd", "own", "other"),
	[BIT] = AXIS_NUMBER("bit", 64),
	[AND] = AXIS_NUMBER("and", 64),
};

static const struct prune prunes[] = {
	{ same_pair, "two bits are one pair, whichever is named first" },
};

SUITE(flags) = {
	.name = "flags",
	.title = "every one of the 64 flag bits and every pair of them, for every operation",
	.clauses = "API.16 API.22 API.39 API.47 API.52",
	.quick = 500,
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
