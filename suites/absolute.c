// SPDX-License-Identifier: GPL-2.0-only
/* Absolute reads and writes at the edges of storage, with everything set that must not matter to them. */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { LIMIT, OP, MODE, KEY, STATE, WHERE };
enum { PLAIN, LOW_ADDRESS_PROTECTION, PREFIXED, SMALL_AMODE, DAT_ON };

static const struct { uint64_t addr; uint32_t size; } where[] = {
	{ 0, 1 }, { 4096, 8 }, { 2 * MIB - 1, 1 }, { 2 * MIB - 1, 2 }, { 2 * MIB - 4096, 4096 },
	{ 2 * MIB - 8191, 8192 }, { 2 * MIB, 1 }, { 3 * MIB - 1, 2 }, { 3 * MIB, 1 }, { 4 * MIB - 8, 16 },
	{ 4 * MIB - 4096, 8192 }, { 5 * MIB - 1, 1 }, { 5 * MIB - 4096, 4097 }, { 5 * MIB - 65536, 65536 }, { 5 * MIB, 1 },
	{ (UINT64_C(2) << 30) - 1, 2 }, { UINT64_C(2) << 30, 1 }, { (UINT64_C(4) << 40) - 1, 2 }, { UINT64_C(4) << 40, 1 },
	{ UINT64_C(0x123456789000), 1 }, { UINT64_C(1) << 53, 1 }, { UINT64_MAX, 1 }, { UINT64_MAX - 15, 32 },
};

static const enum guest_kind limits[] = { GUEST_ORDINARY, GUEST_LIMITED_4T, GUEST_LIMITED_2G };

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;
	plan->state.kind = limits[v[LIMIT]];
	r->fd = FD_VM;
	r->op = v[OP] ? MEMOP_ABSOLUTE_WRITE : MEMOP_ABSOLUTE_READ;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->gaddr = where[v[WHERE]].addr;
	r->size = where[v[WHERE]].size;
	r->ar = 0xff;		/* no access register is used */
	if (v[KEY]) {
		r->flags |= MEMOP_F_SKEY_PROTECTION;
		r->key = v[KEY] == 1 ? 0 : 1;
	}
	switch (v[STATE]) {
	case LOW_ADDRESS_PROTECTION:
		regs->cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
		break;
	case PREFIXED:
		regs->prefix = 0x20000;
		break;
	case SMALL_AMODE:
		regs->psw.mask &= ~PSW_AMODE_64;
		break;
	case DAT_ON:
		regs->psw.mask |= PSW_DAT;	/* through a table that is all pattern */
		regs->cr[CR_PRIMARY_ASCE] = LAYOUT_TABLES;
		break;
	}
}

static const struct axis axes[] = {
	[LIMIT] = AXIS("limit", "default", "4t", "2g"),
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[KEY] = AXIS("key", "none", "0", "1"),
	[STATE] = AXIS("state", "plain", "lap", "prefixed", "amode24", "dat_on"),
	[WHERE] = AXIS("where", "0", "second_block", "last_byte", "over_the_end", "last_block", "over_the_end_from_before",
		       "hole", "hole_into_slot", "slot_after_hole", "adjacent_slots", "adjacent_slots_blocks",
		       "very_last_byte", "over_the_very_end", "last_64k", "behind_all", "over_2g", "at_2g",
		       "over_4t", "at_4t", "far_away", "at_8p", "top",
		       "top_wrapping"),
};

SUITE(absolute) = {
	.name = "absolute",
	.title = "absolute accesses at the edges of storage, with everything set that must not matter to them",
	.clauses = "ABS.1 ABS.3 API.35 FRAG.1",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.build = build,
};
