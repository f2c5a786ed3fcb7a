// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests while something else goes on: the vCPU runs, keys change, other threads exchange the same operand. What is allowed then
 * is what one state or the other allows, and no update is ever lost.
 */
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { WHAT, OP, MODE, SIZE, WHERE };
enum { THREADS, VCPU, KEYS };

static const uint32_t ops[] = { MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG };
static const uint32_t sizes[] = { 1, 2, 4, 8, 16, 4096, 65536 };
static const uint32_t offsets[] = { 0, 16, 0x7f0, 0xff0 };

static bool exchange(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG;
}

static bool only_exchanges_add(const unsigned int *v)
{
	return v[WHAT] == THREADS && !exchange(v);
}

static bool not_of_exchange(const unsigned int *v)
{
	return exchange(v) && (v[MODE] || sizes[v[SIZE]] > MEMOP_CMPXCHG_MAX);
}

/* What the operand is when every thread has added all it has to. */
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
	static const enum race races[] = { RACE_THREADS, RACE_VCPU, RACE_STATE };
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION | (exchange(v) ? NEED_CMPXCHG : 0);
	r->race = races[v[WHAT]];
	r->fd = FD_VM;
	r->op = ops[v[OP]];
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->size = sizes[v[SIZE]];
	r->gaddr = LAYOUT_DATA + offsets[v[WHERE]];
	if (exchange(v)) {
		pattern_fill(r->old_value, r->gaddr, r->size);
		add_all(r->new_value, r->old_value, r->size);
	}
	plan->other = plan->state;
	if (v[WHAT] == KEYS) {
		r->flags |= MEMOP_F_SKEY_PROTECTION;
		r->key = 3;
		state_key(&plan->state, LAYOUT_DATA, skey_make(3, true));
		state_key(&plan->other, LAYOUT_DATA, skey_make(5, true));
	}
}

static const struct axis axes[] = {
	[WHAT] = AXIS("while", "threads_add", "vcpu_runs", "keys_change"),
	[OP] = AXIS("op", "read", "write", "cmpxchg"),
	[MODE] = AXIS("mode", "real", "check"),
	[SIZE] = AXIS("size", "1", "2", "4", "8", "16", "4096", "65536"),
	[WHERE] = AXIS("offset", "0", "16", "0x7f0", "0xff0"),
};

static const struct prune prunes[] = {
	{ only_exchanges_add, "only compare-and-exchange can add" },
	{ not_of_exchange, "a compare-and-exchange has no check-only, and at most 16 bytes" },
};

SUITE(concurrency) = {
	.name = "concurrency",
	.title = "requests while the vCPU runs, keys change, or threads exchange the same operand",
	.clauses = "API.41 API.42 API.43 API.44 API.45 KEY.3 KEY.4",
	.quick = 6,
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
