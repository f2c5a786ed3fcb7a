// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest under the protection of the ultravisor: its SIDA can be read and written, all the rest is closed.
 */
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { OP, FD, FLAGS, BUF, EXTENT };

static const struct { uint32_t offset, size; } extents[] = {
	{ 0, 1 }, { 0, 8 }, { 0, 4096 }, { 1, 4095 }, { 7, 9 }, { 100, 1000 }, { 4088, 8 }, { 4095, 1 },
	{ 0, 0 }, { 4096, 0 }, { 0xfffffffc, 8 }, { 8, 0xfffffffc }, { 0, 0xffffffff }, { 0x100000, 1 }, { 4096, 1 }, { 0, 4097 },
};

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	bool own_is_vcpu = v[OP] <= MEMOP_SIDA_WRITE;

	plan->needs = NEED_PROTECTED | (v[OP] == MEMOP_ABSOLUTE_CMPXCHG ? NEED_CMPXCHG : 0);
	plan->state.kind = GUEST_PROTECTED;
	r->op = v[OP];
	r->fd = own_is_vcpu != v[FD] ? FD_VCPU : FD_VM;
	r->flags = v[FLAGS];
	r->buf = (enum user_area)v[BUF];
	r->size = extents[v[EXTENT]].size;
	if (v[OP] == MEMOP_SIDA_READ || v[OP] == MEMOP_SIDA_WRITE)
		r->sida_offset = extents[v[EXTENT]].offset;
	else
		r->gaddr = LAYOUT_DATA;
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "sida_read", "sida_write", "absolute_read", "absolute_write",
		    "absolute_cmpxchg"),
	[FD] = AXIS("fd", "own", "other"),
	[FLAGS] = AXIS_NUMBER("flags", 8),
	[BUF] = AXIS("buf", "good", "null", "unmapped", "read_only", "torn"),
	[EXTENT] = AXIS("extent", "0+1", "0+8", "0+4096", "1+4095", "7+9", "100+1000", "4088+8", "4095+1", "0+0", "4096+0",
			"0xfffffffc+8", "8+0xfffffffc", "0+0xffffffff", "0x100000+1", "4096+1", "0+4097"),
};

SUITE(protected) = {
	.name = "protected",
	.title = "a guest that the ultravisor protects: its SIDA can be accessed, and nothing else",
	.clauses = "API.21 API.38 API.48 API.50 API.51 API.52 SIDA.1",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.build = build,
};
