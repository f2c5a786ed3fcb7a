// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operands of 1 to 17 blocks in frames that are not next to one another, with one defect in one block: what is reported, what
 * has been stored, and what becomes pending.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, SIZE, DEFECT, AT, KEY_AT };
enum { NONE, INVALID, OUTSIDE, PROTECTED, BIT_52 };
enum { FIRST, SECOND, LAST, NOWHERE };

#define OFFSET 4081		/* in the first block: only 15 bytes of it belong to the operand */
#define ACCESS_KEY 1

static const uint32_t sizes[] = { 15, 16, 4111, 4112, 65536 };

static unsigned int blocks(uint32_t size)
{
	return (unsigned int)((OFFSET + size + PAGE_SIZE - 1) / PAGE_SIZE);
}

static bool place_of_nothing(const unsigned int *v)
{
	return (v[DEFECT] == NONE) != (v[AT] == NOWHERE);
}

static bool block_missing(const unsigned int *v)
{
	unsigned int n = blocks(sizes[v[SIZE]]);

	return (v[AT] == SECOND && n < 2) || (v[KEY_AT] == SECOND && n < 2) || (v[AT] == LAST && n < 3) ||
	       (v[KEY_AT] == LAST && n < 3);
}

static unsigned int block_of(unsigned int place, unsigned int n)
{
	return place == NOWHERE ? n : place == LAST ? n - 1 : place;
}

/* Frames go down while pages go up, two apart. */
static uint64_t frame(unsigned int block)
{
	return LAYOUT_DATA + (40 - 2 * block) * PAGE_SIZE;
}

static uint64_t pte(const unsigned int *v, unsigned int block, unsigned int n)
{
	if (block != block_of(v[AT], n))
		return frame(block);
	switch (v[DEFECT]) {
	case INVALID:
		return frame(block) | PTE_I;
	case OUTSIDE:
		return 2 * MIB;
	case PROTECTED:
		return frame(block) | PTE_P;
	default:
		return frame(block) | PTE_ZERO;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	unsigned int i, n = blocks(sizes[v[SIZE]]);
	struct chain chain;

	plan->needs = NEED_MEMOP_EXTENSION;
	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = MEMOP_F_SKEY_PROTECTION | (v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0) |
		   (v[MODE] & 2 ? MEMOP_F_INJECT_EXCEPTION : 0);
	r->key = ACCESS_KEY;
	r->size = sizes[v[SIZE]];
	chain_init(&chain, 0, DAT_REGION_THIRD, chain_addr(DAT_REGION_THIRD, OFFSET), pte(v, 0, n));
	chain.pte = pte(v, 0, n);
	chain_stage(&chain, &plan->state);
	r->gaddr = chain.addr;
	for (i = 0; i < n; i++) {
		if (i)
			chain_stage_page(&chain, &plan->state, chain.addr + i * PAGE_SIZE, pte(v, i, n));
		state_key(&plan->state, frame(i),
			  skey_make(i == block_of(v[KEY_AT], n) ? ACCESS_KEY + 1 : ACCESS_KEY, true));
	}
	plan->state.regs.psw.mask |= PSW_DAT;
	plan->state.regs.cr[CR_PRIMARY_ASCE] = chain.asce;
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[SIZE] = AXIS("size", "15", "16", "4111", "4112", "65536"),
	[DEFECT] = AXIS("defect", "none", "invalid", "outside", "protected", "bit52"),
	[AT] = AXIS("at", "first", "second", "last", "nowhere"),
	[KEY_AT] = AXIS("key_at", "first", "second", "last", "nowhere"),
};

static const struct prune prunes[] = {
	{ place_of_nothing, "a defect is somewhere, and no defect nowhere" },
	{ block_missing, "the operand has not so many blocks" },
};

SUITE(fragments) = {
	.name = "fragments",
	.title = "operands of many blocks, a defect in one, a forbidding key in one: what is reported and what was stored",
	.clauses = "FRAG.1 FRAG.2 API.26 API.28 API.29 API.33 API.34 TEID.1 TEID.3 KEY.3 KEY.4",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
