// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory slots that are deleted and created again, and the dirty log: an access to a deleted slot
 * is an addressing exception, an operand may span adjacent slots, and each block that was stored in
 * must be in the dirty log of its slot.
 */
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"

enum { LOG, ABSENT, OP, MODE, KEY, WHERE };

#define STORAGE_KEY 3

/* Deleted slots. Slots 1 and 2 are adjacent at 4 MiB; slot 3 is a shared mapping. */
static const struct {
	const char *label;
	unsigned int slots;	/* one bit each */
} absent[] = {
	{ "none", 0 },
	{ "lower", 1 << 1 },
	{ "upper", 1 << 2 },
	{ "shared", 1 << 3 },
	{ "all_but_first", 1 << 1 | 1 << 2 | 1 << 3 },
};

static const struct operation ops[] = {
	LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG,
};

static const struct {
	const char *label;
	int key;
	unsigned int second;	/* the storage key of the second block */
} keys[] = {
	{ "none", NO_KEY, 0 },
	{ "matches", STORAGE_KEY, STORAGE_KEY },
	{ "differs_in_second", STORAGE_KEY, 5 },
};

static const struct operand wheres[] = {
	{ "block", LAYOUT_DATA + 0x100, 16 },
	{ "two_blocks", LAYOUT_DATA + 0xff8, 16 },
	{ "lower_slot", 3 * MIB, 16 },
	{ "lower_slot_inside", 4 * MIB - 0x1010, 16 },
	{ "across_slots", 4 * MIB - 8, 16 },
	{ "blocks_of_two_slots", 4 * MIB - 4096, 8192 },
	{ "upper_slot", 4 * MIB, 16 },
	{ "end_of_upper_slot", 5 * MIB - 16, 16 },
	{ "shared_slot", LAYOUT_SHARED, 16 },
	{ "shared_slot_unaligned", LAYOUT_SHARED + 0xff0, 4096 },
	{ "shared_slot_64k", LAYOUT_SHARED + 0x8000, 65536 },
};

static bool not_for_cmpxchg(const unsigned int *v)
{
	const struct operand *where = &wheres[v[WHERE]];

	return ops[v[OP]].access == CMPXCHG &&
	       (v[MODE] == MODE_CHECK || where->size != 16 || where->addr % 16);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint64_t block;

	plan->state.absent = absent[v[ABSENT]].slots;
	set_operation(plan, &ops[v[OP]]);
	set_operand(r, &wheres[v[WHERE]]);
	set_key(plan, keys[v[KEY]].key);
	r->flags |= modes[v[MODE]].flags;
	r->dirty_log = v[LOG];
	if (ops[v[OP]].access == CMPXCHG)
		set_cmpxchg_values(r, r->gaddr);
	/* Only blocks in a memory slot have keys. Slot 0, below LAYOUT_HOLE, is never deleted. */
	block = block_of(r->gaddr);
	if (keys[v[KEY]].key != NO_KEY && block < LAYOUT_HOLE) {
		state_key(&plan->state, block, skey_make(STORAGE_KEY, true));
		state_key(&plan->state, block + PAGE_SIZE, skey_make(keys[v[KEY]].second, true));
	}
}

static const struct axis axes[] = {
	[LOG] = AXIS_OFF_ON("log"),
	[ABSENT] = AXIS_ROWS("absent", absent),
	[OP] = AXIS_ROWS("op", ops),
	[MODE] = AXIS_MODE,
	[KEY] = AXIS_ROWS("key", keys),
	[WHERE] = AXIS_ROWS("where", wheres),
};

static const struct prune prunes[] = {
	{ not_for_cmpxchg, "cmpxchg has no check-only mode; its operand is 16 aligned bytes" },
};

SUITE(memory_slots) = {
	.name = "memory_slots",
	.quick = 100,		/* deleting a slot is slow */
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
