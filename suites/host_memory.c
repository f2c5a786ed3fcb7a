// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory behind guest storage as user space arranges it: taken away, without access, read-only, provided when it is needed
 * (as after a migration); shared.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, MODE, KEY, BACKING, WHERE };
enum { NO_KEY, KEY_MATCHES, KEY_DIFFERS };
enum { BLOCK, FIRST_OF_TWO, SECOND_OF_TWO, OTHER, LOW_OVERRIDDEN, PAGE_TABLE, SEGMENT_TABLE, SHARED, REGION_3_TABLE, REGION_2_TABLE,
       REGION_1_TABLE, BY_TABLES, TWO_SLOTS };

#define OFFSET 0x128

static const uint32_t ops[] = {
	MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG,
};

static bool is_absolute(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ;
}

static bool exchange_is_never_checked(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG && v[MODE];
}

static bool exchange_is_within_a_block(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG && (v[WHERE] == FIRST_OF_TWO || v[WHERE] == SECOND_OF_TWO || v[WHERE] == TWO_SLOTS);
}

static bool in_a_table(const unsigned int *v)
{
	return v[WHERE] == PAGE_TABLE || v[WHERE] == SEGMENT_TABLE || (v[WHERE] >= REGION_3_TABLE && v[WHERE] <= REGION_1_TABLE);
}

static bool translates_nothing(const unsigned int *v)
{
	return is_absolute(v) && (in_a_table(v) || v[WHERE] == BY_TABLES || v[WHERE] == LOW_OVERRIDDEN);
}

static bool cannot_be_taken(const unsigned int *v)
{
	return v[WHERE] == SHARED && (v[BACKING] == BACKING_UNMAPPED || v[BACKING] >= BACKING_COPY_ON_WRITE);
}

static bool other_elsewhere(const unsigned int *v)
{
	return v[BACKING] == BACKING_LATE_OTHER && v[WHERE] != BY_TABLES;
}

static bool slot_elsewhere(const unsigned int *v)
{
	return v[BACKING] == BACKING_LATE_SLOT && v[WHERE] != TWO_SLOTS;
}

static bool two_faults(const unsigned int *v)
{
	return v[BACKING] == BACKING_INTERRUPTED && v[WHERE] != BLOCK && v[WHERE] != OTHER;
}

static void stage_tables(struct plan *plan, unsigned int where)
{
	enum dat_level level = where < REGION_3_TABLE || where > REGION_1_TABLE ? DAT_SEGMENT : where - REGION_3_TABLE + DAT_REGION_THIRD;
	struct registers *regs = &plan->state.regs;
	struct chain chain;

	chain_init(&chain, 0, level, chain_addr(level, OFFSET), LAYOUT_DATA);
	chain_stage(&chain, &plan->state);
	regs->psw.mask |= PSW_DAT;
	regs->cr[CR_PRIMARY_ASCE] = chain.asce;
	plan->request.gaddr = chain.addr;
	if (where == BY_TABLES) {
		/* The next block, too, for the other vCPU. */
		chain_stage_page(&chain, &plan->state, chain.addr + PAGE_SIZE, LAYOUT_DATA + PAGE_SIZE);
		plan->request.backing_block = LAYOUT_DATA;
		return;
	}
	plan->request.backing_block = where == PAGE_TABLE ? chain.page_table :
		chain.table[level] + 8 * dat_index(chain.addr, level);
	plan->request.backing_block &= ~(PAGE_SIZE - 1);
}

