// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens while an ioctl waits for its buffer, which userfaultfd provides only afterwards: the
 * ioctl has not looked at the guest's memory for the last time, or must not do it again. A store
 * that comes after memory was taken away, or after the storage key was changed, is one to the new
 * state. Nothing may wait for the buffer that needs not.
 */
#include "lib/arch/skey.h"
#include "lib/history/history.h"

enum { MEMORY, OP, THEN };

#define BLOCK 5
#define KEY 9			/* ACC of the block; fetch-protected */
#define OTHER_KEY 3

static const struct {
	const char *label;
	enum host_memory memory;
} memories[] = {
	{ "anonymous", HOST_ANONYMOUS },
	/* for the profile "exhaustive": */
	{ "thp_1m", HOST_THP_1M },
	{ "shared", HOST_SHARED },
};

static const struct {
	const char *label;
	enum step_op op;
	enum target target;
	enum access access;
} ops[] = {
	{ "absolute_read", STEP_REQUEST, ABSOLUTE, READ },
	{ "absolute_write", STEP_REQUEST, ABSOLUTE, WRITE },
	{ "absolute_cmpxchg", STEP_REQUEST, ABSOLUTE, CMPXCHG },
	{ "logical_read", STEP_REQUEST, LOGICAL, READ },
	{ "logical_write", STEP_REQUEST, LOGICAL, WRITE },
	{ "get_skeys", STEP_KEY_GET, ABSOLUTE, READ },
	{ "set_skeys", STEP_KEY_SET, ABSOLUTE, READ },
	{ "get_cmma_bits", STEP_USAGE_GET, ABSOLUTE, READ },
	{ "set_cmma_bits", STEP_USAGE_SET, ABSOLUTE, READ },
};

static const struct {
	const char *label;
	enum step_op op;
} thens[] = {
	{ "nothing", STEP_OPS },
	{ "no_access", STEP_PROTECT_NONE },
	{ "stored", STEP_STORE },
	{ "key_changed", STEP_KEY_SET },
	{ "slot_deleted", STEP_SLOT_DELETE },
	/* for the profile "exhaustive": */
	{ "read_only", STEP_PROTECT_READ },
	{ "replaced", STEP_MAP_ANONYMOUS },
	{ "aged", STEP_AGE },
	{ "log_fetched", STEP_LOG_GET },
};

static bool concerns_keys(const unsigned int *v)
{
	return ops[v[OP]].op == STEP_KEY_GET || ops[v[OP]].op == STEP_KEY_SET;
}

static bool concerns_usage(const unsigned int *v)
{
	return ops[v[OP]].op == STEP_USAGE_GET || ops[v[OP]].op == STEP_USAGE_SET;
}

static struct step *add_step(enum step_op op, struct history *history)
{
	struct step *step = history_add(history, op, BLOCK);

	step->slot = SLOT_SECOND;
	return step;
}

static void add_held(const unsigned int *v, struct history *history)
{
	struct step *step = add_step(ops[v[OP]].op, history);

	step->target = ops[v[OP]].target;
	step->access = ops[v[OP]].access;
	if (step->access == CMPXCHG)
		step->extent = EXTENT_DOUBLEWORD;
	if (step->op == STEP_REQUEST)
		step->key = KEY;
	if (step->op == STEP_KEY_SET)
		step->key = skey_make(OTHER_KEY, true);
	step->thread = 1;
	step->held = true;
}

static void build(const unsigned int *v, struct history *history)
{
	enum step_op then = thens[v[THEN]].op;
	struct step *step;

	history->memory = memories[v[MEMORY]].memory;
	history->log = then == STEP_LOG_GET;
	history->cmma = concerns_usage(v);
	history->keys = !history->cmma;
	add_step(STEP_STORE, history);
	if (history->keys)
		add_step(STEP_KEY_SET, history)->key = skey_make(KEY, true);
	add_step(STEP_REQUEST, history)->access = WRITE;
	add_held(v, history);
	if (then != STEP_OPS) {
		step = add_step(then, history);
		if (then == STEP_KEY_SET)
			step->key = skey_make(OTHER_KEY, true);
		/* The deletion may wait for the ioctl. */
		if (then == STEP_SLOT_DELETE)
			step->thread = 2;
	}
	history_add(history, STEP_FINISH, 0)->thread = 1;
	if (then == STEP_SLOT_DELETE)
		history_add(history, STEP_FINISH, 0)->thread = 2;
	add_step(STEP_LOAD, history);
}

static bool two_changes(const unsigned int *v)
{
	return (concerns_keys(v) && thens[v[THEN]].op == STEP_KEY_SET) ||
	       (ops[v[OP]].access == CMPXCHG && (thens[v[THEN]].op == STEP_STORE ||
						thens[v[THEN]].op == STEP_MAP_ANONYMOUS));
}

static bool no_keys(const unsigned int *v)
{
	return concerns_usage(v) && thens[v[THEN]].op == STEP_KEY_SET;
}

static bool memslots_are_locked(const unsigned int *v)
{
	return concerns_usage(v) && (thens[v[THEN]].op == STEP_LOG_GET ||
				     thens[v[THEN]].op == STEP_SLOT_DELETE);
}

static bool no_usage(const unsigned int *v)
{
	return concerns_usage(v) && memories[v[MEMORY]].memory == HOST_THP_1M;
}

static const struct axis axes[] = {
	[MEMORY] = AXIS_USUAL(1, "memory", memories),
	[OP] = AXIS_ROWS("op", ops),
	[THEN] = AXIS_USUAL(5, "then", thens),
};

static const struct prune prunes[] = {
	{ two_changes, "which of two changes of the same key or doubleword is the last is open" },
	{ no_usage, "KVM has no usage states for guests with KVM_CAP_S390_HPAGE_1M" },
	{ no_keys, "guests with usage states have no keys here" },
	{ memslots_are_locked, "KVM may hold the lock of the memslots while it copies states" },
};

SUITE(held_buffers) = {
	.name = "held_buffers",
	.quick = 8,
	AXES(axes),
	PRUNES(prunes),
	.build_history = build,
};
