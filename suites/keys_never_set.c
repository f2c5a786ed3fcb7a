// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests that have never set a storage key: their keys are zero, whoever had the memory before. An
 * access with a key then depends on the access alone: a fetch is permitted, a store is not.
 */
#include "lib/arch/skey.h"
#include "lib/history/history.h"

enum { FORMER, MEMORY, OP, MODE, KEY };

#define BLOCKS 4		/* blocks that are tried */

static const struct {
	const char *label;
	enum step_op op;
} formers[] = {
	{ "none", STEP_LOAD },
	{ "other_process", STEP_PROCESS_OTHER },	/* its memory was freed */
	{ "other_vm", STEP_VM_KEYLESS },		/* of this process, on the same memory */
};

static const struct {
	const char *label;
	enum host_memory memory;
} memories[] = {
	{ "anonymous", HOST_ANONYMOUS },
	{ "shared", HOST_SHARED },
	{ "thp_1m", HOST_THP_1M },
	{ "hugetlb", HOST_HUGETLB },
};

static const struct operation ops[] = {
	ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG, LOGICAL_READ, LOGICAL_WRITE,
};

static const struct access_key keys[] = { { "3", 3 }, { "9", 9 }, { "0", 0 } };

static void add_request(const unsigned int *v, unsigned int block, struct history *history)
{
	struct step *step = history_add(history, STEP_REQUEST, block);

	step->target = ops[v[OP]].target;
	step->access = ops[v[OP]].access;
	step->check = v[MODE] == MODE_CHECK;
	step->extent = step->access == CMPXCHG ? EXTENT_DOUBLEWORD : EXTENT_BLOCK;
	step->key = keys[v[KEY]].key;
}

static void build(const unsigned int *v, struct history *history)
{
	unsigned int b;

	history->memory = memories[v[MEMORY]].memory;
	history->log = false;
	/* The former VM of this process sets keys. Without such a VM, none are ever set. */
	history->keys = formers[v[FORMER]].op == STEP_VM_KEYLESS;
	for (b = 0; b < BLOCKS && history->keys; b++) {
		history_add(history, STEP_STORE, b);
		history_add(history, STEP_KEY_SET, b)->key = skey_make(9, true);
		history_add(history, STEP_REQUEST, b);
	}
	history_add(history, formers[v[FORMER]].op, 0);
	for (b = 0; b < BLOCKS; b++) {
		history_add(history, STEP_STORE, b);
		add_request(v, b, history);
	}
}

static bool check_of_cmpxchg(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG && v[MODE] == MODE_CHECK;
}

static const struct axis axes[] = {
	[FORMER] = AXIS_ROWS("former", formers),
	[MEMORY] = AXIS_USUAL(1, "memory", memories),
	[OP] = AXIS_USUAL(3, "op", ops),
	[MODE] = AXIS_MODE,
	[KEY] = AXIS_USUAL(2, "key", keys),
};

static const struct prune prunes[] = {
	{ check_of_cmpxchg, "cmpxchg has no check-only mode" },
};

SUITE(keys_never_set) = {
	.name = "keys_never_set",
	.quick = 10,
	.pairs = true,
	AXES(axes),
	PRUNES(prunes),
	.build_history = build,
};
