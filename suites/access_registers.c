// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access-register mode: which space each access-list-entry token leads to, and every defect on the way there.
 */
#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { AMODE, OP, MODE, AR, ALET, DEFECT, THREAD };
enum { ALET_0, ALET_1, DUCT_LIST, PRIMARY_LIST };

enum defect {
	NONE, ALET_BITS, ALEN_LAST, ALEN_BEYOND, ALE_INVALID, ALE_SEQUENCE, ASTE_INVALID, ASTE_SEQUENCE,
	BOTH_SEQUENCES, FETCH_ONLY, PRIVATE_EAX, PRIVATE_AUTHORIZED, PRIVATE_P_BIT_ONLY, PRIVATE_NO_AUTHORITY,
	PRIVATE_BEYOND_TABLE, PRIVATE_FETCH_ONLY, DUCT_OUTSIDE, LIST_OUTSIDE, ASTE_OUTSIDE, AUTHORITY_OUTSIDE,
	SPACE_PAGE_INVALID, SPACE_PROTECTED, AUTHORITY_LAST, AUTHORITY_NEXT,
	IGNORED_BITS, LIST_OVER_2G, DUCT_TAKEN, LIST_TAKEN, ASTE_TAKEN, AUTHORITY_TAKEN,
};

/* Structures, all below 2 GiB and in storage. */
#define DUCT		(LAYOUT_DATA + 0x8000)
#define PASTE		(LAYOUT_DATA + 0x8100)
#define LIST		(LAYOUT_DATA + 0x9000)
#define PRIMARY_ACCESS_LIST (LAYOUT_DATA + 0xa000)
#define ASTE		(LAYOUT_DATA + 0xb000)
#define AUTHORITY	(LAYOUT_DATA + 0xc000)
#define OUTSIDE		(2 * MIB)
#define LIST_LAST	UINT32_C(0x7fffff80)	/* the last place there is for a list: its ninth entry is not in 31-bit storage */

#define LENGTH		3u		/* 4 times 8 entries */
#define ENTRY		9u
#define LAST_ENTRY	31u
#define SEQUENCE	0x5au
#define ASTE_SEQUENCE_NUMBER 0x12345678u
#define EAX		0x0025u		/* number 37: byte 9 of the authority table, third pair of bits */
#define OFFSET		0x128

static bool needs_a_list(const unsigned int *v)
{
	return v[ALET] <= ALET_1 && v[DEFECT] != NONE;
}

static bool register_0(const unsigned int *v)
{
	return v[AR] == 0 && v[DEFECT] != NONE;
}

/* Three spaces: primary, secondary and the one that the access list leads to. */
static void stage_spaces(const unsigned int *v, struct state *state, uint64_t *list_asce)
{
	struct chain chain;

	chain_init(&chain, 0, DAT_SEGMENT, chain_addr(DAT_SEGMENT, OFFSET), LAYOUT_DATA);
	chain_stage(&chain, state);
	state->regs.cr[CR_PRIMARY_ASCE] = chain.asce;
	chain_init(&chain, 1, DAT_SEGMENT, chain.addr, LAYOUT_DATA + 2 * PAGE_SIZE);
	chain_stage(&chain, state);
	state->regs.cr[CR_SECONDARY_ASCE] = chain.asce;
	chain_init(&chain, 2, DAT_SEGMENT, chain.addr, LAYOUT_DATA + 4 * PAGE_SIZE);
	if (v[DEFECT] == SPACE_PAGE_INVALID)
		chain.pte |= PTE_I;
	if (v[DEFECT] == SPACE_PROTECTED)
		chain.pte |= PTE_P;
	chain_stage(&chain, state);
	*list_asce = chain.asce;
}

static uint32_t alet(const unsigned int *v)
{
	uint32_t number = v[DEFECT] == ALEN_LAST ? LAST_ENTRY : v[DEFECT] == ALEN_BEYOND ? LAST_ENTRY + 1 : ENTRY;

	if (v[ALET] == ALET_0 || v[ALET] == ALET_1)
		return v[ALET];
	if (v[DEFECT] == LIST_OVER_2G)
		number = 8;
	return (v[ALET] == PRIMARY_LIST ? ALET_P : 0) | SEQUENCE << 16 | number |
	       (v[DEFECT] == ALET_BITS ? 0x02000000u : 0);
}

