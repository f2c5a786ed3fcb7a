// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that race with something else: the vCPU runs, storage keys change, or several threads
 * update the same operand by cmpxchg. A result that one of the two states allows is correct, and no
 * update by cmpxchg may be lost.
 */
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"

enum { RACE, OP, MODE, SIZE, WHERE };

static const struct {
	const char *label;
	enum race race;
	int key;
} races[] = {
	{ "threads_add", RACE_THREADS, NO_KEY },
	{ "vcpu_runs", RACE_VCPU, NO_KEY },
	{ "keys_change", RACE_STATE, 3 },	/* which matches half the time */
};

static const struct number sizes[] = {
	NUMBER(1), NUMBER(2), NUMBER(4), NUMBER(8), NUMBER(16), NUMBER(4096), NUMBER(65536),
};

static const struct number offsets[] = { NUMBER(0), NUMBER(16), NUMBER(0x7f0), NUMBER(0xff0) };

static bool only_cmpxchg_adds(const unsigned int *v)
{
	return races[v[RACE]].race == RACE_THREADS && v[OP] != CMPXCHG;
}

static bool not_for_cmpxchg(const unsigned int *v)
{
	return v[OP] == CMPXCHG &&
	       (v[MODE] == MODE_CHECK || sizes[v[SIZE]].value > MEMOP_CMPXCHG_MAX);
}

/* The operand, a big-endian number, after every thread has added 1 RACE_ROUNDS times. */
static void add_all(uint8_t *value, const uint8_t *old, uint32_t size)
{
	unsigned int carry = RACE_N_THREADS * RACE_ROUNDS;

	while (size--) {
		carry += old[size];
		value[size] = (uint8_t)carry;
		carry >>= 8;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	set_access(plan, ABSOLUTE, v[OP]);
	r->race = races[v[RACE]].race;
	r->flags = modes[v[MODE]].flags;
	r->size = sizes[v[SIZE]].value;
	r->gaddr = LAYOUT_DATA + offsets[v[WHERE]].value;
	if (v[OP] == CMPXCHG) {
		set_cmpxchg_values(r, r->gaddr);
		add_all(r->new_value, r->old_value, r->size);
	}
	set_key(plan, races[v[RACE]].key);
	plan->other = plan->state;
	if (races[v[RACE]].key != NO_KEY) {
		state_key(&plan->state, LAYOUT_DATA, skey_make(3, true));
		state_key(&plan->other, LAYOUT_DATA, skey_make(5, true));
	}
}

static const struct axis axes[] = {
	[RACE] = AXIS_ROWS("while", races),
	[OP] = AXIS_READ_WRITE_CMPXCHG,
	[MODE] = AXIS_MODE,
	[SIZE] = AXIS_ROWS("size", sizes),
	[WHERE] = AXIS_ROWS("offset", offsets),
};

static const struct prune prunes[] = {
	{ only_cmpxchg_adds, "only cmpxchg can add without losing updates" },
	{ not_for_cmpxchg, "cmpxchg has no check-only mode, and takes at most 16 bytes" },
};

SUITE(concurrency) = {
	.name = "concurrency",
	.quick = 6,		/* each case makes many requests */
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
