// SPDX-License-Identifier: GPL-2.0-only
/* Low-address protection: its two ranges and their edges, in every kind of space, with and without a prefix. */
#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, CONTROL, SPACE, PREFIX, WHERE };
enum { DAT_OFF, ORDINARY, PRIVATE, REAL_SPACE, REAL_PRIVATE, PAGE_INVALID, NO_SPACE };

static const struct { uint64_t addr; uint32_t size; } where[] = {
	{ 0, 1 }, { 511, 1 }, { 512, 1 }, { 500, 20 }, { 512, 3584 }, { 4095, 1 }, { 4095, 2 }, { 4096, 1 },
	{ 4607, 1 }, { 4608, 1 }, { 4600, 16 }, { 4000, 200 }, { 8191, 1 }, { 0x20000, 8 },
};

static bool far_page(const unsigned int *v)
{
	return v[SPACE] != DAT_OFF && where[v[WHERE]].addr >= 0x20000;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	uint64_t invalid = v[SPACE] == PAGE_INVALID ? PTE_I : 0;
	struct chain chain;

	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = (v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0) | (v[MODE] & 2 ? MEMOP_F_INJECT_EXCEPTION : 0);
	r->gaddr = where[v[WHERE]].addr;
	r->size = where[v[WHERE]].size;
	if (v[CONTROL])
		regs->cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
	if (v[PREFIX])
		regs->prefix = 0x20000;
	regs->cr[CR_PRIMARY_ASCE] = ASCE_P;	/* with DAT off no space is private */
	if (v[SPACE] == DAT_OFF)
		return;
	regs->psw.mask |= PSW_DAT;
	if (v[SPACE] == REAL_SPACE || v[SPACE] == REAL_PRIVATE) {
		regs->cr[CR_PRIMARY_ASCE] = ASCE_R | (v[SPACE] == REAL_PRIVATE ? ASCE_P : 0);
		return;
	}
	if (v[SPACE] == NO_SPACE) {
		regs->psw.mask |= (uint64_t)PSW_AS_ACCESS_REGISTER << PSW_AS_SHIFT;
		regs->ar[3] = ALET_ZEROS;	/* ALET-specification exception */
		r->ar = 3;
		r->thread = THREAD_LIKE_GUEST;
		return;
	}
	/* The first two pages are somewhere else: it is the effective address that counts. */
	chain_init(&chain, 0, DAT_SEGMENT, 0, LAYOUT_DATA | invalid);
	chain.pte |= invalid;
	chain_stage(&chain, &plan->state);
	chain_stage_page(&chain, &plan->state, 4096, (LAYOUT_DATA + 3 * PAGE_SIZE) | invalid);
	regs->cr[CR_PRIMARY_ASCE] = chain.asce | (v[SPACE] == PRIVATE ? ASCE_P : 0);
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[CONTROL] = AXIS("control", "off", "on"),
	[SPACE] = AXIS("space", "dat_off", "ordinary", "private", "real", "real_private", "page_invalid",
		       "no_space"),
	[PREFIX] = AXIS("prefix", "0", "0x20000"),
	[WHERE] = AXIS("where", "0+1", "511+1", "512+1", "500+20", "512+3584", "4095+1", "4095+2", "4096+1", "4607+1",
		       "4608+1", "4600+16", "4000+200", "8191+1", "0x20000+8"),
};

static const struct prune prunes[] = {
	{ far_page, "only two pages are mapped; the prefix area as an operand is for DAT off" },
};

SUITE(low_address) = {
	.name = "low_address",
	.title = "low-address protection: its ranges and their edges, in every kind of space",
	.clauses = "LAP.1 LAP.2 LAP.3 PRI.1 PRI.5 PFX.1 TEID.1 TEID.3",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
