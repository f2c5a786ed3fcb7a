// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests while a memory slot is deleted and made again: each finds it there or not. The last suite of all, for kernels since 7.0 may
 * hang in it for good (docs/findings.md, F5).
 */
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { OP, MODE, EXTENT };

static const struct { uint32_t offset, size; } extents[] = {
	{ 0, 4096 }, { 0, 1 }, { 0x7f0, 16 }, { 0xff8, 16 }, { 0x800, 4096 },
};

static bool checked_or_short(const unsigned int *v)
{
	return v[MODE] && v[EXTENT];
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;
	r->race = RACE_STATE;
	r->fd = FD_VM;
	r->op = v[OP] ? MEMOP_ABSOLUTE_WRITE : MEMOP_ABSOLUTE_READ;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->size = extents[v[EXTENT]].size;
	r->gaddr = LAYOUT_SHARED + extents[v[EXTENT]].offset;
	plan->other = plan->state;
	plan->other.absent = 1 << 3;
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[EXTENT] = AXIS_USUAL(1, "extent", "0+4096", "0+1", "0x7f0+16", "0xff8+16", "0x800+4096"),
};

static const struct prune prunes[] = {
	{ checked_or_short, "one check is enough: it accesses nothing" },
};

SUITE(slot_race) = {
	.name = "slot_race",
	.title = "requests while a memory slot is deleted and made again",
	.clauses = "ABS.3 FRAG.1",
	.quick = QUICK_NONE,	/* a hang takes its time */
	.last = true,
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
