// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the host and user space do to the memory behind a block between two requests: to its mapping,
 * to the pages, to the memslot, to the VM. Afterwards, content, storage key and dirty log must be as
 * if nothing but the documented effect had happened, and memory that was taken away must not be
 * accessed.
 */
#include "lib/arch/skey.h"
#include "lib/history/history.h"

enum { MEMORY, EVENT, OP, LOG, KEYS, TOUCH };

#define BLOCK 5
#define NEIGHBOUR 6		/* in the same megabyte */
#define FAR 12			/* also in SLOT_SMALL */
#define PREFIX 128		/* of the vCPU */
#define KEY 9			/* ACC of the block; fetch-protected */
#define OTHER_KEY 3		/* ACC of another block; not fetch-protected */

static const struct memory_row {
	const char *label;
	enum host_memory memory;
	uint8_t slot;
} memories[] = {
	{ "anonymous", HOST_ANONYMOUS, SLOT_SECOND },
	{ "thp_1m", HOST_THP_1M, SLOT_SECOND },
	/* for the profile "exhaustive": */
	{ "thp", HOST_THP, SLOT_SECOND },
	{ "shared", HOST_SHARED, SLOT_SECOND },
	{ "private_file", HOST_PRIVATE, SLOT_SECOND },
	{ "hugetlb", HOST_HUGETLB, SLOT_SECOND },
	{ "small_slot", HOST_ANONYMOUS, SLOT_SMALL },
	{ "small_slot_thp_1m", HOST_THP_1M, SLOT_SMALL },
};

/* Where a step of an event takes place. */
enum place { HERE, THERE, AWAY, BOTH, ROUND, OVER_THE_END, AT_PREFIX };

#define EVENT_STEPS 6

static const struct event {
	const char *label;
	struct { enum step_op op; enum place place; } step[EVENT_STEPS];
	unsigned int n;
} events[] = {
	{ "none", {}, 0 },
	/* The mapping of user space. */
	{ "no_access", { { STEP_PROTECT_NONE, HERE } }, 1 },
	{ "read_only", { { STEP_PROTECT_READ, HERE } }, 1 },
	{ "read_only_and_read", { { STEP_PROTECT_READ, HERE }, { STEP_REQUEST, HERE } }, 2 },
	{ "no_access_and_back", { { STEP_PROTECT_NONE, HERE }, { STEP_PROTECT_BACK, HERE } }, 2 },
	{ "unmapped", { { STEP_UNMAP, HERE } }, 1 },
	{ "unmapped_and_mapped", { { STEP_UNMAP, HERE }, { STEP_MAP_AGAIN, HERE } }, 2 },
	{ "replaced", { { STEP_MAP_ANONYMOUS, HERE } }, 1 },
	{ "replaced_and_stored", { { STEP_MAP_ANONYMOUS, HERE }, { STEP_STORE, HERE } }, 2 },
	{ "replaced_and_forked", { { STEP_MAP_ANONYMOUS, HERE }, { STEP_FORK, HERE } }, 2 },
	{ "replaced_by_shared", { { STEP_MAP_SHARED, HERE } }, 1 },
	{ "replaced_by_file", { { STEP_MAP_PRIVATE, HERE } }, 1 },
	{ "remapped", { { STEP_REMAP, HERE } }, 1 },
	{ "discarded", { { STEP_DONTNEED, HERE } }, 1 },
	{ "discarded_and_stored", { { STEP_DONTNEED, HERE }, { STEP_STORE, HERE } }, 2 },
	{ "late", { { STEP_LATE, HERE } }, 1 },
	{ "neighbour_read_only", { { STEP_PROTECT_READ, THERE } }, 1 },
	{ "neighbour_unmapped", { { STEP_UNMAP, THERE } }, 1 },
	{ "other_block_locked", { { STEP_LOCK, AWAY } }, 1 },
	/* The pages. */
	{ "populated", { { STEP_POPULATE, HERE } }, 1 },
	{ "collapsed", { { STEP_COLLAPSE, HERE } }, 1 },
	{ "split", { { STEP_SPLIT, HERE } }, 1 },
	{ "paged_out", { { STEP_PAGEOUT, HERE } }, 1 },
	{ "cold", { { STEP_COLD, HERE } }, 1 },
	{ "aged", { { STEP_AGE, HERE } }, 1 },
	{ "compacted", { { STEP_COMPACT, HERE } }, 1 },
	{ "merged", { { STEP_MERGE, ROUND } }, 1 },
	{ "merged_with_neighbour", { { STEP_STORE, BOTH }, { STEP_KEY_SET, HERE },
				       { STEP_KEY_SET, THERE }, { STEP_MERGE, BOTH },
				       { STEP_REQUEST, HERE }, { STEP_REQUEST, THERE } }, 6 },
	{ "forked", { { STEP_FORK, HERE } }, 1 },
	{ "forked_child_stays", { { STEP_FORK_STAY, HERE } }, 1 },
	/* Stores of user space, while the guest maps the block or not. */
	{ "stored", { { STEP_STORE, HERE } }, 1 },
	{ "unmapped_and_stored", { { STEP_PROTECT_NONE, HERE }, { STEP_PROTECT_BACK, HERE },
				      { STEP_STORE, HERE } }, 3 },
	{ "aged_and_stored", { { STEP_AGE, HERE }, { STEP_STORE, HERE } }, 2 },
	/* The memslot and its log. */
	{ "read_over_the_end", { { STEP_REQUEST, OVER_THE_END } }, 1 },
	{ "slot_deleted", { { STEP_SLOT_DELETE, HERE } }, 1 },
	{ "slot_created_again", { { STEP_SLOT_DELETE, HERE }, { STEP_SLOT_CREATE, HERE } }, 2 },
	{ "slot_of_other_memory", { { STEP_SLOT_DELETE, HERE },
				       { STEP_SLOT_CREATE_OTHER, HERE } }, 2 },
	{ "slot_moved", { { STEP_SLOT_MOVE, HERE } }, 1 },
	{ "log_off_and_on", { { STEP_LOG_OFF, HERE }, { STEP_LOG_ON, HERE } }, 2 },
	{ "log_fetched", { { STEP_LOG_GET, HERE } }, 1 },
	/* The VM, and others. */
	{ "vcpu_ran", { { STEP_RUN, AT_PREFIX } }, 1 },
	{ "vcpu_runs", { { STEP_RUN_LOOP, HERE } }, 1 },
	{ "status_stored", { { STEP_STORE_STATUS, HERE } }, 1 },
	{ "limit_set", { { STEP_LIMIT, HERE } }, 1 },
	{ "migration_mode", { { STEP_MIGRATION_START, HERE }, { STEP_MIGRATION_STOP, HERE } }, 2 },
	{ "other_vm_stored", { { STEP_VM_OTHER, HERE } }, 1 },
	{ "new_vm", { { STEP_VM_NEW, HERE } }, 1 },
	{ "new_vm_used_keys", { { STEP_VM_KEYLESS, HERE }, { STEP_REQUEST, HERE },
				  { STEP_KEY_SET, THERE } }, 3 },
};

