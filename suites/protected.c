// SPDX-License-Identifier: GPL-2.0-only
/*
 * A protected guest, whose storage the ultravisor keeps from the host. Its secure instruction data
 * area (SIDA) can be read and written; every other operation must be rejected.
 */
#include "lib/case/vocabulary.h"

enum { OP, FD, FLAGS, BUF, EXTENT };

/* Offset and size in the SIDA, which is one block here. */
static const struct operand extents[] = {
	OPERAND(0, 1),
	OPERAND(0, 8),
	OPERAND(0, 4096),
	OPERAND(1, 4095),
	OPERAND(7, 9),
	OPERAND(100, 1000),
	OPERAND(4088, 8),
	OPERAND(4095, 1),
	/* Empty, or beyond its end; some sums of offset and size overflow 32 bits: */
	OPERAND(0, 0),
	OPERAND(4096, 0),
	OPERAND(0xfffffffc, 8),
	OPERAND(8, 0xfffffffc),
	OPERAND(0, 0xffffffff),
	OPERAND(0x100000, 1),
	OPERAND(4096, 1),
	OPERAND(0, 4097),
};

static void build(const unsigned int *v, struct plan *plan)
{
	const struct operation *op = &operations[v[OP]];
	struct request *r = &plan->request;

	plan->needs = NEED_PROTECTED;
	plan->state.vm_type = VM_PROTECTED;
	set_operation(plan, op);
	if (v[FD])
		use_other_fd(r);
	r->flags = v[FLAGS];
	r->buf = user_areas[v[BUF]].area;
	r->size = extents[v[EXTENT]].size;
	if (op->target == SIDA)
		r->sida_offset = (uint32_t)extents[v[EXTENT]].addr;
	else
		r->gaddr = LAYOUT_DATA;
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", operations),
	[FD] = AXIS("fd", "own", "other"),
	[FLAGS] = AXIS_NUMBER("flags", 8),
	[BUF] = AXIS_BUF,
	[EXTENT] = AXIS_ROWS("extent", extents),
};

SUITE(protected) = {
	.name = "protected",
	AXES(axes),
	.build = build,
};
