// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dirty log over time (docs/clauses.md, LOG.4 and LOG.5), and memslots. Expected values are
 * from api.rst, "KVM_GET_DIRTY_LOG" and "KVM_SET_USER_MEMORY_REGION", not from the code.
 */
#include "tests/unit/story.h"

#define NO_LOG (-2)	/* ENOENT */
#define ASIDE 77	/* a block of which nothing was stored */

static bool logged(unsigned int block)
{
	return told.log[block / 64] >> block % 64 & 1;
}

START_TEST(stores)
{
	static const struct {
		const char *why;
		bool logged;		/* block 130 */
		struct step steps[6];
	} rows[] = {
		{ "nothing was stored", false, { EVENT(LOG_GET, 0) } },
		{ "a request stored", true, { WRITE_OF(130), EVENT(LOG_GET, 0) } },
		{ "a fetch is no store", false, { READ_OF(130), EVENT(LOG_GET, 0) } },
		{ "check-only is no store", false, { CHECK_WRITE(130), EVENT(LOG_GET, 0) } },
		{ "another block", false, { WRITE_OF(131), EVENT(LOG_GET, 0) } },
		{ "a store of user space need not be in it", false,
		  { EVENT(STORE, 130), EVENT(LOG_GET, 0) } },
		{ "a store that failed need not be in it", false,
		  { EVENT(PROTECT_READ, 130), WRITE_OF(130), EVENT(LOG_GET, 0) } },
		{ "the status is stored by the kernel", true,
		  { EVENT(STORE_STATUS, 130), EVENT(LOG_GET, 0) } },
		{ "unmapped meanwhile", true,
		  { WRITE_OF(130), EVENT(UNMAP, 130), EVENT(LOG_GET, 0) } },
		{ "swapped out meanwhile", true,
		  { WRITE_OF(130), EVENT(PAGEOUT, 130), EVENT(LOG_GET, 0) } },
		{ "aged before", true, { EVENT(AGE, 130), WRITE_OF(130), EVENT(LOG_GET, 0) } },
		{ "the slot was moved", true,
		  { WRITE_OF(130), EVENT(SLOT_MOVE, 0), EVENT(LOG_GET, 0) } },
		{ "it was in the last log", false,
		  { WRITE_OF(130), EVENT(LOG_GET, 0), EVENT(LOG_GET, 0) } },
		{ "stored into again", true,
		  { WRITE_OF(130), EVENT(LOG_GET, 0), WRITE_OF(130), EVENT(LOG_GET, 0) } },
		{ "before the log was turned on", false,
		  { EVENT(LOG_OFF, 0), WRITE_OF(130), EVENT(LOG_ON, 0), EVENT(LOG_GET, 0) } },
		{ "a slot that is made again has a new log", false,
		  { WRITE_OF(130), EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE, 0),
		    EVENT(LOG_GET, 0) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		story_begin(HOST_ANONYMOUS, false, true);
		story_tell(rows[i].steps, 6);
		story_returns((const int[])RETURNS(0), rows[i].why);
		ck_assert_msg(logged(130) == rows[i].logged, "%s", rows[i].why);
		ck_assert_msg(!logged(ASIDE), "%s", rows[i].why);
	}
}
END_TEST

/* A log may have more blocks than it must have. */
START_TEST(more_is_allowed)
{
	struct seen seen = { 0 };

	story_begin(HOST_ANONYMOUS, false, true);
	story_step((struct step)WRITE_OF(130));
	story_ask((struct step)EVENT(LOG_GET, 0));
	seen.log[ASIDE / 64] |= UINT64_C(1) << ASIDE % 64;
	ck_assert_uint_ne(expected_compare(&told, &seen), 0);
	seen.log[2] |= 1U << 2;
	ck_assert_uint_eq(expected_compare(&told, &seen), 0);
}
END_TEST

START_TEST(no_log)
{
	story_begin(HOST_ANONYMOUS, false, false);
	story_step((struct step)WRITE_OF(3));
	story_ask((struct step)EVENT(LOG_GET, 0));
	story_returns((const int[])RETURNS(NO_LOG), "without KVM_MEM_LOG_DIRTY_PAGES");
}
END_TEST

/* LOG.5: in that log or in the next one. */
START_TEST(while_it_is_fetched)
{
	static const struct step fetch = DO(LOG_GET, 0, .slot = SLOT_BIG, .thread = 1, .held = true);
	static const struct step later = DO(LOG_GET, 0, .slot = SLOT_BIG);
	static const struct step store = DO(REQUEST, 3, .slot = SLOT_BIG, .key = NO_KEY,
					    .access = WRITE);
	struct seen seen = { 0 };

	for (int in_first = 0; in_first < 2; in_first++) {
		story_begin(HOST_ANONYMOUS, false, true);
		story.big = true;
		reference_begin(&ref, &story);
		story_step(fetch);
		story_step(store);
		story_ask((struct step)DO(FINISH, 0, .thread = 1));
		ck_assert(!logged(3));
		seen.log[0] = in_first ? 1U << 3 : 0;
		ck_assert_uint_eq(expected_compare(&told, &seen), 0);
		reference_record(&ref, story.n - 1, &told, &seen);
		story_ask(later);
		ck_assert_int_eq(logged(3), !in_first);
	}
}
END_TEST

/* Steps that make no sense, or would wait for ever. */
START_TEST(impossible)
{
	static const struct step held = DO(LOG_GET, 0, .slot = SLOT_BIG, .thread = 1, .held = true);
	static const struct {
		const char *why;
		struct step step;
	} rows[] = {
		{ "the log is being fetched", EVENT(LOG_GET, 0) },
		{ "the memslots are locked", EVENT(SLOT_DELETE, 0) },
		{ "thread 1 is busy", DO(REQUEST, 3, .key = NO_KEY, .access = READ, .thread = 1) },
		{ "thread 2 has nothing to end", DO(FINISH, 0, .thread = 2) },
		{ "the slot ends there", EVENT(STORE, SLOT_BLOCKS) },
		{ "the slot exists", EVENT(SLOT_CREATE, 0) },
		{ "this history has no such slot", DO(LOG_ON, 0, .slot = SLOT_SMALL) },
		{ "nothing to provide", EVENT(PROVIDE, 3) },
		{ "stores cannot be in the background", DO(STORE, 3, .thread = 2) },
	};

	story_begin(HOST_ANONYMOUS, false, true);
	story.big = true;
	reference_begin(&ref, &story);
	story_step(held);
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		ck_assert_msg(!reference_can(&ref, &rows[i].step), "%s", rows[i].why);
	story_step((struct step)DO(FINISH, 0, .thread = 1));
	ck_assert(reference_can(&ref, &rows[0].step));
	ck_assert(reference_can(&ref, &rows[1].step));
}
END_TEST

UNIT_MAIN("reference_log", stores, more_is_allowed, no_log, while_it_is_fetched, impossible)
