// SPDX-License-Identifier: GPL-2.0-only
/*
 * F_INJECT_EXCEPTION to its end: the vCPU is run after the request and takes the program interruption. It may have stopped for an
 * instruction that the host emulates, whose length and address the interruption then tells. Code runs in the primary
 * space, which is real; operands are in the secondary space, or one that an access list leads to.
 */
#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, STOPPED, PREFIX, CAUSE };

enum cause {
	NONE, ADDRESSING, KEY, KEY_OF_SECOND_BLOCK, LOW_ADDRESS, ASCE_TYPE, REGION_FIRST, REGION_SECOND, REGION_THIRD, SEGMENT,
	PAGE, TRANSLATION_SPECIFICATION, DAT_PROTECTION, ALET_SPECIFICATION, ALEN_TRANSLATION, ALE_SEQUENCE, ASTE_VALIDITY,
	ASTE_SEQUENCE, EXTENDED_AUTHORITY, ACCESS_LIST_PROTECTION,
};

#define DUCT		(LAYOUT_DATA + 0x8000)
#define LIST		(LAYOUT_DATA + 0x9000)
#define ASTE		(LAYOUT_DATA + 0xb000)
#define AUTHORITY	(LAYOUT_DATA + 0xc000)
#define OFFSET		0x128
#define PREFIX_AREA	0x30000

static bool stores_only(const unsigned int *v)
{
	return !v[OP] && (v[CAUSE] == LOW_ADDRESS || v[CAUSE] == DAT_PROTECTION || v[CAUSE] == ACCESS_LIST_PROTECTION);
}

static void spoil_chain(struct chain *chain, enum cause cause)
{
	switch (cause) {
	case REGION_FIRST:
		chain->entry[DAT_REGION_FIRST] |= ENTRY_I;
		break;
	case REGION_SECOND:
		chain->entry[DAT_REGION_SECOND] |= ENTRY_I;
		break;
	case REGION_THIRD:
		chain->entry[DAT_REGION_THIRD] |= ENTRY_I;
		break;
	case SEGMENT:
		chain->entry[DAT_SEGMENT] |= ENTRY_I;
		break;
	case PAGE:
		chain->pte |= PTE_I;
		break;
	case TRANSLATION_SPECIFICATION:
		chain->pte |= PTE_ZERO;
		break;
	case DAT_PROTECTION:
		chain->pte |= PTE_P;
		break;
	default:
		break;
	}
}

/* One entry, number 0, with the sequence number 0; its space is never reached but by a fetch-only one. */
static void stage_list(struct state *state, enum cause cause, uint64_t asce)
{
	uint64_t ale = cause == ALE_SEQUENCE ? 1 << 16 : cause == EXTENDED_AUTHORITY ? ALE_P | 1 :
		       cause == ACCESS_LIST_PROTECTION ? ALE_FO : 0;

	state->regs.cr[CR_DUCT] = DUCT;
	state->regs.ar[5] = cause == ALET_SPECIFICATION ? 1u << 25 : cause == ALEN_TRANSLATION ? 8 : 2;
	state_entry(state, DUCT + ALD_OFFSET, (uint64_t)LIST << 32, "access-list designation");
	state_entry(state, LIST + 2 * ALE_SIZE, ale << 32, "access-list entry");
	state_entry(state, LIST + 2 * ALE_SIZE + 8, (uint64_t)ASTE << 32 | (cause == ASTE_SEQUENCE), "access-list entry, second half");
	state_entry(state, ASTE, (AUTHORITY | (cause == ASTE_VALIDITY ? (uint64_t)ASTE_I : 0)) << 32, "ASN-second-table entry");
	state_entry(state, ASTE + ASTE_ASCE, asce, "ASCE of the ASN-second-table entry");
	state_entry(state, ASTE + 16, 0, "sequence number of the ASN-second-table entry");
	state_entry(state, AUTHORITY, 0, "authority table");
}

