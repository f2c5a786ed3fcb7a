// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory slots that are deleted and made again, and the log of changed blocks.
 */
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { LOG, ABSENT, OP, MODE, KEY, WHERE };
enum { NO_KEY, KEY_MATCHES, KEY_DIFFERS_IN_SECOND };

static const uint32_t ops[] = {
	MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG,
};

/* Slots 1 and 2 touch at 4 MiB, slot 3 is shared memory. */
static const unsigned int absent[] = { 0, 1 << 1, 1 << 2, 1 << 3, 1 << 1 | 1 << 2 | 1 << 3 };

static const struct { uint64_t addr; uint32_t size; } where[] = {
	{ LAYOUT_DATA + 0x100, 16 }, { LAYOUT_DATA + 0xff8, 16 }, { 3 * MIB, 16 }, { 4 * MIB - 0x1010, 16 }, { 4 * MIB - 8, 16 },
	{ 4 * MIB - 4096, 8192 }, { 4 * MIB, 16 }, { 5 * MIB - 16, 16 }, { LAYOUT_SHARED, 16 }, { LAYOUT_SHARED + 0xff0, 4096 },
	{ LAYOUT_SHARED + 0x8000, 65536 },
};

static bool exchange(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG;
}

static bool not_for_exchange(const unsigned int *v)
{
	return exchange(v) && (v[MODE] || where[v[WHERE]].size != 16 || where[v[WHERE]].addr % 16);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint64_t block;
	unsigned int i;

	r->op = ops[v[OP]];
	r->fd = r->op >= MEMOP_ABSOLUTE_READ ? FD_VM : FD_VCPU;
	plan->needs = exchange(v) ? NEED_CMPXCHG : NEED_MEMOP_EXTENSION;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->gaddr = where[v[WHERE]].addr;
	r->size = where[v[WHERE]].size;
	r->dirty_log = v[LOG];
	plan->state.absent = absent[v[ABSENT]];
	if (exchange(v)) {
		pattern_fill(r->old_value, r->gaddr, r->size);
		for (i = 0; i < r->size; i++)
			r->new_value[i] = (uint8_t)(0xc0 + i);
	}
	if (v[KEY] == NO_KEY)
		return;
	r->flags |= MEMOP_F_SKEY_PROTECTION;
	r->key = 3;
	/* Keys are there only where storage is: in the first slot. */
	block = r->gaddr & ~(PAGE_SIZE - 1);
	if (block >= 2 * MIB)
		return;
	state_key(&plan->state, block, skey_make(3, true));
	state_key(&plan->state, block + PAGE_SIZE, skey_make(v[KEY] == KEY_MATCHES ? 3 : 5, true));
}

static const struct axis axes[] = {
	[LOG] = AXIS("log", "off", "on"),
	[ABSENT] = AXIS("absent", "none", "lower", "upper", "shared", "all_but_first"),
	[OP] = AXIS("op", "logical_read", "logical_write", "absolute_read", "absolute_write", "absolute_cmpxchg"),
	[MODE] = AXIS("mode", "real", "check"),
	[KEY] = AXIS("key", "none", "matches", "differs_in_second"),
	[WHERE] = AXIS("where", "block", "two_blocks", "lower_slot", "lower_slot_inside", "across_slots", "blocks_of_two_slots",
		       "upper_slot", "end_of_upper_slot", "shared_slot", "shared_slot_unaligned", "shared_slot_64k"),
};

static const struct prune prunes[] = {
	{ not_for_exchange, "a compare-and-exchange has no check-only, and an aligned operand of at most 16 bytes" },
};

SUITE(memory_slots) = {
	.name = "memory_slots",
	.title = "memory slots that are deleted and made again, and the log of changed blocks",
	.clauses = "ABS.3 LOG.1 LOG.2 PRI.4",
	.quick = 100,		/* to delete a slot is dear */
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
