// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage that is huge pages of the host, which the kernel maps to the guest whole: only the log of changes may be of whole pages. Each
 * block of 4 KiB has its storage key.
 */
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { LOG, OP, MODE, KEY, WHERE };
enum { NO_KEY, KEY_0, KEY_MATCHES, KEY_DIFFERS, KEY_DIFFERS_SECOND };

#define SIZE 16

/* At first, and without a key, those that find a huge page which the kernel has not mapped yet. */
static const uint32_t ops[] = {
	MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG, MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE,
};

/* By way of tables: to 3 MiB, where a block and a huge page begin. */
#define BY_TABLES UINT64_MAX

static const struct { uint64_t addr; uint32_t size; } where[] = {
	{ LAYOUT_DATA, SIZE }, { LAYOUT_DATA + PAGE_SIZE - 8, SIZE }, { LAYOUT_DATA - 100, 3 * PAGE_SIZE }, { MIB - 16, SIZE },
	{ MIB - 8, SIZE }, { MIB, SIZE }, { 2 * MIB - 16, SIZE }, { 2 * MIB - 8, SIZE }, { 2 * MIB, SIZE }, { 4 * MIB - 8, SIZE },
	{ 5 * MIB - 65536, 65536 }, { LAYOUT_SHARED, SIZE }, { BY_TABLES, SIZE },
};

static bool is_absolute(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ;
}

static bool is_exchange(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG;
}

static bool exchange_is_never_checked(const unsigned int *v)
{
	return is_exchange(v) && v[MODE];
}

static bool no_operand_of_exchange(const unsigned int *v)
{
	return is_exchange(v) && (where[v[WHERE]].size != SIZE || where[v[WHERE]].addr % SIZE);
}

static bool absolute_by_tables(const unsigned int *v)
{
	return is_absolute(v) && where[v[WHERE]].addr == BY_TABLES;
}

static bool in_storage(uint64_t addr)
{
	unsigned int i;

	for (i = 0; i < guest_map.n; i++)
		if (addr - guest_map.slot[i].base < guest_map.slot[i].size)
			return true;
	return false;
}

static bool second_of_one(const unsigned int *v)
{
	uint64_t addr = where[v[WHERE]].addr;

	return v[KEY] == KEY_DIFFERS_SECOND && (addr == BY_TABLES || addr % PAGE_SIZE + where[v[WHERE]].size <= PAGE_SIZE ||
						!in_storage((addr & ~(PAGE_SIZE - 1)) + PAGE_SIZE));
}

static bool nothing_changes(const unsigned int *v)
{
	return v[LOG] && !v[MODE] && (ops[v[OP]] == MEMOP_LOGICAL_READ || ops[v[OP]] == MEMOP_ABSOLUTE_READ);
}

static void stage_keys(const unsigned int *v, uint64_t addr, struct plan *plan)
{
	uint64_t block = addr & ~(PAGE_SIZE - 1);
	struct request *r = &plan->request;
	unsigned int i, n = (unsigned int)((addr % PAGE_SIZE + r->size + PAGE_SIZE - 1) / PAGE_SIZE);

	if (v[KEY] == NO_KEY)
		return;
	r->flags |= MEMOP_F_SKEY_PROTECTION;
	r->key = v[KEY] == KEY_0 ? 0 : v[KEY] == KEY_DIFFERS ? 5 : 3;
	for (i = 0; i < n; i++)
		if (in_storage(block + i * PAGE_SIZE))
			state_key(&plan->state, block + i * PAGE_SIZE,
				  skey_make(v[KEY] == KEY_DIFFERS_SECOND && i == 1 ? 9 : 3, true));
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint64_t addr = where[v[WHERE]].addr;
	struct chain chain;

	plan->needs = NEED_HUGE_PAGES | (is_exchange(v) ? NEED_CMPXCHG : NEED_MEMOP_EXTENSION);
	plan->state.kind = GUEST_HUGE_PAGES;
	r->op = ops[v[OP]];
	r->fd = is_absolute(v) ? FD_VM : FD_VCPU;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->gaddr = addr;
	r->size = where[v[WHERE]].size;
	r->dirty_log = v[LOG];
	if (addr == BY_TABLES) {
		addr = 3 * MIB;
		chain_init(&chain, 0, DAT_REGION_THIRD, chain_addr(DAT_REGION_THIRD, 0), addr);
		chain_stage(&chain, &plan->state);
		plan->state.regs.psw.mask |= PSW_DAT;
		plan->state.regs.cr[1] = chain.asce;
		r->gaddr = chain.addr;
	}
	if (is_exchange(v)) {
		pattern_fill(r->old_value, addr, SIZE);
		memset(r->new_value, 0x5a, SIZE);
	}
	stage_keys(v, addr, plan);
}

static const struct axis axes[] = {
	[LOG] = AXIS("log", "off", "on"),
	[OP] = AXIS("op", "absolute_read", "absolute_write", "absolute_cmpxchg", "logical_read", "logical_write"),
	[MODE] = AXIS("mode", "real", "check"),
	[KEY] = AXIS("key", "none", "0", "matches", "differs", "differs_in_second"),
	[WHERE] = AXIS("where", "block", "two_blocks", "four_blocks", "end_of_page", "two_pages", "second_page", "end_of_slot",
		       "over_the_end", "hole", "two_slots", "64k", "last_slot", "by_tables"),
};

static const struct prune prunes[] = {
	{ exchange_is_never_checked, "compare-and-exchange has no check-only" },
	{ no_operand_of_exchange, "operands of compare-and-exchange are short and aligned" },
	{ absolute_by_tables, "an absolute access uses no tables" },
	{ second_of_one, "there is no second block" },
	{ nothing_changes, "a fetch changes nothing that could be logged" },
};

SUITE(huge_pages) = {
	.name = "huge_pages",
	.title = "storage that is huge pages of the host: keys are by block all the same",
	.clauses = "ABS.1 ABS.3 KEY.1 KEY.3 KEY.4 FRAG.1 CS.1 LOG.1 LOG.2 LOG.3",
	.quick = 100,		/* a key of a huge page may be dear */
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
