// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests while a memslot is being deleted. The kernel waits for requests that were under way
 * (userfaultfd makes them wait), so that the deletion takes as long as this suite wants. In that
 * time user space takes the memory away and uses it for something else. From then on a request
 * must not reach it: it returns an addressing exception or EFAULT.
 *
 * Only memory of the test is ever reached, even if the kernel is wrong: pages of a memfd are not
 * freed when they are unmapped, and no request stores before one has read in vain.
 */
#include "lib/history/history.h"

enum { READERS, TAKEN, OP, EXTENT };

#define HELD 16			/* blocks of the big slot for which requests wait */
#define BLOCK 7			/* in the slot that is deleted */

static const struct {
	const char *label;
	enum step_op op;
} taken[] = {
	{ "unmapped", STEP_UNMAP },
	{ "no_access", STEP_PROTECT_NONE },
	{ "replaced", STEP_MAP_ANONYMOUS },
	{ "kept", STEP_LOAD },
};

static const struct operation ops[] = { ABSOLUTE_READ, ABSOLUTE_WRITE, LOGICAL_READ };

static const struct {
	const char *label;
	enum extent extent;
} extents[] = {
	{ "block", EXTENT_BLOCK },
	{ "doubleword", EXTENT_DOUBLEWORD },
};

/* A request of a background thread that waits for a block of the big slot. */
static void add_reader(struct history *history, unsigned int thread)
{
	struct step *step = history_add(history, STEP_REQUEST, HELD + 2 * thread);

	step->slot = SLOT_BIG;
	step->thread = (uint8_t)thread;
}

static void end_reader(struct history *history, unsigned int thread)
{
	history_add(history, STEP_PROVIDE, HELD + 2 * thread)->slot = SLOT_BIG;
	history_add(history, STEP_FINISH, 0)->thread = (uint8_t)thread;
}

static void add_request(const unsigned int *v, struct history *history, enum access access)
{
	struct step *step = history_add(history, STEP_REQUEST, BLOCK);

	step->slot = SLOT_SECOND;
	step->target = ops[v[OP]].target;
	step->access = access;
	step->extent = extents[v[EXTENT]].extent;
}

static void build(const unsigned int *v, struct history *history)
{
	unsigned int late[] = { HELD + 2, HELD + 4 }, i;
	struct step *step;

	history->memory = HOST_SHARED;
	history->big = true;
	history->log = false;
	history_add(history, STEP_STORE, BLOCK)->slot = SLOT_SECOND;
	for (i = 0; i < 2; i++) {
		step = history_add(history, STEP_REQUEST, BLOCK);
		step->slot = SLOT_SECOND;
		step->access = i ? READ : WRITE;
	}
	for (i = 0; i < ARRAY_SIZE(late); i++) {
		step = history_add(history, STEP_LATE, late[i]);
		step->slot = SLOT_BIG;
		step->arg = LATE_HELD;
	}
	/*
	 * The deletion waits for readers of the old memslots, twice: first for those that began
	 * before it, then for those that began before the slot had gone.
	 */
	add_reader(history, 1);
	step = history_add(history, STEP_SLOT_DELETE, 0);
	step->slot = SLOT_SECOND;
	step->thread = 3;
	if (v[READERS]) {
		add_reader(history, 2);
		end_reader(history, 1);
	}
	history_add(history, taken[v[TAKEN]].op, BLOCK)->slot = SLOT_SECOND;
	add_request(v, history, READ);
	add_request(v, history, ops[v[OP]].access);
	end_reader(history, v[READERS] ? 2 : 1);
	history_add(history, STEP_FINISH, 0)->thread = 3;
	add_request(v, history, ops[v[OP]].access);
	/* The file still has what was stored while the slot existed, and nothing else. */
	if (taken[v[TAKEN]].op == STEP_UNMAP) {
		history_add(history, STEP_MAP_AGAIN, BLOCK)->slot = SLOT_SECOND;
		history_add(history, STEP_LOAD, BLOCK)->slot = SLOT_SECOND;
	}
}

static const struct axis axes[] = {
	[READERS] = AXIS("waits_for", "first_readers", "second_readers"),
	[TAKEN] = AXIS_USUAL(2, "memory", taken),
	[OP] = AXIS_USUAL(2, "op", ops),
	[EXTENT] = AXIS_USUAL(1, "extent", extents),
};

/* A logical request is one of the vCPU, but the vCPU is idle. */
SUITE(slot_removal) = {
	.name = "slot_removal",
	.quick = 8,
	.pairs = true,
	AXES(axes),
	.build_history = build,
};