/* The extended authorization index; the table has 16 entries for each unit of its length, and one unit more than that says. */
static uint32_t index_of(enum defect defect)
{
	return defect == AUTHORITY_LAST ? EAX / 16 * 16 + 15 : defect == AUTHORITY_NEXT ? EAX / 16 * 16 + 16 : EAX;
}

static uint32_t ale_word_0(enum defect defect)
{
	uint32_t w = SEQUENCE << 16;

	if (defect == ALE_SEQUENCE || defect == BOTH_SEQUENCES)
		w ^= 1u << 16;
	if (defect == ALE_INVALID)
		w |= ALE_I;
	if (defect == FETCH_ONLY || defect == PRIVATE_FETCH_ONLY)
		w |= ALE_FO;
	if ((defect >= PRIVATE_EAX && defect <= PRIVATE_FETCH_ONLY) || defect == AUTHORITY_OUTSIDE ||
	    defect == AUTHORITY_LAST || defect == AUTHORITY_NEXT || defect == AUTHORITY_TAKEN)
		w |= ALE_P | (defect == PRIVATE_EAX || defect == PRIVATE_FETCH_ONLY ? EAX : index_of(defect) + 1);
	return w;
}

static uint64_t pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static void stage_list(const unsigned int *v, struct state *state, uint64_t asce)
{
	enum defect d = v[DEFECT];
	uint32_t list = d == LIST_OUTSIDE ? OUTSIDE : d == LIST_OVER_2G ? LIST_LAST :
			v[ALET] == PRIMARY_LIST ? PRIMARY_ACCESS_LIST : LIST;
	uint32_t aste = d == ASTE_OUTSIDE ? OUTSIDE : ASTE;
	uint32_t length = d == PRIVATE_BEYOND_TABLE ? EAX / 16 - 1 : EAX / 16;
	/* The pair of EAX among the four of its byte: primary authority in the left bit, secondary in the right. */
	uint64_t byte = d == PRIVATE_AUTHORIZED || d == PRIVATE_BEYOND_TABLE || d == AUTHORITY_TAKEN ? 0x10 :
			d == PRIVATE_P_BIT_ONLY ? 0x20 : d == AUTHORITY_LAST ? 0x01 : d == AUTHORITY_NEXT ? 0x40 : 0;
	uint32_t eax = index_of(d);
	uint64_t entry = list + ALE_SIZE * (d == ALEN_LAST ? LAST_ENTRY : ENTRY);

	state_entry(state, (v[ALET] == PRIMARY_LIST ? PASTE : DUCT) + ALD_OFFSET, pair(list | LENGTH, 0), "access-list designation");
	if (d != LIST_OUTSIDE && d != LIST_OVER_2G) {
		state_entry(state, entry, pair(ale_word_0(d), 0), "access-list entry");
		state_entry(state, entry + 8, pair(aste, ASTE_SEQUENCE_NUMBER), "access-list entry, second half");
	}
	/* Beside origin and length: whether it is a base space, the authorization index, and what controls the use of it. */
	state_entry(state, ASTE, pair((d == ASTE_INVALID ? ASTE_I : 0) | (d == IGNORED_BITS) |
				      (uint32_t)(d == AUTHORITY_OUTSIDE ? OUTSIDE : AUTHORITY),
				      length << 4 | (d == IGNORED_BITS ? 0xffff000f : 0)),
		    "ASN-second-table entry");
	state_entry(state, ASTE + ASTE_ASCE, asce, "ASCE of the ASN-second-table entry");
	state_entry(state, ASTE + 16, pair(0, ASTE_SEQUENCE_NUMBER ^ (d == ASTE_SEQUENCE || d == BOTH_SEQUENCES)),
		    "sequence number of the ASN-second-table entry");
	state_entry(state, AUTHORITY + eax / 4 / 8 * 8, byte << (8 * (7 - eax / 4 % 8)), "authority table");
}