static void stage_space(struct plan *plan, enum cause cause)
{
	struct registers *regs = &plan->state.regs;
	enum dat_level top = cause == ASCE_TYPE ? DAT_SEGMENT : DAT_REGION_FIRST;
	struct chain chain;

	chain_init(&chain, 0, top, chain_addr(top, OFFSET), LAYOUT_DATA);
	spoil_chain(&chain, cause);
	chain_stage(&chain, &plan->state);
	plan->request.gaddr = chain.addr | (cause == ASCE_TYPE ? 1ULL << 40 : 0);
	plan->request.ar = 5;
	regs->psw.mask |= PSW_DAT | (uint64_t)PSW_AS_ACCESS_REGISTER << PSW_AS_SHIFT;
	regs->cr[CR_PRIMARY_ASCE] = ASCE_R;
	regs->cr[CR_SECONDARY_ASCE] = chain.asce;
	regs->ar[5] = ALET_SECONDARY;
	if (cause >= ALET_SPECIFICATION)
		stage_list(&plan->state, cause, chain.asce);
}

/* With DAT off. */
static void place(struct plan *plan, enum cause cause)
{
	struct request *r = &plan->request;

	r->gaddr = LAYOUT_DATA + OFFSET;
	if (cause == ADDRESSING)
		r->gaddr = 2 * MIB + OFFSET;
	if (cause == KEY)
		state_key(&plan->state, LAYOUT_DATA, skey_make(3, true));
	if (cause == KEY_OF_SECOND_BLOCK) {
		r->gaddr = LAYOUT_DATA + PAGE_SIZE - 8;
		state_key(&plan->state, LAYOUT_DATA + PAGE_SIZE, skey_make(3, true));
	}
	if (cause == LOW_ADDRESS) {
		r->gaddr = 4096 + 8;
		plan->state.regs.cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	static const uint64_t psw_addr[] = {
		[STOPPED_WAITING] = 0x4444, [STOPPED_AT_DIAGNOSE] = LAYOUT_DIAGNOSE, [STOPPED_AT_EXECUTE] = LAYOUT_EXECUTE,
	};
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION | (v[STOPPED] == STOPPED_AT_EXECUTE ? NEED_EXECUTE_STATUS : 0);
	r->op = v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ;
	r->flags = MEMOP_F_INJECT_EXCEPTION | MEMOP_F_SKEY_PROTECTION | (v[MODE] ? MEMOP_F_CHECK_ONLY : 0);
	r->key = v[CAUSE] == KEY || v[CAUSE] == KEY_OF_SECOND_BLOCK ? 5 : 0;
	r->size = 16;
	r->deliver = true;
	r->thread = THREAD_LIKE_GUEST;
	plan->state.stopped = (enum stopped)v[STOPPED];
	plan->state.regs.psw.addr = psw_addr[v[STOPPED]];
	plan->state.regs.prefix = v[PREFIX] ? PREFIX_AREA : 0;
	if (v[CAUSE] >= ASCE_TYPE)
		stage_space(plan, v[CAUSE]);
	else
		place(plan, v[CAUSE]);
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[STOPPED] = AXIS("stopped", "waiting", "at_diagnose", "at_execute"),
	[PREFIX] = AXIS("prefix", "0", "0x30000"),
	[CAUSE] = AXIS("cause", "none", "addressing", "key", "key_of_second_block", "low_address", "asce_type", "region_first",
		       "region_second", "region_third", "segment", "page", "translation_specification", "dat_protection",
		       "alet_specification", "alen_translation", "ale_sequence", "aste_validity", "aste_sequence",
		       "extended_authority", "access_list_protection"),
};

static const struct prune prunes[] = {
	{ stores_only, "this protection is one against stores" },
};

SUITE(interruptions) = {
	.name = "interruptions",
	.title = "an injected exception reaches the guest: code, instruction length, old PSW and what identifies the access",
	.clauses = "API.28 API.29 API.34 INT.1 INT.2 INT.3 TEID.1 TEID.2 TEID.3",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
