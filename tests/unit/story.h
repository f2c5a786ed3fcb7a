/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the tests of lib/history: a history as a table row, and what its last step may give.
 */
#ifndef TESTS_UNIT_STORY_H
#define TESTS_UNIT_STORY_H

#include "lib/history/reference.h"
#include "tests/unit/unit.h"

/* Steps with one block of slot 0; the rest are members of struct step. */
#define DO(name, b, ...)								\
	{ .op = STEP_##name, .block = (b), .n = 1, .target = ABSOLUTE, __VA_ARGS__ }
#define EVENT(name, b) DO(name, b, .key = NO_KEY)
#define READ_OF(b) DO(REQUEST, b, .key = NO_KEY, .access = READ)
#define WRITE_OF(b) DO(REQUEST, b, .key = NO_KEY, .access = WRITE)
#define READ_WITH(k, b) DO(REQUEST, b, .key = (k), .access = READ)
#define WRITE_WITH(k, b) DO(REQUEST, b, .key = (k), .access = WRITE)
#define CHECK_READ(k, b) DO(REQUEST, b, .key = (k), .access = READ, .check = true)
#define CHECK_WRITE(b) DO(REQUEST, b, .key = NO_KEY, .access = WRITE, .check = true)
#define SET_KEY(k, b) DO(KEY_SET, b, .key = (k))

/* Return values, written out: the tests must not depend on definitions in lib/. */
#define ADDRESSING 5
#define PROTECTION 4
#define FAULT (-14)
#define ENDS 99		/* not a return value: the end of a list */

static struct history story;
static struct reference ref;
static struct expected told;	/* what the step asked last may give */

static inline void story_begin(enum host_memory memory, bool keys, bool log)
{
	history_init(&story);
	story.memory = memory;
	story.keys = keys;
	story.log = log;
	story.salt = 1;
	reference_begin(&ref, &story);
}

/* Add a step, and ask what it may give. */
static inline void story_ask(struct step step)
{
	ck_assert_uint_lt(story.n, HISTORY_STEPS);
	ck_assert_msg(reference_can(&ref, &step), "step %u cannot be made", story.n + 1);
	story.step[story.n++] = step;
	reference_expect(&ref, &step, &told);
}

/* Add a step; it gives what the reference model itself would give. */
static inline void story_step(struct step step)
{
	struct seen seen = { 0 };

	story_ask(step);
	reference_predict(&ref, &step, &told, &seen);
	reference_record(&ref, story.n - 1, &told, &seen);
}

/* Make steps up to the first that is all zeros, or the last of max; ask about the last one. */
static inline void story_tell(const struct step *steps, unsigned int max)
{
	unsigned int n = 0;

	while (n < max && steps[n].n)
		n++;
	for (unsigned int i = 0; i + 1 < n; i++)
		story_step(steps[i]);
	story_ask(steps[n - 1]);
}

/* These results are allowed, and no others. */
static inline void story_returns(const int *results, const char *why)
{
	unsigned int n = 0;

	for (; results[n] != ENDS; n++)
		ck_assert_msg(expected_result(&told, results[n]), "%s: %d is not allowed", why,
			      results[n]);
	ck_assert_msg(!told.any_result && told.n == n, "%s: %u results are allowed, not %u", why,
		      told.n, n);
}

#define RETURNS(...) { __VA_ARGS__ __VA_OPT__(,) ENDS }

#endif
