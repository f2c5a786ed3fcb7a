// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic address translation: every way of designating a space, and every defect of every entry on the way to the operand.
 */
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { CPU, OP, MODE, TOP, DEFECT, LEVEL, EDAT, PRIVATE };

enum defect {
	NONE, ASCE_TYPE, ASCE_TYPE_FAR, ASCE_LENGTH, TABLE_OUTSIDE, INVALID, INVALID_AND_TYPE, TABLE_TYPE, COMMON, NEXT_OFFSET,
	NEXT_LENGTH, PROTECTED, FRAME, FRAME_PROTECTED, FRAME_OUTSIDE, PAGE_TABLE_OUTSIDE, PAGE_TABLE_ODD, PAGE_INVALID,
	PAGE_INVALID_AND_BIT_52, PAGE_BIT_52, PAGE_PROTECTED, PAGE_OUTSIDE, PAGE_PROTECTED_OUTSIDE, PAGE_IEP, ALL_ZERO,
};

#define REAL_SPACE 4		/* TOP beyond the levels of tables */
#define OFFSET 0x7f8
#define SIZE 16
#define FRAME_1M (3 * MIB)
#define FAR_2G (UINT64_C(6) << 30)
#define IEP BIT64(55)		/* instruction-execution protection: not of accesses to operands */

static const enum guest_kind kinds[] = { GUEST_ORDINARY, GUEST_WITHOUT_EDAT, GUEST_WITHOUT_EDAT_2 };

/* Defects of an entry, which is at some level; the others concern the ASCE, the page table or nothing. */
static bool of_entry(unsigned int defect)
{
	return (defect >= TABLE_OUTSIDE && defect <= FRAME_OUTSIDE) || defect == ALL_ZERO;
}

static bool level_without_entry(const unsigned int *v)
{
	return v[LEVEL] != DAT_SEGMENT && !of_entry(v[DEFECT]);
}

static bool level_above_top(const unsigned int *v)
{
	return v[LEVEL] > v[TOP];
}

static bool defect_of_real_space(const unsigned int *v)
{
	return v[TOP] == REAL_SPACE && v[DEFECT] != NONE;
}

static bool no_next_table(const unsigned int *v)
{
	return (v[DEFECT] == NEXT_OFFSET || v[DEFECT] == NEXT_LENGTH) && v[LEVEL] == DAT_SEGMENT;
}

static bool no_such_frame(const unsigned int *v)
{
	return v[DEFECT] >= FRAME && v[DEFECT] <= FRAME_OUTSIDE && v[LEVEL] > DAT_REGION_THIRD;
}

static bool nothing_left_of_top(const unsigned int *v)
{
	return (v[DEFECT] == ASCE_TYPE || v[DEFECT] == ASCE_TYPE_FAR) && v[TOP] == DAT_REGION_FIRST;
}

static void spoil_entry(struct chain *chain, enum defect defect, unsigned int level)
{
	uint64_t *entry = &chain->entry[level];

	switch (defect) {
	case INVALID:
		*entry |= ENTRY_I;
		break;
	case INVALID_AND_TYPE:
		*entry = (*entry | ENTRY_I) ^ UINT64_C(1) << ENTRY_TT_SHIFT;
		break;
	case TABLE_TYPE:
		*entry ^= UINT64_C(1) << ENTRY_TT_SHIFT;
		break;
	case COMMON:
		*entry |= ENTRY_COMMON;
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
	case FRAME:
	case FRAME_PROTECTED:
	case FRAME_OUTSIDE:
		/* Where format control means nothing it is the address of the next table, as before. */
		*entry |= ENTRY_FC | (defect == FRAME_PROTECTED ? ENTRY_P : 0);
		if (level == DAT_SEGMENT)
			*entry = (*entry & ~ENTRY_SFAA) | (defect == FRAME_OUTSIDE ? 16 * MIB : FRAME_1M);
		else if (defect == FRAME_OUTSIDE)
			*entry = (*entry & ~ENTRY_ORIGIN) | FAR_2G;
		break;
	case ALL_ZERO:
		*entry = 0;
		break;
	default:
		break;
	}
}