static void place(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	r->gaddr = LAYOUT_DATA + OFFSET / 16 * 16;
	r->backing_block = LAYOUT_DATA;
	switch (v[WHERE]) {
	case FIRST_OF_TWO:
		r->gaddr = LAYOUT_DATA + PAGE_SIZE - 8;
		break;
	case SECOND_OF_TWO:
		r->gaddr = LAYOUT_DATA + PAGE_SIZE - 8;
		r->backing_block = LAYOUT_DATA + PAGE_SIZE;
		break;
	case OTHER:
		r->backing_block = LAYOUT_DATA + 4 * PAGE_SIZE;
		break;
	case LOW_OVERRIDDEN:
		r->gaddr = OFFSET;
		r->backing_block = 0;
		plan->state.regs.cr[0] |= CR0_FETCH_PROTECTION_OVERRIDE;
		break;
	case PAGE_TABLE:
	case SEGMENT_TABLE:
	case REGION_3_TABLE:
	case REGION_2_TABLE:
	case REGION_1_TABLE:
	case BY_TABLES:
		stage_tables(plan, v[WHERE]);
		break;
	case TWO_SLOTS:
		r->gaddr = 4 * MIB - 8;
		r->backing_block = 4 * MIB - PAGE_SIZE;
		if (v[BACKING] == BACKING_LATE_SLOT)
			r->vanishing = 1 << 2;
		break;
	case SHARED:
		r->gaddr = LAYOUT_SHARED + OFFSET / 16 * 16;
		r->backing_block = LAYOUT_SHARED;
		break;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	unsigned int i;

	r->op = ops[v[OP]];
	r->fd = is_absolute(v) ? FD_VM : FD_VCPU;
	plan->needs = r->op == MEMOP_ABSOLUTE_CMPXCHG ? NEED_CMPXCHG : NEED_MEMOP_EXTENSION;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->size = 16;
	r->backing = (enum backing)v[BACKING];
	if (r->backing >= BACKING_LATE)
		plan->needs |= NEED_USERFAULT;
	place(v, plan);
	if (r->op == MEMOP_ABSOLUTE_CMPXCHG) {
		pattern_fill(r->old_value, r->gaddr, r->size);
		for (i = 0; i < r->size; i++)
			r->new_value[i] = (uint8_t)(0xa0 + i);
	}
	if (v[KEY] == NO_KEY)
		return;
	r->flags |= MEMOP_F_SKEY_PROTECTION;
	r->key = v[KEY] == KEY_MATCHES ? 3 : 5;
	for (i = 0; i < 2; i++)
		state_key(&plan->state, (r->gaddr & ~(PAGE_SIZE - 1)) % (16 * MIB) + i * PAGE_SIZE, skey_make(3, true));
	if (in_a_table(v) || v[WHERE] == BY_TABLES) {
		plan->state.n_keys = 0;
		state_key(&plan->state, LAYOUT_DATA, skey_make(3, true));
	}
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "absolute_read", "absolute_write", "absolute_cmpxchg"),
	[MODE] = AXIS("mode", "real", "check"),
	[KEY] = AXIS("key", "none", "matches", "differs"),
	[BACKING] = AXIS("backing", "normal", "unmapped", "no_access", "read_only", "copy_on_write", "late", "interrupted",
			  "late_other_vcpu", "late_slot_goes"),
	[WHERE] = AXIS("where", "block", "first_of_two", "second_of_two", "other_block", "low_overridden", "page_table",
		       "segment_table", "shared", "region3_table", "region2_table", "region1_table", "by_tables", "two_slots"),
};

static const struct prune prunes[] = {
	{ exchange_is_never_checked, "compare-and-exchange has no check-only" },
	{ exchange_is_within_a_block, "a compare-and-exchange is within one block" },
	{ translates_nothing, "an absolute access uses no table and no override" },
	{ other_elsewhere, "the request of the other vCPU goes by the same tables" },
	{ slot_elsewhere, "a slot goes that has the other part of the operand" },
	{ two_faults, "what a signal may leave of the blocks or tables besides is nowhere laid down" },
	{ cannot_be_taken, "what is shared is not given back with the same content by another mapping" },
};

SUITE(host_memory) = {
	.name = "host_memory",
	.title = "memory behind the guest's storage that is taken away, without access, read-only or late",
	.clauses = "API.4 HOST.1 HOST.2 HOST.3",
	.quick = 100,		/* to take memory away is dear */
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
