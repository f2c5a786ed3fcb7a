// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guest storage backed by huge pages of 1 MiB (KVM_CAP_S390_HPAGE_1M), which KVM maps as a whole.
 * Each 4 KiB block still has its own storage key, and the dirty log must still report each store,
 * though it may report whole huge pages.
 */
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { LOG, OP, MODE, KEY, WHERE };

#define STORAGE_KEY 3

/*
 * Absolute operations, and operations without a key, come first: KVM has not yet mapped the huge
 * page then.
 */
static const struct operation ops[] = {
	ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG, LOGICAL_READ, LOGICAL_WRITE,
};

static const struct {
	const char *label;
	int key;
	unsigned int second;	/* the storage key of the second block */
} keys[] = {
	{ "none", NO_KEY, 0 },
	{ "0", 0, STORAGE_KEY },
	{ "matches", STORAGE_KEY, STORAGE_KEY },
	{ "differs", 5, STORAGE_KEY },
	{ "differs_in_second", STORAGE_KEY, 9 },
};

static const struct where {
	const char *label;
	uint64_t addr;		/* absolute address of the operand */
	uint32_t size;
	bool dat;		/* DAT is on */
} wheres[] = {
	{ "block", LAYOUT_DATA, 16, false },
	{ "two_blocks", LAYOUT_DATA + PAGE_SIZE - 8, 16, false },
	{ "four_blocks", LAYOUT_DATA - 100, 3 * PAGE_SIZE, false },
	/* Of huge pages: */
	{ "end_of_page", MIB - 16, 16, false },
	{ "two_pages", MIB - 8, 16, false },
	{ "second_page", MIB, 16, false },
	{ "end_of_slot", LAYOUT_HOLE - 16, 16, false },
	{ "over_the_end", LAYOUT_HOLE - 8, 16, false },
	{ "hole", LAYOUT_HOLE, 16, false },
	{ "two_slots", 4 * MIB - 8, 16, false },
	{ "64k", 5 * MIB - 65536, 65536, false },
	{ "last_slot", LAYOUT_SHARED, 16, false },
	{ "by_tables", 3 * MIB, 16, true },	/* the frame begins a huge page */
};

static bool check_of_cmpxchg(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG && v[MODE] == MODE_CHECK;
}

static bool not_for_cmpxchg(const unsigned int *v)
{
	const struct where *where = &wheres[v[WHERE]];

	return ops[v[OP]].access == CMPXCHG && (where->size != 16 || where->addr % 16);
}

static bool absolute_by_tables(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE && wheres[v[WHERE]].dat;
}

static bool no_second_block(const unsigned int *v)
{
	const struct where *where = &wheres[v[WHERE]];

	return keys[v[KEY]].key != NO_KEY && keys[v[KEY]].second != STORAGE_KEY &&
	       (where->addr % PAGE_SIZE + where->size <= PAGE_SIZE ||
		!map_has(&guest_map, block_of(where->addr) + PAGE_SIZE));
}

static void stage_keys(const unsigned int *v, struct state *state)
{
	const struct where *where = &wheres[v[WHERE]];
	uint64_t first = block_of(where->addr), block;
	unsigned int acc;

	for (block = first; block < where->addr + where->size; block += PAGE_SIZE) {
		acc = block == first + PAGE_SIZE ? keys[v[KEY]].second : STORAGE_KEY;
		if (map_has(&guest_map, block))
			state_key(state, block, skey_make(acc, true));
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	const struct where *where = &wheres[v[WHERE]];
	struct request *r = &plan->request;
	struct dat_path path;

	plan->needs = NEED_HUGE_PAGES;
	plan->state.vm_type = VM_HUGE_PAGES;
	set_operation(plan, &ops[v[OP]]);
	r->flags = modes[v[MODE]].flags;
	r->gaddr = where->addr;
	r->size = where->size;
	r->dirty_log = v[LOG];
	if (where->dat) {
		dat_path_init(&path, 0, DAT_REGION_THIRD, dat_path_addr(DAT_REGION_THIRD, 0),
			      where->addr);
		dat_path_stage(&path, &plan->state);
		set_primary_space(&plan->state.regs, path.asce);
		r->gaddr = path.addr;
	}
	if (ops[v[OP]].access == CMPXCHG)
		set_cmpxchg_values(r, where->addr);
	set_key(plan, keys[v[KEY]].key);
	if (keys[v[KEY]].key != NO_KEY)
		stage_keys(v, &plan->state);
}

static const struct axis axes[] = {
	[LOG] = AXIS_OFF_ON("log"),
	[OP] = AXIS_ROWS("op", ops),
	[MODE] = AXIS_MODE,
	[KEY] = AXIS_ROWS("key", keys),
	[WHERE] = AXIS_ROWS("where", wheres),
};

static const struct prune prunes[] = {
	{ check_of_cmpxchg, "cmpxchg has no check-only mode" },
	{ not_for_cmpxchg, "a cmpxchg operand has at most 16 bytes and is aligned" },
	{ absolute_by_tables, "absolute accesses use no guest tables" },
	{ no_second_block, "the operand has no second block, or that block is in no memory slot" },
};

SUITE(huge_pages) = {
	.name = "huge_pages",
	.quick = 100,		/* setting the first key in a huge page is slow */
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
