// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address spaces and address sizes: which ASCE is used, how an address is cut to its mode and wraps at its end, and prefixing.
 */
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, AMODE, SPACE, PREFIX, WHERE };
enum { DAT_OFF, DAT_OFF_AR, DAT_OFF_HOME, PRIMARY, SECONDARY, HOME, REAL_SPACE };

static const uint64_t amodes[] = { PSW_AMODE_24, PSW_AMODE_31, PSW_AMODE_64 };

/* The last address of each mode, and bits beyond it that must not matter. */
static const uint64_t ends[] = { 0xffffff, 0x7fffffff, UINT64_MAX };
static const uint64_t beyond[] = { UINT64_C(0xdead0000ff000000), UINT64_C(0xdead000080000000), 0 };

enum { LOW, PREFIX_AREA, SECOND_BLOCK, ACROSS_PREFIXED, DATA, DATA_BEYOND, WRAP, WRAP_BEYOND };

static bool nothing_beyond_64(const unsigned int *v)
{
	return amodes[v[AMODE]] == PSW_AMODE_64 && (v[WHERE] == DATA_BEYOND || v[WHERE] == WRAP_BEYOND);
}

static bool unmapped(const unsigned int *v)
{
	return (v[SPACE] == PRIMARY || v[SPACE] == SECONDARY || v[SPACE] == HOME) &&
	       (v[WHERE] == PREFIX_AREA || v[WHERE] == ACROSS_PREFIXED);
}

static void place(const unsigned int *v, struct request *r)
{
	switch (v[WHERE]) {
	case LOW:
		r->gaddr = 0x200;
		break;
	case PREFIX_AREA:
		r->gaddr = 0x20200;
		break;
	case SECOND_BLOCK:
		r->gaddr = 0x1ff8;
		break;
	case ACROSS_PREFIXED:
		r->gaddr = 0x1ff8;	/* the last bytes that are prefixed and the first that are not */
		r->size = 16;
		break;
	case DATA:
	case DATA_BEYOND:
		r->gaddr = LAYOUT_DATA + 0x100;
		break;
	case WRAP:
	case WRAP_BEYOND:
		r->gaddr = ends[v[AMODE]] - 7;
		r->size = 16;
		break;
	}
	if (v[WHERE] == DATA_BEYOND || v[WHERE] == WRAP_BEYOND)
		r->gaddr |= beyond[v[AMODE]];
}

/*
 * Three spaces, each with its own pages for the first and second block, for the data, and for the last block of the mode. All
 * are staged, so that the wrong one would be found, too.
 */
static void stage_space(struct state *state, unsigned int number, unsigned int cr, uint64_t end)
{
	enum dat_level top = end == UINT64_MAX ? DAT_REGION_FIRST : DAT_SEGMENT;
	uint64_t frames = LAYOUT_DATA + 0x10000 * (number + 1);
	/* Page frames are real: these are somewhere else when there is a prefix. */
	static const uint64_t prefixed[] = { 0x0000, 0x1000, 0x20000 };
	struct chain low, high;

	chain_init(&high, number, top, end & ~UINT64_C(0xfff), frames + 5 * PAGE_SIZE);
	low = high;
	low.addr = 0;
	low.pte = frames;
	if (end > 0xffffff) {
		/* Another segment, so another page table: the one of the high end is moved up. */
		high.page_table += 0x800;
		high.entry[DAT_SEGMENT] += 0x800;
	}
	chain_stage(&low, state);
	chain_stage(&high, state);
	chain_stage_page(&low, state, PAGE_SIZE, frames + 2 * PAGE_SIZE);
	chain_stage_page(&low, state, LAYOUT_DATA, prefixed[number]);
	state->regs.cr[cr] = low.asce;
}

static void build(const unsigned int *v, struct plan *plan)
{
	static const enum psw_as as[] = {
		[PRIMARY] = PSW_AS_PRIMARY, [SECONDARY] = PSW_AS_SECONDARY, [HOME] = PSW_AS_HOME,
	};
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	uint64_t end = ends[v[AMODE]];

	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->size = 8;
	place(v, r);
	regs->psw.mask = (regs->psw.mask & ~PSW_AMODE_64) | amodes[v[AMODE]];
	regs->prefix = v[PREFIX] ? 0x20000 : 0;
	if (v[SPACE] <= DAT_OFF_HOME) {
		/* Without DAT none of this may matter. */
		regs->psw.mask |= (uint64_t)(v[SPACE] == DAT_OFF_AR ? PSW_AS_ACCESS_REGISTER :
					     v[SPACE] == DAT_OFF_HOME ? PSW_AS_HOME : PSW_AS_PRIMARY) << PSW_AS_SHIFT;
		regs->ar[5] = UINT32_MAX;
		r->ar = 5;
		return;
	}
	regs->psw.mask |= PSW_DAT;
	if (v[SPACE] == REAL_SPACE) {
		regs->cr[CR_PRIMARY_ASCE] = ASCE_R;
		return;
	}
	regs->psw.mask |= (uint64_t)as[v[SPACE]] << PSW_AS_SHIFT;
	stage_space(&plan->state, 0, CR_PRIMARY_ASCE, end);
	stage_space(&plan->state, 1, CR_SECONDARY_ASCE, end);
	stage_space(&plan->state, 2, CR_HOME_ASCE, end);
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[AMODE] = AXIS("amode", "24", "31", "64"),
	[SPACE] = AXIS("space", "dat_off", "dat_off_ar", "dat_off_home", "primary", "secondary", "home", "real"),
	[PREFIX] = AXIS("prefix", "0", "0x20000"),
	[WHERE] = AXIS("where", "low", "prefix_area", "second_block", "across_prefixed", "data", "data_beyond_mode",
		       "wrap", "wrap_beyond_mode"),
};

static const struct prune prunes[] = {
	{ nothing_beyond_64, "no bit is beyond 64-bit mode" },
	{ unmapped, "prefixing of virtual operands is seen at the pages that are mapped" },
};

SUITE(address_spaces) = {
	.name = "address_spaces",
	.title = "which space an address is in, how it is cut to its mode and wraps at the end, and prefixing",
	.clauses = "EA.1 EA.2 EA.3 EA.5 AS.1 PFX.1 PFX.2 DAT.1 DAT.14",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
