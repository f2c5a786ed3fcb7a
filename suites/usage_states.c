// SPDX-License-Identifier: GPL-2.0-only
/*
 * Usage states of blocks (collaborative memory management, CMMA). The host may discard a block that
 * is unused; once the block is stable again and stored into, its content must last, whatever
 * happened in between, and also in the memory of a process whose VM has gone.
 */
#include "lib/history/history.h"

enum { STATE, BETWEEN, STORED_BY, THEN };

#define BLOCK 5
#define OTHER_BLOCK 9		/* in the same megabyte */

static const struct {
	const char *label;
	uint8_t state;
} states[] = {
	{ "unused", USAGE_UNUSED },
	{ "stable", USAGE_STABLE },
	{ "potentially_volatile", USAGE_POTENTIAL },
	{ "volatile", USAGE_VOLATILE },
};

static const struct {
	const char *label;
	enum step_op op;
	unsigned int block;
} betweens[] = {
	{ "nothing", STEP_LOAD, OTHER_BLOCK },
	{ "other_block_locked", STEP_LOCK, OTHER_BLOCK },
	{ "other_block_read_only", STEP_PROTECT_READ, OTHER_BLOCK },
	{ "paged_out", STEP_PAGEOUT, BLOCK },
	{ "aged", STEP_AGE, BLOCK },
	{ "remapped", STEP_REMAP, BLOCK },
};

static const struct { const char *label; } thens[] = { { "paged_out" }, { "stays" } };

enum { BY_REQUEST, BY_USER, BY_USER_WITHOUT_VM };

static void set_usage(struct history *history, uint8_t state)
{
	history_add(history, STEP_USAGE_SET, BLOCK)->arg = state;
}

static void build(const unsigned int *v, struct history *history)
{
	history->cmma = true;
	history->log = false;
	history_add(history, STEP_STORE, BLOCK);
	history_add(history, STEP_REQUEST, BLOCK)->access = WRITE;
	set_usage(history, states[v[STATE]].state);
	history_add(history, betweens[v[BETWEEN]].op, betweens[v[BETWEEN]].block);
	if (v[STORED_BY] == BY_USER_WITHOUT_VM)
		history_add(history, STEP_VM_NEW, 0);
	else
		set_usage(history, USAGE_STABLE);
	if (v[STORED_BY] == BY_REQUEST)
		history_add(history, STEP_REQUEST, BLOCK)->access = WRITE;
	else
		history_add(history, STEP_STORE, BLOCK);
	if (!v[THEN])
		history_add(history, STEP_PAGEOUT, BLOCK);
	history_add(history, STEP_LOAD, BLOCK);
}

static const struct axis axes[] = {
	[STATE] = AXIS_USUAL(1, "state", states),
	[BETWEEN] = AXIS_USUAL(3, "between", betweens),
	[STORED_BY] = AXIS("stored_by", [BY_REQUEST] = "request", [BY_USER] = "user",
			   [BY_USER_WITHOUT_VM] = "user_of_former_vm"),
	[THEN] = AXIS_USUAL(1, "then", thens),
};

SUITE(usage_states) = {
	.name = "usage_states",
	.quick = 8,
	AXES(axes),
	.build_history = build,
};