static void spoil(struct chain *chain, enum defect defect, unsigned int level)
{
	switch (defect) {
	case ASCE_TYPE:
		chain->addr |= UINT64_C(1) << (31 + 11 * chain->top);
		break;
	case ASCE_TYPE_FAR:
		chain->addr |= BIT64(0);
		break;
	case ASCE_LENGTH:
		chain->asce &= ~ASCE_TL;
		break;
	case TABLE_OUTSIDE:
		chain->table[level] = 2 * MIB;
		if (level == chain->top)
			chain->asce = (chain->asce & ~ASCE_ORIGIN) | 2 * MIB;
		else
			chain->entry[level + 1] = (chain->entry[level + 1] & ~ENTRY_ORIGIN) | 2 * MIB;
		break;
	case PAGE_TABLE_OUTSIDE:
		chain->entry[DAT_SEGMENT] = 2 * MIB;
		break;
	case PAGE_TABLE_ODD:
		chain->page_table += 0x800;
		chain->entry[DAT_SEGMENT] += 0x800;
		break;
	case PAGE_INVALID:
		chain->pte |= PTE_I;
		break;
	case PAGE_INVALID_AND_BIT_52:
		chain->pte |= PTE_I | PTE_ZERO;
		break;
	case PAGE_BIT_52:
		chain->pte |= PTE_ZERO;
		break;
	case PAGE_PROTECTED:
		chain->pte |= PTE_P;
		break;
	case PAGE_OUTSIDE:
		chain->pte = 2 * MIB;
		break;
	case PAGE_PROTECTED_OUTSIDE:
		chain->pte = 2 * MIB | PTE_P;
		break;
	case PAGE_IEP:
		chain->pte |= IEP;
		break;
	default:
		spoil_entry(chain, defect, level);
	}
}

/* Everything of the chain that is in storage; what was moved out of it is not. */
static void stage(const struct chain *chain, struct state *state)
{
	unsigned int level;

	for (level = DAT_SEGMENT; level <= chain->top; level++)
		if (chain->table[level] != 2 * MIB)
			chain_stage_level(chain, state, level);
	chain_stage_page(chain, state, chain->addr, chain->pte);
}

/* What a frame of 2 GiB has there is in storage, too. */
static uint64_t address(const unsigned int *v)
{
	uint64_t addr = chain_addr(v[TOP], OFFSET);

	if (v[DEFECT] >= FRAME && v[DEFECT] <= FRAME_OUTSIDE && v[LEVEL] == DAT_REGION_THIRD)
		addr = (addr & ~(BIT64(32) - 1)) | FRAME_1M | (addr & (MIB - 1));
	return addr;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	struct chain chain;

	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->size = SIZE;
	r->flags = (v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0) | (v[MODE] & 2 ? MEMOP_F_INJECT_EXCEPTION : 0);
	plan->state.kind = kinds[v[CPU]];
	regs->psw.mask |= PSW_DAT;
	if (v[EDAT])
		regs->cr[0] |= CR0_ENHANCED_DAT;
	if (v[DEFECT] == PAGE_IEP)
		regs->cr[0] |= CR0_IEP;
	if (v[TOP] == REAL_SPACE) {
		r->gaddr = LAYOUT_DATA + OFFSET;
		regs->cr[CR_PRIMARY_ASCE] = ASCE_R;
	} else {
		chain_init(&chain, 0, v[TOP], address(v), LAYOUT_DATA);
		spoil(&chain, v[DEFECT], v[LEVEL]);
		stage(&chain, &plan->state);
		r->gaddr = chain.addr;
		regs->cr[CR_PRIMARY_ASCE] = chain.asce;
	}
	if (v[PRIVATE])
		regs->cr[CR_PRIMARY_ASCE] |= ASCE_P;
}

static const struct axis axes[] = {
	[CPU] = AXIS("cpu", "full", "without_edat", "without_edat2"),
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[TOP] = AXIS("top", "segment", "region3", "region2", "region1", "real"),
	[DEFECT] = AXIS("defect", "none", "asce_type", "asce_type_far", "asce_length", "table_outside", "invalid", "invalid_and_type",
			"table_type", "common", "next_offset", "next_length", "protected", "frame", "frame_protected",
			"frame_outside", "page_table_outside", "page_table_odd", "page_invalid",
			"page_invalid_and_bit52", "page_bit52", "page_protected", "page_outside",
			"page_protected_outside", "page_iep", "all_zero"),
	[LEVEL] = AXIS("level", "segment", "region3", "region2", "region1"),
	[EDAT] = AXIS("edat", "off", "on"),
	[PRIVATE] = AXIS("private", "no", "yes"),
};

static const struct prune prunes[] = {
	{ level_without_entry, "a defect that is not of an entry is at no level" },
	{ level_above_top, "there is no table above the first" },
	{ defect_of_real_space, "a real space has no tables" },
	{ no_next_table, "a segment-table entry has no table offset and length" },
	{ no_such_frame, "only segments and third regions can be frames" },
	{ nothing_left_of_top, "no index is left of the region-first index" },
};

SUITE(dat) = {
	.name = "dat",
	.title = "dynamic address translation: every way to designate a space, every defect on the way to the operand",
	.clauses = "DAT.1 DAT.2 DAT.3 DAT.4 DAT.5 DAT.6 DAT.7 DAT.8 DAT.9 DAT.10 DAT.11 DAT.12 DAT.13 DAT.14 DAT.15 "
		   "DAT.16 DAT.20 TEID.1 TEID.3 PRI.2 PRI.3 PRI.4",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
