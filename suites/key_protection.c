// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key-controlled protection: every access key against every storage key, by every operation that knows keys. No override is on:
 * what is left is the comparison of keys, wherever in the block the operand is and however it was found.
 */
#include <string.h>

#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, SPACE, ACC, F, EXTENT, MODE, KEY };
enum { DAT_OFF, PRIMARY, AMODE_31, PREFIXED };

#define NO_KEY 16	/* F_SKEY_PROTECTION not set: no key is compared, whatever the field holds */
#define UNUSED_KEY 7	/* what the field then holds */

/* The first is in the middle of a block, and at a multiple of 16 for compare-and-exchange. */
static const struct { uint32_t offset, size; } extents[] = {
	{ 0x7f0, 19 }, { 0, 4096 }, { 4095, 1 }, { 0, 1 }, { 1, 4095 }, { 0xff8, 8 }, { 0x800, 0x800 }, { 5, 300 },
};

#define ADDRESS (LAYOUT_DATA + 0x7f0)

static const uint32_t ops[] = {
	MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE,
	MEMOP_ABSOLUTE_CMPXCHG,
};

/* Real and check-only, with and without injection, for accesses; operand sizes and results for compare-and-exchange. */
enum mode { REAL, CHECK, REAL_INJECT, CHECK_INJECT, MATCH_1, MATCH_2, MATCH_4, MATCH_8, MATCH_16, MISS_1, MISS_2, MISS_4, MISS_8, MISS_16 };

static bool exchange(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG;
}

static bool exchange_without_operand(const unsigned int *v)
{
	return exchange(v) && v[MODE] < MATCH_1;
}

static bool operand_without_exchange(const unsigned int *v)
{
	return !exchange(v) && v[MODE] >= MATCH_1;
}

static bool inject_by_the_vm(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ && (v[MODE] == REAL_INJECT || v[MODE] == CHECK_INJECT);
}

static bool extent_of_exchange(const unsigned int *v)
{
	return exchange(v) && v[EXTENT];
}

static bool space_of_absolute(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ && v[SPACE] != DAT_OFF;
}

static void stage_space(unsigned int space, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct chain chain;

	switch (space) {
	case PRIMARY:
		chain_init(&chain, 0, DAT_REGION_SECOND, chain_addr(DAT_REGION_SECOND, 0), LAYOUT_DATA);
		chain_stage(&chain, &plan->state);
		regs->psw.mask |= PSW_DAT;
		regs->cr[CR_PRIMARY_ASCE] = chain.asce;
		plan->request.gaddr = chain.addr + plan->request.gaddr % PAGE_SIZE;
		break;
	case AMODE_31:
		regs->psw.mask = (regs->psw.mask & ~PSW_AMODE_64) | PSW_AMODE_31;
		break;
	case PREFIXED:
		regs->prefix = LAYOUT_DATA;	/* so that real 0 is the block */
		plan->request.gaddr %= PAGE_SIZE;
		break;
	}
}

static void build_exchange(unsigned int mode, struct request *r)
{
	bool match = mode < MISS_1;

	r->size = 1U << (match ? mode - MATCH_1 : mode - MISS_1);
	pattern_fill(r->old_value, ADDRESS, r->size);
	if (!match)
		r->old_value[r->size - 1] ^= 1;
	memset(r->new_value, 0x5a, r->size);
	r->new_value[0] = 0xa5;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;
	state_key(&plan->state, LAYOUT_DATA, skey_make(v[ACC], v[F]));
	r->op = ops[v[OP]];
	r->fd = r->op <= MEMOP_LOGICAL_WRITE ? FD_VCPU : FD_VM;
	r->gaddr = LAYOUT_DATA + extents[v[EXTENT]].offset;
	r->size = extents[v[EXTENT]].size;
	r->key = UNUSED_KEY;
	if (v[KEY] != NO_KEY) {
		r->flags |= MEMOP_F_SKEY_PROTECTION;
		r->key = (uint8_t)v[KEY];
	}
	if (v[MODE] == CHECK || v[MODE] == CHECK_INJECT)
		r->flags |= MEMOP_F_CHECK_ONLY;
	if (v[MODE] == REAL_INJECT || v[MODE] == CHECK_INJECT)
		r->flags |= MEMOP_F_INJECT_EXCEPTION;
	stage_space(v[SPACE], plan);
	if (exchange(v)) {
		plan->needs |= NEED_CMPXCHG;
		build_exchange(v[MODE], r);
	}
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "absolute_read", "absolute_write",
		    "absolute_cmpxchg"),
	[SPACE] = AXIS_USUAL(2, "space", "dat_off", "primary", "amode31", "prefixed"),
	[EXTENT] = AXIS_USUAL(4, "extent", "middle", "whole", "last_byte", "first_byte", "all_but_first", "last_8", "half", "odd"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject", "match1", "match2", "match4", "match8", "match16",
		      "miss1", "miss2", "miss4", "miss8", "miss16"),
	[KEY] = AXIS("key", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
		     "14", "15", "none"),
	[ACC] = AXIS_NUMBER("acc", 16),
	[F] = AXIS_NUMBER("f", 2),
};

static const struct prune prunes[] = {
	{ inject_by_the_vm, "only the vCPU can be given an exception" },
	{ extent_of_exchange, "the operand of compare-and-exchange has the size of its mode" },
	{ space_of_absolute, "absolute accesses have nothing to do with the state of a vCPU" },
	{ exchange_without_operand, "compare-and-exchange has an operand size and a result, and no check-only" },
	{ operand_without_exchange, "only compare-and-exchange has a result that depends on the operand" },
};

SUITE(key_protection) = {
	.name = "key_protection",
	.title = "every access key against every storage key, for every operation that compares keys",
	.clauses = "API.2 API.3 API.5 API.6 API.8 API.11 API.12 API.14 API.18 API.23 API.24 API.26 API.27 "
		   "API.30 API.31 API.32 API.35 API.36 API.39 API.40 API.41 API.42 API.43 API.44 API.45 "
		   "API.46 EA.1 PFX.2 KEY.1 KEY.2 KEY.3 KEY.4 KEY.5 CS.1 CS.4",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
