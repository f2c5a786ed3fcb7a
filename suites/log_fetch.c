// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stores while the dirty log is fetched: each must be in that log or in the next one. In "held", the
 * second page of the bitmap is missing, so that the fetch waits in its middle. In "race", another
 * CPU stores all the time, and user space copies the block whenever it is logged: in the end the
 * copy must be the same as the memory.
 */
#include "lib/history/history.h"

enum { HOW, MEMORY, OP, EXTENT, THEN };

static const struct {
	const char *label;
	enum host_memory memory;
	uint8_t slot;
} memories[] = {
	{ "big_slot", HOST_ANONYMOUS, SLOT_BIG },
	{ "anonymous", HOST_ANONYMOUS, SLOT_FIRST },
	{ "thp_1m", HOST_THP_1M, SLOT_FIRST },
	{ "hugetlb", HOST_HUGETLB, SLOT_FIRST },
	{ "shared", HOST_SHARED, SLOT_FIRST },
};

static const struct {
	const char *label;
	enum step_op op;
} ops[] = {
	{ "absolute_write", STEP_REQUEST },
	{ "store_status", STEP_STORE_STATUS },
};

static const struct {
	const char *label;
	enum extent extent;
} extents[] = { { "block", EXTENT_BLOCK }, { "doubleword", EXTENT_DOUBLEWORD } };

static const struct {
	const char *label;
	unsigned int n;
	enum step_op op[2];
} thens[] = {
	{ "nothing", 0, { 0 } },
	{ "unmapped", 2, { STEP_PROTECT_NONE, STEP_PROTECT_BACK } },
	{ "aged", 1, { STEP_AGE } },
	{ "other_block_locked", 1, { STEP_LOCK } },
};

enum { HELD, RACE };

#define BLOCK 9
#define OTHER_BLOCK 100

static struct step *add_step(const unsigned int *v, enum step_op op, unsigned int block,
			     struct history *history)
{
	struct step *step = history_add(history, op, block);

	step->slot = memories[v[MEMORY]].slot;
	return step;
}

static void add_store(const unsigned int *v, unsigned int block, struct history *history)
{
	struct step *step = add_step(v, ops[v[OP]].op, block, history);

	step->access = WRITE;
	step->extent = extents[v[EXTENT]].extent;
}

static void build_held(const unsigned int *v, struct history *history)
{
	struct step *step;
	unsigned int i;

	add_store(v, BLOCK, history);
	add_step(v, STEP_LOG_GET, 0, history);
	/* The kernel copies a log only if some block is in it. */
	add_store(v, OTHER_BLOCK, history);
	step = add_step(v, STEP_LOG_GET, 0, history);
	step->thread = 1;
	step->held = true;
	add_store(v, BLOCK, history);
	for (i = 0; i < thens[v[THEN]].n; i++)
		add_step(v, thens[v[THEN]].op[i],
			 thens[v[THEN]].op[i] == STEP_LOCK ? OTHER_BLOCK : BLOCK, history);
	history_add(history, STEP_FINISH, 0)->thread = 1;
	add_step(v, STEP_LOG_GET, 0, history);
}

static void build(const unsigned int *v, struct history *history)
{
	history->memory = memories[v[MEMORY]].memory;
	history->big = memories[v[MEMORY]].slot == SLOT_BIG;
	if (v[HOW] == HELD) {
		build_held(v, history);
		return;
	}
	add_store(v, BLOCK, history);
	add_step(v, STEP_LOG_RACE, BLOCK, history)->extent = extents[v[EXTENT]].extent;
}

static bool held_elsewhere(const unsigned int *v)
{
	return v[HOW] == HELD && memories[v[MEMORY]].slot != SLOT_BIG;
}

static bool race_of_other(const unsigned int *v)
{
	return v[HOW] == RACE && (v[OP] || v[THEN] || memories[v[MEMORY]].slot == SLOT_BIG);
}

static bool extent_of_status(const unsigned int *v)
{
	return ops[v[OP]].op == STEP_STORE_STATUS && v[EXTENT];
}

static const struct axis axes[] = {
	[HOW] = AXIS("how", [HELD] = "held", [RACE] = "race"),
	[MEMORY] = AXIS_ROWS("memory", memories),
	[OP] = AXIS_ROWS("op", ops),
	[EXTENT] = AXIS_ROWS("extent", extents),
	[THEN] = AXIS_ROWS("then", thens),
};

static const struct prune prunes[] = {
	{ held_elsewhere, "only the log of a slot of more than 128 MiB has a second page" },
	{ race_of_other, "the thread that stores makes absolute writes" },
	{ extent_of_status, "KVM_S390_STORE_STATUS always stores the same 512 bytes" },
};

SUITE(log_fetch) = {
	.name = "log_fetch",
	.quick = 6,
	AXES(axes),
	PRUNES(prunes),
	.build_history = build,
};
