// SPDX-License-Identifier: GPL-2.0-only
/*
 * Table length and table offset: every value of each, against an index in every quarter of the table, at every level.
 */
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, TOP, OF, QUARTER, FIRST, LAST };
enum { OF_ASCE };		/* otherwise of the entry of the level that is this number */

static bool no_entry(const unsigned int *v)
{
	return v[OF] != OF_ASCE && v[OF] > v[TOP];
}

static bool no_offset(const unsigned int *v)
{
	return v[OF] == OF_ASCE && v[FIRST];
}

static void build(const unsigned int *v, struct plan *plan)
{
	unsigned int level = v[OF] == OF_ASCE ? v[TOP] : v[OF] - 1;	/* of the table that is limited */
	uint64_t addr = chain_addr(v[TOP], 0x120), quarter = UINT64_C(3) << (29 + 11 * level);
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	struct chain chain;

	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->size = 8;
	r->gaddr = (addr & ~quarter) | (uint64_t)v[QUARTER] << (29 + 11 * level);
	chain_init(&chain, 0, v[TOP], r->gaddr, LAYOUT_DATA);
	if (v[OF] == OF_ASCE)
		chain.asce = (chain.asce & ~ASCE_TL) | v[LAST];
	else
		chain.entry[v[OF]] = (chain.entry[v[OF]] & ~ENTRY_TL) | v[LAST] | v[FIRST] << ENTRY_TF_SHIFT;
	chain_stage(&chain, &plan->state);
	regs->psw.mask |= PSW_DAT;
	regs->cr[CR_PRIMARY_ASCE] = chain.asce;
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[TOP] = AXIS("top", "segment", "region3", "region2", "region1"),
	[OF] = AXIS("limits_in", "asce", "region3", "region2", "region1"),
	[QUARTER] = AXIS_NUMBER("quarter", 4),
	[FIRST] = AXIS_NUMBER("offset", 4),
	[LAST] = AXIS_NUMBER("length", 4),
};

static const struct prune prunes[] = {
	{ no_entry, "there is no entry of this level" },
	{ no_offset, "the first table has a length, but no offset" },
};

SUITE(dat_limits) = {
	.name = "dat_limits",
	.title = "table offset and table length, all values at all levels, against an index in each quarter",
	.clauses = "DAT.3 DAT.8",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