static const struct operation ops[] = {
	ABSOLUTE_WRITE, LOGICAL_WRITE,
	/* for the profile "exhaustive": */
	ABSOLUTE_READ, ABSOLUTE_CMPXCHG,
};

enum { KEYS_IN_USE, KEYS_NEVER };

static bool whole_megabyte(enum step_op op)
{
	return op >= STEP_PROTECT_NONE && op <= STEP_DONTNEED;
}

static void add_event_step(const struct memory_row *memory, enum step_op op, enum place place,
			   struct history *history)
{
	static const uint16_t blocks[] = {
		[HERE] = BLOCK, [THERE] = NEIGHBOUR, [AWAY] = FAR, [BOTH] = BLOCK,
		[ROUND] = BLOCK, [AT_PREFIX] = PREFIX,
	};
	struct step *step = history_add(history, op, blocks[place]);

	step->slot = place == AT_PREFIX ? SLOT_FIRST : memory->slot;
	if (place == ROUND)
		step->n = 4;
	if (place == BOTH)
		step->n = 2;
	if (place == OVER_THE_END) {
		step->block = (uint16_t)(history_slots[memory->slot].size / PAGE_SIZE - 1);
		step->extent = EXTENT_ACROSS;
	}
	if (op == STEP_KEY_SET)
		step->key = place == HERE ? skey_make(KEY, true) : skey_make(OTHER_KEY, false);
	if (op == STEP_RUN_LOOP)
		step->thread = 1;
	/* A huge page of hugetlbfs is mapped as a whole. */
	if (memory->memory == HOST_HUGETLB && whole_megabyte(op)) {
		step->block = 0;
		step->n = SLOT_BLOCKS;
	}
}

static struct step *add_step(const unsigned int *v, enum step_op op, unsigned int block,
			     struct history *history)
{
	struct step *step = history_add(history, op, block);

	step->slot = memories[v[MEMORY]].slot;
	return step;
}

/* extent: of a store. After the event it is half a block, so the other half must be as before. */
static void add_request(const unsigned int *v, int key, enum extent extent, struct history *history)
{
	struct step *step = add_step(v, STEP_REQUEST, BLOCK, history);

	step->target = ops[v[OP]].target;
	step->access = ops[v[OP]].access;
	if (step->access == CMPXCHG)
		step->extent = EXTENT_DOUBLEWORD;
	else if (step->access == WRITE)
		step->extent = extent;
	if (v[KEYS] == KEYS_IN_USE)
		step->key = key;
}