/* The block of what user space has made inaccessible to the host, too. */
static void take(const unsigned int *v, struct request *r)
{
	static const uint64_t structure[] = {
		[DUCT_TAKEN] = DUCT, [LIST_TAKEN] = LIST, [ASTE_TAKEN] = ASTE, [AUTHORITY_TAKEN] = AUTHORITY,
	};

	if (v[DEFECT] < DUCT_TAKEN)
		return;
	r->backing = BACKING_NO_ACCESS;
	r->backing_block = structure[v[DEFECT]] & ~(PAGE_SIZE - 1);
	if (v[DEFECT] == LIST_TAKEN && v[ALET] == PRIMARY_LIST)
		r->backing_block = PRIMARY_ACCESS_LIST;
}

static void build(const unsigned int *v, struct plan *plan)
{
	static const uint8_t numbers[] = { 0, 1, 5, 15 };
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	unsigned int i;
	uint64_t asce;

	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0;
	if (v[MODE] & 2)
		r->flags |= MEMOP_F_INJECT_EXCEPTION;
	r->gaddr = chain_addr(DAT_SEGMENT, OFFSET);
	r->size = 16;
	r->ar = numbers[v[AR]];
	r->thread = v[THREAD] ? THREAD_STRANGE : THREAD_LIKE_GUEST;
	if (v[AMODE]) {
		/* A bit beyond the mode, which no exception may report. */
		r->gaddr |= UINT64_C(0x80000000);
		regs->psw.mask = (regs->psw.mask & ~PSW_AMODE_64) | PSW_AMODE_31;
	}
	regs->psw.mask |= PSW_DAT | (uint64_t)PSW_AS_ACCESS_REGISTER << PSW_AS_SHIFT;
	for (i = 0; i < 16; i++)
		regs->ar[i] = 0xdead0000 | i;	/* ALET-specification exception, should a wrong one be used */
	regs->ar[r->ar] = alet(v);
	regs->cr[CR_DUCT] = v[DEFECT] == DUCT_OUTSIDE ? OUTSIDE : DUCT;
	regs->cr[CR_PASTE] = v[DEFECT] == DUCT_OUTSIDE ? OUTSIDE : PASTE;
	regs->cr[CR_EAX] = (uint64_t)index_of(v[DEFECT]) << 16;
	if (v[DEFECT] == IGNORED_BITS) {
		/* What is beside the origins (bits 33-57) and the index (32-47) has other uses, or none. */
		regs->cr[CR_DUCT] |= UINT64_C(0xffffffff8000003f);
		regs->cr[CR_PASTE] |= UINT64_C(0xffffffff8000003f);
		regs->cr[CR_EAX] |= 0xffff;
	}
	stage_spaces(v, &plan->state, &asce);
	if (v[ALET] > ALET_1)
		stage_list(v, &plan->state, asce);
	take(v, r);
}

static const struct axis axes[] = {
	[AMODE] = AXIS("amode", "64", "31"),
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[AR] = AXIS("ar", "0", "1", "5", "15"),
	[ALET] = AXIS("alet", "0", "1", "duct_list", "primary_list"),
	[DEFECT] = AXIS("defect", "none", "alet_bits", "alen_last", "alen_beyond", "ale_invalid", "ale_sequence",
			"aste_invalid", "aste_sequence", "both_sequences", "fetch_only", "private_eax",
			"private_authorized", "private_p_bit_only", "private_no_authority", "private_beyond_table",
			"private_fetch_only", "duct_outside", "list_outside", "aste_outside", "authority_outside",
			"page_invalid", "page_protected", "authority_last", "authority_next",
			"ignored_bits", "list_over_2g", "duct_taken", "list_taken", "aste_taken", "authority_taken"),
	[THREAD] = AXIS("thread", "like_guest", "strange"),
};

static const struct prune prunes[] = {
	{ needs_a_list, "the tokens 0 and 1 use no access list" },
	{ register_0, "access register 0 always leads to the primary space" },
};

SUITE(access_registers) = {
	.name = "access_registers",
	.title = "access-register translation: which space a token leads to, and every defect on the way",
	.clauses = "REG.1 ART.1 ART.2 ART.3 ART.4 ART.5 ART.6 ART.7 ART.8 ART.9 ART.10 ART.11 ART.12 AS.1 TEID.1 TEID.2 API.28 HOST.1",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
