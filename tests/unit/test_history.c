// SPDX-License-Identifier: GPL-2.0-only
/* Histories: their values, their text, and random ones. */
#include <string.h>

#include "lib/base/text.h"
#include "lib/history/random.h"
#include "tests/unit/story.h"

/* A value tells which step of which run stored it; never 0. */
START_TEST(values_differ)
{
	struct history other = { .salt = 2 };

	story_begin(HOST_ANONYMOUS, false, false);
	for (unsigned int a = 0; a < HISTORY_STEPS; a++) {
		ck_assert_uint_ne(history_value(&story, a, 0), 0);
		ck_assert_uint_ne(history_value(&story, a, 0), history_value(&story, a, 1));
		ck_assert_uint_ne(history_value(&story, a, 0), history_value(&other, a, 0));
		for (unsigned int b = 0; b < a; b++)
			ck_assert_uint_ne(history_value(&story, a, 0),
					  history_value(&story, b, 0));
	}
}
END_TEST

/* What is filled is read again; a byte that differs anywhere shows. */
START_TEST(bytes_of_extents)
{
	static uint8_t bytes[2 * 4096];
	uint32_t offset, len;
	unsigned int cells;
	struct seen seen;

	story_begin(HOST_ANONYMOUS, false, false);
	for (unsigned int extent = 0; extent < EXTENTS; extent++) {
		extent_range(extent, &offset, &len);
		cells = extent_cells(extent);
		memset(bytes, 0xaa, sizeof(bytes));
		history_fill(&story, 5, extent, bytes);
		ck_assert_uint_eq(bytes[len], 0xaa);
		memset(&seen, 0, sizeof(seen));
		history_read(extent, bytes, &seen);
		ck_assert_uint_eq(seen.changed, 0);
		for (unsigned int cell = 0; cell <= CELLS; cell++)
			ck_assert_uint_eq(seen.cell[cell], cells >> cell & 1 ?
					  history_value(&story, 5, cell % CELLS) : 0);
		/* A cell of one doubleword is that value, whatever it is. */
		if (extent == EXTENT_DOUBLEWORD)
			continue;
		bytes[len > 2048 ? 2047 : len - 1] ^= 1;
		history_read(extent, bytes, &seen);
		ck_assert_uint_ne(seen.changed, 0);
	}
}
END_TEST

START_TEST(texts)
{
	static const struct {
		const char *text;
		struct step step;
	} rows[] = {
		{ "absolute read of slot 0, block 3", READ_OF(3) },
		{ "absolute check-only read of slot 0, block 3, access key 9", CHECK_READ(9, 3) },
		{ "absolute write of slot 1, block 3, first doubleword",
		  DO(REQUEST, 3, .slot = 1, .key = NO_KEY, .access = WRITE,
		     .extent = EXTENT_DOUBLEWORD) },
		{ "mprotect(PROT_NONE) of slot 0, blocks 2 to 5",
		  { .op = STEP_PROTECT_NONE, .block = 2, .n = 4 } },
		{ "deletion of slot 1, by background thread 2",
		  DO(SLOT_DELETE, 0, .slot = 1, .thread = 2) },
		{ "KVM_S390_SET_SKEYS of slot 0, block 3: ACC 9, fetch-protected",
		  SET_KEY(0x98, 3) },
		{ "background thread 1 ends", DO(FINISH, 0, .thread = 1) },
	};
	char buf[256];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct text text = TEXT_IN(buf);

		step_describe(&rows[i].step, &text);
		ck_assert_str_eq(buf, rows[i].text);
	}
}
END_TEST

static void walk(struct history *history, uint64_t seed, enum host_memory memory)
{
	history_init(history);
	history->memory = memory;
	history->keys = seed & 1;
	history->small = seed & 2;
	history_random(history, seed, 40);
}

START_TEST(same_seed_same_steps)
{
	static struct history a, b;
	unsigned int differ = 0;

	for (unsigned int seed = 0; seed < 50; seed++) {
		walk(&a, seed, HOST_ANONYMOUS);
		walk(&b, seed, HOST_ANONYMOUS);
		ck_assert_uint_eq(a.n, b.n);
		ck_assert(!memcmp(a.step, b.step, a.n * sizeof(a.step[0])));
		walk(&b, seed + 1, HOST_ANONYMOUS);
		differ += a.n != b.n || memcmp(a.step, b.step, a.n * sizeof(a.step[0]));
	}
	ck_assert_uint_eq(differ, 50);
}
END_TEST

/*
 * Each step of a random history can be made if those before it gave what is expected; together,
 * the histories have every kind of step that random ones may have.
 */
START_TEST(random_steps_make_sense)
{
	static struct history walked;
	bool had[STEP_OPS] = { false };

	for (unsigned int seed = 0; seed < 600; seed++) {
		walk(&walked, seed, seed % HOST_MEMORIES);
		ck_assert_uint_ge(walked.n, 40);
		history_init(&story);
		story.memory = walked.memory;
		story.keys = walked.keys;
		story.small = walked.small;
		reference_begin(&ref, &story);
		for (unsigned int i = 0; i < walked.n; i++) {
			had[walked.step[i].op] = true;
			story_step(walked.step[i]);
		}
		for (unsigned int i = 1; i <= THREADS_MAX; i++)
			ck_assert_msg(!ref.thread[i].busy, "seed %u: thread %u goes on", seed, i);
	}
	for (unsigned int op = 0; op < STEP_OPS; op++)
		/* Of suites only; CMMA is not in these. */
		if (op != STEP_LOG_RACE && op != STEP_PROVIDE && op != STEP_PROCESS_OTHER &&
		    op != STEP_USAGE_SET && op != STEP_USAGE_GET)
			ck_assert_msg(had[op], "operation %u is never drawn", op);
}
END_TEST

UNIT_MAIN("history", values_differ, bytes_of_extents, texts, same_seed_same_steps,
	  random_steps_make_sense)