/* A read of the neighbour: KVM may then map the whole megabyte. */
static void touch_neighbour(const unsigned int *v, struct history *history)
{
	add_step(v, STEP_REQUEST, NEIGHBOUR, history)->access = READ;
}

static void build(const unsigned int *v, struct history *history)
{
	const struct memory_row *memory = &memories[v[MEMORY]];
	const struct event *event = &events[v[EVENT]];
	unsigned int i;

	history->memory = memory->memory;
	history->keys = v[KEYS] == KEYS_IN_USE;
	history->log = v[LOG];
	history->small = memory->slot == SLOT_SMALL;
	if (v[TOUCH]) {
		add_step(v, STEP_STORE, BLOCK, history);
		touch_neighbour(v, history);
	}
	if (history->keys)
		add_step(v, STEP_KEY_SET, BLOCK, history)->key = skey_make(KEY, true);
	if (v[TOUCH])
		add_request(v, KEY, EXTENT_BLOCK, history);
	for (i = 0; i < event->n; i++)
		add_event_step(memory, event->step[i].op, event->step[i].place, history);
	if (history->log)
		add_step(v, STEP_LOG_GET, BLOCK, history);
	if (history->keys)
		add_step(v, STEP_KEY_GET, BLOCK, history);
	touch_neighbour(v, history);
	add_request(v, KEY, EXTENT_HALF, history);
	add_request(v, KEY + 1, EXTENT_HALF, history);
	if (event->n && event->step[0].op == STEP_RUN_LOOP)
		history_add(history, STEP_FINISH, 0)->thread = 1;
}

static const struct axis axes[] = {
	[MEMORY] = AXIS_USUAL(2, "memory", memories),
	[EVENT] = AXIS_ROWS("event", events),
	[OP] = AXIS_USUAL(2, "op", ops),
	[LOG] = AXIS_OFF_ON("log"),
	[KEYS] = AXIS("keys", [KEYS_IN_USE] = "in_use", [KEYS_NEVER] = "never"),
	[TOUCH] = AXIS("touched", "no", "yes"),
};

static bool no_other_mapping(const unsigned int *v)
{
	enum step_op op = events[v[EVENT]].step[0].op;

	return memories[v[MEMORY]].memory == HOST_HUGETLB && events[v[EVENT]].n &&
	       ((op >= STEP_MAP_ANONYMOUS && op <= STEP_REMAP) || op == STEP_LATE ||
		op == STEP_FORK || op == STEP_FORK_STAY);
}

static bool late_elsewhere(const unsigned int *v)
{
	return events[v[EVENT]].n && events[v[EVENT]].step[0].op == STEP_LATE &&
	       memories[v[MEMORY]].memory != HOST_ANONYMOUS;
}

static bool limit_with_vcpu(const unsigned int *v)
{
	return events[v[EVENT]].n && events[v[EVENT]].step[0].op == STEP_LIMIT &&
	       ops[v[OP]].target == LOGICAL;
}

static bool log_is_off(const unsigned int *v)
{
	enum step_op op = events[v[EVENT]].step[0].op;

	return !v[LOG] && events[v[EVENT]].n && (op == STEP_LOG_OFF || op == STEP_LOG_GET);
}

static bool keys_of_two_vms(const unsigned int *v)
{
	return events[v[EVENT]].n && events[v[EVENT]].step[0].op == STEP_VM_OTHER &&
	       (v[KEYS] == KEYS_IN_USE || memories[v[MEMORY]].slot == SLOT_SMALL);
}

static bool no_other_key(const unsigned int *v)
{
	unsigned int i;

	for (i = 0; i < events[v[EVENT]].n; i++)
		if (events[v[EVENT]].step[i].op == STEP_KEY_SET)
			return v[KEYS] == KEYS_NEVER;
	return false;
}

static const struct prune prunes[] = {
	{ no_other_mapping, "a huge page of hugetlbfs is mapped as a whole; there are only a few" },
	{ late_elsewhere, "userfaultfd provides missing pages of anonymous memory here" },
	{ limit_with_vcpu, "the limit can be set only before there is a vCPU" },
	{ log_is_off, "there is no log to fetch or switch off" },
	{ no_other_key, "another key of the neighbour would put keys into use" },
	{ keys_of_two_vms, "whose keys count in memory of two VMs is not documented" },
};

SUITE(host_events) = {
	.name = "host_events",
	.quick = 40,		/* each case has a VM of its own */
	.pairs = true,
	AXES(axes),
	PRUNES(prunes),
	.build_history = build,
};
