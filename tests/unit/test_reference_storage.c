// SPDX-License-Identifier: GPL-2.0-only
/*
 * The content of storage over time (docs/clauses.md, MEM.1 to MEM.4). Expected values are from
 * the clauses and from mmap(2), mprotect(2), madvise(2), not from the code.
 */
#include "tests/unit/story.h"

#define ZEROS 0
#define OPEN (-1)	/* not compared */

#define ANON HOST_ANONYMOUS
#define SHARED HOST_SHARED
#define PRIVATE HOST_PRIVATE

struct row {
	const char *why;
	enum host_memory memory;
	int stored_by;		/* cell 0 has what this step (from 1) stored */
	struct step steps[6];	/* the last one reads */
};

static void try_row(const struct row *row)
{
	story_begin(row->memory, false, false);
	story_tell(row->steps, 6);
	story_returns((const int[])RETURNS(0), row->why);
	if (row->stored_by == OPEN) {
		ck_assert_msg(!(told.cells & 1), "%s", row->why);
		return;
	}
	ck_assert_msg(told.cells & 1, "%s", row->why);
	ck_assert_msg(told.cell[0] == told.early[0], "%s", row->why);
	ck_assert_msg(told.cell[0] == (row->stored_by == ZEROS ? 0 :
		      history_value(&story, (unsigned int)row->stored_by - 1, 0)), "%s", row->why);
}

