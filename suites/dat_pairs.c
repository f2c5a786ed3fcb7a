// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two defects on the way to one operand: the first that translation meets is the one that counts.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, EDAT, PRIVATE, ONE, OTHER };

enum kind { LENGTH, INVALID, TYPE, NEXT_OFFSET, NEXT_LENGTH, PROTECTED, COMMON, NEXT_OUTSIDE, BIT_52, KEY };

#define OFFSET 0x128
#define PAGE 8			/* a level below those of entries */
#define OUTSIDE (2 * MIB)

static const struct { unsigned int level; enum kind kind; } defects[] = {
	{ DAT_REGION_FIRST, LENGTH },
	{ DAT_REGION_FIRST, INVALID }, { DAT_REGION_FIRST, TYPE }, { DAT_REGION_FIRST, NEXT_OFFSET },
	{ DAT_REGION_FIRST, NEXT_LENGTH }, { DAT_REGION_FIRST, PROTECTED }, { DAT_REGION_FIRST, NEXT_OUTSIDE },
	{ DAT_REGION_SECOND, INVALID }, { DAT_REGION_SECOND, TYPE }, { DAT_REGION_SECOND, NEXT_OFFSET },
	{ DAT_REGION_SECOND, NEXT_LENGTH }, { DAT_REGION_SECOND, PROTECTED }, { DAT_REGION_SECOND, NEXT_OUTSIDE },
	{ DAT_REGION_THIRD, INVALID }, { DAT_REGION_THIRD, TYPE }, { DAT_REGION_THIRD, NEXT_OFFSET },
	{ DAT_REGION_THIRD, NEXT_LENGTH }, { DAT_REGION_THIRD, PROTECTED }, { DAT_REGION_THIRD, NEXT_OUTSIDE },
	{ DAT_SEGMENT, INVALID }, { DAT_SEGMENT, TYPE }, { DAT_SEGMENT, PROTECTED }, { DAT_SEGMENT, COMMON },
	{ DAT_SEGMENT, NEXT_OUTSIDE },
	{ PAGE, INVALID }, { PAGE, BIT_52 }, { PAGE, PROTECTED }, { PAGE, NEXT_OUTSIDE }, { PAGE, KEY },
};

static bool same_or_swapped(const unsigned int *v)
{
	return v[OTHER] <= v[ONE];
}

/* Each turns something bad that nothing else makes good again. */
static void spoil_page(struct plan *plan, struct chain *chain, enum kind kind)
{
	switch (kind) {
	case INVALID:
		chain->pte |= PTE_I;
		break;
	case BIT_52:
		chain->pte |= PTE_ZERO;
		break;
	case PROTECTED:
		chain->pte |= PTE_P;
		break;
	case NEXT_OUTSIDE:
		chain->pte = (chain->pte & ~PTE_PFRA) | OUTSIDE;
		break;
	default:
		state_key(&plan->state, LAYOUT_DATA, skey_make(7, true));
		break;
	}
}

static void spoil_entry(struct chain *chain, unsigned int level, enum kind kind)
{
	uint64_t *entry = &chain->entry[level];

	switch (kind) {
	case INVALID:
		*entry |= ENTRY_I;
		break;
	case TYPE:
		*entry ^= UINT64_C(1) << ENTRY_TT_SHIFT;
		break;
	case NEXT_OFFSET:
		*entry |= UINT64_C(2) << ENTRY_TF_SHIFT;
		break;
	case NEXT_LENGTH:
		*entry &= ~ENTRY_TL;
		break;
	case PROTECTED:
		*entry |= ENTRY_P;
		break;
	case COMMON:
		*entry |= ENTRY_COMMON;
		break;
	case NEXT_OUTSIDE:
		*entry = (*entry & ~ENTRY_ORIGIN) | OUTSIDE;
		break;
	default:
		chain->asce &= ~ASCE_TL;
		break;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	struct chain chain;
	unsigned int i, d;

	plan->needs = NEED_MEMOP_EXTENSION;
	chain_init(&chain, 0, DAT_REGION_FIRST, chain_addr(DAT_REGION_FIRST, OFFSET), LAYOUT_DATA);
	for (i = ONE; i <= OTHER; i++) {
		d = v[i];
		if (defects[d].level == PAGE)
			spoil_page(plan, &chain, defects[d].kind);
		else
			spoil_entry(&chain, defects[d].level, defects[d].kind);
	}
	chain_stage(&chain, &plan->state);
	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = MEMOP_F_SKEY_PROTECTION | (v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0) |
		   (v[MODE] & 2 ? MEMOP_F_INJECT_EXCEPTION : 0);
	r->key = 1;
	r->gaddr = chain.addr;
	r->size = 8;
	regs->psw.mask |= PSW_DAT;
	regs->cr[CR_PRIMARY_ASCE] = chain.asce | (v[PRIVATE] ? ASCE_P : 0);
	if (v[EDAT])
		regs->cr[0] |= CR0_ENHANCED_DAT;
	/* A block that is not changed by default has the key 0, which no access key but 0 may store to. */
	if (!plan->state.n_keys)
		state_key(&plan->state, LAYOUT_DATA, skey_make(1, true));
}

#define DEFECTS "length", "invalid1", "type1", "offset1", "length1", "protected1", "outside1", "invalid2", "type2", "offset2", \
		"length2", "protected2", "outside2", "invalid3", "type3", "offset3", "length3", "protected3", "outside3", \
		"invalid_s", "type_s", "protected_s", "common_s", "outside_s", "invalid_p", "bit52_p", "protected_p", "outside_p", \
		"key"

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[EDAT] = AXIS("edat", "off", "on"),
	[PRIVATE] = AXIS("private", "no", "yes"),
	[ONE] = AXIS("one", DEFECTS),
	[OTHER] = AXIS("other", DEFECTS),
};

static const struct prune prunes[] = {
	{ same_or_swapped, "two defects are one pair, whichever is named first" },
};

SUITE(dat_pairs) = {
	.name = "dat_pairs",
	.title = "two defects on the way to an operand: the first that translation meets counts",
	.clauses = "DAT.4 DAT.5 DAT.6 DAT.7 DAT.8 DAT.10 DAT.11 DAT.12 DAT.13 DAT.16 PRI.2 PRI.3 PRI.4 TEID.1 TEID.3",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
