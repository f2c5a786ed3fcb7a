/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the tests of lib/outcome: a request, what the oracle allows, and an outcome that fits.
 * A test changes one thing in the outcome.
 */
#ifndef TESTS_UNIT_TRIAL_H
#define TESTS_UNIT_TRIAL_H

#include <string.h>

#include "lib/arch/skey.h"
#include "lib/outcome/apply.h"
#include "tests/unit/plan.h"
#include "tests/unit/unit.h"

#define KEY 0x30

static struct memory shadow, live;
static struct level level;
static struct plan plan;
static struct allowed allowed;
static struct outcome outcome;
static struct trial trial = {
	&plan.state, &plan.request, &allowed, &shadow, &outcome, NULL
};
static uint8_t before[MEMOP_MAX_SIZE + 2 * CANARY], now[MEMOP_MAX_SIZE + 2 * CANARY];
static uint8_t old_before[16 + 2 * CANARY], old_now[16 + 2 * CANARY];
static unsigned int nearest, aspects;

static inline void copy_storage(void)
{
	for (unsigned int i = 0; i < guest_map.n; i++)
		memcpy(live.bytes[i], shadow.bytes[i], guest_map.slot[i].size);
}

/* A request of size bytes at gaddr with a matching key, and an outcome that fits. */
static inline void begin(uint32_t op, uint64_t gaddr, uint32_t size)
{
	const struct answer *a = &allowed.answer[0];
	uint64_t page;

	if (!shadow.map) {
		ck_assert(!memory_alloc(&shadow, &guest_map, false) &&
			  !memory_alloc(&live, &guest_map, false));
		memory_fill_pattern(&shadow);
		level_parse(&level, "7.2");
	}
	copy_storage();
	plan_begin(&plan, op, gaddr, size);
	plan.request.flags = MEMOP_F_SKEY_PROTECTION;
	plan.request.key = 3;
	for (page = gaddr & ~(PAGE_SIZE - 1); page < gaddr + size; page += PAGE_SIZE)
		state_key(&plan.state, page, KEY);
	pattern_fill(plan.request.old_value, gaddr, size < 16 ? size : 16);
	memset(plan.request.new_value, 0xa5, 16);
	user_pattern_fill(before, 0, sizeof(before));
	user_pattern_fill(old_before, 0, sizeof(old_before));
	if (op == MEMOP_ABSOLUTE_CMPXCHG) {
		memcpy(before + CANARY, plan.request.new_value, size);
		memcpy(old_before + CANARY, plan.request.old_value, size);
	}
	memcpy(now, before, sizeof(now));
	memcpy(old_now, old_before, sizeof(old_now));
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	outcome = (struct outcome){
		.ret = a->ret, .err = a->err, .live = &live, .buf = { before, now, size },
		.n_keys = allowed.n_fragments,
	};
	if (op == MEMOP_ABSOLUTE_CMPXCHG)
		outcome.old = (struct user_window){ old_before, old_now, size };
	if (request_stores(&plan.request))
		fragments_store(&live, &allowed, a->moved, before + CANARY, NULL);
	else
		fragments_fetch(&shadow, &allowed, a->moved, now + CANARY);
	for (unsigned int i = 0; i < allowed.n_fragments; i++)
		outcome.keys[i] =
			(struct block_key){ allowed.fragment[i].abs & ~(PAGE_SIZE - 1),
					    KEY | SKEY_R |
						    (request_stores(&plan.request) ? SKEY_C : 0) };
}

static inline int compare(void)
{
	nearest = 99;
	aspects = 0;
	return outcome_compare(&trial, &nearest, &aspects);
}

#endif