START_TEST(content)
{
	static const struct row rows[] = {
		{ "new memory has zeros", ANON, ZEROS, { READ_OF(3) } },
		{ "a read gets what user space stored", ANON, 1, { EVENT(STORE, 3), READ_OF(3) } },
		{ "user space loads what a request stored", ANON, 1, { WRITE_OF(3), EVENT(LOAD, 3) } },
		{ "another block does not change", ANON, ZEROS, { WRITE_OF(3), READ_OF(4) } },
		{ "check-only stores nothing", ANON, 1,
		  { WRITE_OF(3), CHECK_WRITE(3), READ_OF(3) } },
		{ "the last store counts", ANON, 2,
		  { WRITE_OF(3), EVENT(STORE, 3), READ_OF(3) } },
		{ "protection does not change content", ANON, 1,
		  { WRITE_OF(3), EVENT(PROTECT_NONE, 3), EVENT(PROTECT_BACK, 3), READ_OF(3) } },
		{ "swap does not change content", ANON, 1,
		  { WRITE_OF(3), EVENT(PAGEOUT, 3), READ_OF(3) } },
		{ "collapsing and splitting do not change content", ANON, 1,
		  { WRITE_OF(3), EVENT(COLLAPSE, 3), EVENT(SPLIT, 3), READ_OF(3) } },
		{ "a copy on write changes no content", ANON, 1,
		  { WRITE_OF(3), EVENT(FORK_STAY, 3), READ_OF(3) } },
		{ "mremap() there and back does not change content", ANON, 1,
		  { WRITE_OF(3), EVENT(REMAP, 3), READ_OF(3) } },
		{ "a moved slot shows the same memory", ANON, 1,
		  { WRITE_OF(3), EVENT(SLOT_MOVE, 0), READ_OF(3) } },
		{ "a slot that is made again shows the same memory", ANON, 1,
		  { WRITE_OF(3), EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE, 0), READ_OF(3) } },
		{ "other memory has zeros", ANON, ZEROS,
		  { WRITE_OF(3), EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE_OTHER, 0),
		    READ_OF(3) } },
		{ "a new VM on the same memory sees its content", ANON, 1,
		  { WRITE_OF(3), EVENT(VM_NEW, 0), READ_OF(3) } },
		{ "MADV_DONTNEED of anonymous memory discards", ANON, ZEROS,
		  { WRITE_OF(3), EVENT(DONTNEED, 3), READ_OF(3) } },
		{ "MADV_DONTNEED of a private file shows the file", PRIVATE, ZEROS,
		  { WRITE_OF(3), EVENT(DONTNEED, 3), READ_OF(3) } },
		{ "MADV_DONTNEED of a shared file keeps the content", SHARED, 1,
		  { WRITE_OF(3), EVENT(DONTNEED, 3), READ_OF(3) } },
		{ "anonymous memory that is mapped again is new", ANON, ZEROS,
		  { WRITE_OF(3), EVENT(UNMAP, 3), EVENT(MAP_AGAIN, 3), READ_OF(3) } },
		{ "a shared file that is mapped again has its content", SHARED, 1,
		  { WRITE_OF(3), EVENT(UNMAP, 3), EVENT(MAP_AGAIN, 3), READ_OF(3) } },
		{ "and not what was stored in another file meanwhile", SHARED, 1,
		  { WRITE_OF(3), EVENT(MAP_SHARED, 3), WRITE_OF(3), EVENT(MAP_AGAIN, 3),
		    READ_OF(3) } },
		{ "nor in private memory meanwhile", SHARED, 1,
		  { WRITE_OF(3), EVENT(MAP_PRIVATE, 3), WRITE_OF(3), EVENT(MAP_AGAIN, 3),
		    READ_OF(3) } },
		{ "userfaultfd provides new content", ANON, 2,
		  { WRITE_OF(3), EVENT(LATE, 3), READ_OF(3) } },
		{ "a later store replaces what userfaultfd provided", ANON, 2,
		  { EVENT(LATE, 3), WRITE_OF(3), READ_OF(3) } },
		{ "another VM stores into the same memory", ANON, 2,
		  { WRITE_OF(3), EVENT(VM_OTHER, 3), READ_OF(3) } },
		{ "the status is not compared, nor a wrong idea of it", ANON, OPEN,
		  { WRITE_OF(3), EVENT(STORE_STATUS, 3), READ_OF(3) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		try_row(&rows[i]);
}
END_TEST

/* api.rst, "KVM_S390_SET_CMMA_BITS": the host may discard what is not stable. */
START_TEST(usage_states)
{
	static const struct step steps[] = {
		WRITE_OF(3), DO(USAGE_SET, 3, .arg = USAGE_UNUSED), READ_OF(3),
	};

	story_begin(HOST_ANONYMOUS, false, false);
	story.cmma = true;
	story_tell(steps, 3);
	ck_assert_uint_eq(told.cells, 0);
	story_step((struct step)WRITE_OF(3));
	story_step((struct step)READ_OF(3));
	ck_assert_uint_eq(told.cells, 0);
	story_step((struct step)DO(USAGE_SET, 3, .arg = USAGE_STABLE));
	story_step((struct step)WRITE_OF(3));
	story_ask((struct step)READ_OF(3));
	ck_assert_uint_eq(told.cells, 7);
	ck_assert_uint_eq(told.cell[2], history_value(&story, 6, 2));
}
END_TEST

/* What a step leaves open in a file is open whenever the file is mapped. */
START_TEST(open_content_of_a_file)
{
	static const struct step steps[] = {
		WRITE_OF(3), EVENT(STORE_STATUS, 3), EVENT(MAP_ANONYMOUS, 3), READ_OF(3),
	};

	story_begin(HOST_SHARED, false, false);
	story_tell(steps, 4);
	ck_assert_uint_eq(told.cells, 7);
	ck_assert_uint_eq(told.cell[0], 0);
	story_step((struct step)EVENT(MAP_AGAIN, 3));
	story_ask((struct step)READ_OF(3));
	ck_assert_uint_eq(told.cells, 4);	/* the status is in the first half */
	ck_assert_uint_eq(told.cell[2], history_value(&story, 0, 2));
	story_step((struct step)WRITE_OF(3));
	story_ask((struct step)READ_OF(3));
	ck_assert_uint_eq(told.cells, 7);
}
END_TEST

START_TEST(store_into_several_blocks)
{
	static const struct step store = DO(STORE, 3, .key = NO_KEY);
	struct step both = store;

	both.n = 2;
	story_begin(HOST_ANONYMOUS, false, false);
	story_step(both);
	story_ask((struct step)READ_OF(3));
	ck_assert_uint_eq(told.cell[1], history_value(&story, 0, 1));
	story_ask((struct step)READ_OF(4));
	ck_assert_uint_eq(told.cell[1], history_value(&story, 0, 1));
	story_step((struct step)EVENT(PROTECT_READ, 4));
	ck_assert(!reference_can(&ref, &both));
	ck_assert(reference_can(&ref, &store));
}
END_TEST

/* KSM merges anonymous pages only; of hugetlbfs none. */
START_TEST(merging)
{
	const struct step merge = EVENT(MERGE, 3);

	story_begin(HOST_ANONYMOUS, false, false);
	ck_assert(reference_can(&ref, &merge));
	story_begin(HOST_SHARED, false, false);
	ck_assert(!reference_can(&ref, &merge));
	story_step((struct step)EVENT(MAP_ANONYMOUS, 3));
	ck_assert(reference_can(&ref, &merge));
	story_begin(HOST_HUGETLB, false, false);
	ck_assert(!reference_can(&ref, &merge));
}
END_TEST

/* MEM.2: an addressing exception or EFAULT, never 0. */
START_TEST(taken_away)
{
	static const struct {
		const char *why;
		int results[4];
		struct step steps[6];
	} rows[] = {
		{ "unmapped", RETURNS(FAULT), { WRITE_OF(3), EVENT(UNMAP, 3), READ_OF(3) } },
		{ "no access", RETURNS(FAULT),
		  { WRITE_OF(3), EVENT(PROTECT_NONE, 3), READ_OF(3) } },
		{ "no access", RETURNS(FAULT), { EVENT(PROTECT_NONE, 3), WRITE_OF(3) } },
		{ "read-only", RETURNS(FAULT), { EVENT(PROTECT_READ, 3), WRITE_OF(3) } },
		{ "read-only may be read", RETURNS(0), { EVENT(PROTECT_READ, 3), READ_OF(3) } },
		{ "user space gets a signal", RETURNS(FAULT),
		  { EVENT(PROTECT_READ, 3), EVENT(STORE, 3) } },
		{ "the block beside it", RETURNS(0), { EVENT(UNMAP, 3), READ_OF(4) } },
		{ "mapped again", RETURNS(0),
		  { EVENT(UNMAP, 3), EVENT(MAP_ANONYMOUS, 3), WRITE_OF(3) } },
		{ "the slot is deleted", RETURNS(ADDRESSING),
		  { WRITE_OF(3), EVENT(SLOT_DELETE, 0), READ_OF(3) } },
		{ "the slot is deleted, its memory unmapped", RETURNS(ADDRESSING),
		  { EVENT(SLOT_DELETE, 0), EVENT(UNMAP, 3), READ_OF(3) } },
		{ "the slot is there again", RETURNS(0),
		  { EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE, 0), READ_OF(3) } },
		{ "check-only accesses nothing, so it may not notice", RETURNS(FAULT, 0),
		  { EVENT(UNMAP, 3), CHECK_READ(NO_KEY, 3) } },
		{ "check-only of storage that is not there", RETURNS(ADDRESSING),
		  { EVENT(SLOT_DELETE, 0), CHECK_READ(NO_KEY, 3) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		story_begin(HOST_ANONYMOUS, false, false);
		story_tell(rows[i].steps, 6);
		story_returns(rows[i].results, rows[i].why);
	}
}
END_TEST

/* Events while a request waits for its buffer may come before or after its effect. */
START_TEST(meanwhile)
{
	static const struct step held_write = DO(REQUEST, 3, .key = NO_KEY, .access = WRITE,
						 .thread = 1, .held = true);
	static const struct step held_read = DO(REQUEST, 3, .key = NO_KEY, .access = READ,
						.thread = 1, .held = true);
	static const struct step finish = DO(FINISH, 0, .thread = 1);

	/* The store comes after its buffer is there, so not into what was taken away before. */
	story_begin(HOST_ANONYMOUS, false, false);
	story_step(held_write);
	story_step((struct step)EVENT(PROTECT_NONE, 3));
	story_ask(finish);
	story_returns((const int[])RETURNS(FAULT), "taken away before the store");

	/* A read may have been before the event, or after it. */
	story_begin(HOST_ANONYMOUS, false, false);
	story_step((struct step)WRITE_OF(3));
	story_step(held_read);
	story_step((struct step)EVENT(STORE, 3));
	story_ask(finish);
	story_returns((const int[])RETURNS(0), "a read that waits");
	ck_assert_uint_eq(told.early[0], history_value(&story, 0, 0));
	ck_assert_uint_eq(told.cell[0], history_value(&story, 2, 0));

	/* While a slot is deleted, its storage is there or not. */
	story_begin(HOST_ANONYMOUS, false, false);
	story_step(held_read);
	story_step((struct step)DO(SLOT_DELETE, 0, .key = NO_KEY, .thread = 2));
	story_ask((struct step)READ_OF(3));
	story_returns((const int[])RETURNS(0, ADDRESSING), "a slot that goes");
}
END_TEST

UNIT_MAIN("reference_storage", content, usage_states, open_content_of_a_file,
	  store_into_several_blocks, merging, taken_away, meanwhile)
