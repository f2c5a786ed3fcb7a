// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each of the 64 flag bits and every pair of them, for every operation, on both file descriptors. A
 * bit that is not defined for the operation must be rejected, also beside one that is: otherwise
 * user space could not probe for flags of later kernels.
 */
#include "lib/case/vocabulary.h"

enum { OP, FD, BIT, AND };

static bool same_pair(const unsigned int *v)
{
	return v[AND] > v[BIT];
}

static void build(const unsigned int *v, struct plan *plan)
{
	const struct operation *op = &operations[v[OP]];
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;	/* kernels without it do not know SKEY_PROTECTION */
	set_operation(plan, op);
	if (v[FD])
		use_other_fd(r);
	r->flags = UINT64_C(1) << v[BIT] | UINT64_C(1) << v[AND];
	r->gaddr = LAYOUT_DATA;
	r->size = 8;
	pattern_fill(r->old_value, LAYOUT_DATA, 8);	/* cmpxchg: equal */
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", operations),
	[FD] = AXIS("fd", "own", "other"),
	[BIT] = AXIS_NUMBER("bit", 64),
	[AND] = AXIS_NUMBER("and", 64),
};

static const struct prune prunes[] = {
	{ same_pair, "the order of two bits in an id does not matter" },
};

SUITE(flags) = {
	.name = "flags",
	.quick = 500,		/* all pairs would be nearly the whole suite */
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
