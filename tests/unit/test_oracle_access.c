// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses whose operand is translated: fragments in 4 KiB blocks, partial stores before an
 * exception, CHECK_ONLY, user pointers, compare-and-exchange. Expected values are from the API
 * document and from the Principles of Operation, chapter 5, "Types of Instruction Ending", and
 * chapter 7, "COMPARE AND SWAP".
 */
#include <errno.h>
#include <stdio.h>

#include "lib/machine/dat_path.h"
#include "tests/unit/ask.h"

#define DATA LAYOUT_DATA
#define LOGICAL_READ 0
#define LOGICAL_WRITE 1
#define ABSOLUTE_READ 4
#define ABSOLUTE_WRITE 5
#define EXCHANGE 6

/* An allowed answer: the return value and the number of bytes moved. */
struct expected {
	int ret, err;
	uint32_t moved;
};

#define EXPECTED_MAX 4
#define EXPECTED(...) ((const struct expected[EXPECTED_MAX]){ __VA_ARGS__ })

/* Exactly these answers are allowed. After the first, a return value of 0 ends the list. */
static void check_answers(const char *why, const struct expected *e)
{
	unsigned int n = 0;

	ask();
	do {
		ck_assert_msg(find_answer(e[n].ret, e[n].err, e[n].moved) != NULL,
			      "%s: %d is not allowed with %u bytes", why, e[n].ret, e[n].moved);
		n++;
	} while (n < EXPECTED_MAX && e[n].ret);
	ck_assert_msg(allowed.n == n, "%s: %u answers instead of %u", why, allowed.n, n);
}

START_TEST(fragments)
{
	static const struct {
		uint64_t addr;
		uint32_t size;
		unsigned int n;
		uint32_t first, last;
	} rows[] = {
		{ DATA, 1, 1, 1, 1 },
		{ DATA, 4096, 1, 4096, 4096 },
		{ DATA, 4097, 2, 4096, 1 },
		{ DATA + 4095, 1, 1, 1, 1 },
		{ DATA + 4095, 2, 2, 1, 1 },
		{ DATA + 16, 4096, 2, 4080, 16 },
		{ DATA, 65536, 16, 4096, 4096 },
		{ DATA + 1, 65536, 17, 4095, 1 },
		{ DATA + 4095, 65536, 17, 1, 4095 },
		{ 4 * MIB - 8, 16, 2, 8, 8 }, /* from one memory slot to the next */
		{ OUTSIDE - 1, 1, 1, 1, 1 },
	};
	static const uint32_t ops[] = { LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ,
					ABSOLUTE_WRITE };

	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			uint64_t addr = rows[i].addr;

			begin(ops[op], addr, rows[i].size, NO_KEY);
			check_answers("pieces", EXPECTED({ .moved = rows[i].size }));
			ck_assert_uint_eq(allowed.n_fragments, rows[i].n);
			for (unsigned int f = 0; f < rows[i].n; f++) {
				uint32_t len = f == 0		    ? rows[i].first
					       : f == rows[i].n - 1 ? rows[i].last
								    : 4096;

				ck_assert_uint_eq(allowed.fragment[f].abs, addr);
				ck_assert_uint_eq(allowed.fragment[f].len, len);
				addr += len;
			}
		}
	}
}
END_TEST

START_TEST(end_of_storage)
{
	static const struct { uint64_t addr; uint32_t size, there;
	} rows[] = {
		{ HOLE, 1, 0 },
		{ HOLE - 8, 16, 8 },
		{ HOLE - 1, 2, 1 },
		{ HOLE - 0x2010, 65536, 0x2010 },
		{ 3 * MIB - 1, 2, 0 },
		{ OUTSIDE, 8, 0 },
		{ OUTSIDE - 4096, 4097, 4096 },
		{ UINT64_C(1) << 63, 1, 0 },
		{ UINT64_MAX, 1, 0 },
		{ UINT64_MAX - 7, 16, 0 }, /* address 0 follows, but too late */
	};
	static const uint32_t ops[] = { LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ,
					ABSOLUTE_WRITE };

	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		bool store = ops[op] == LOGICAL_WRITE || ops[op] == ABSOLUTE_WRITE;

		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			begin(ops[op], rows[i].addr, rows[i].size, NO_KEY);
			if (store && rows[i].there)
				check_answers("store",
					      EXPECTED({ .ret = 5 },
						       { .ret = 5, .moved = rows[i].there }));
			else
				check_answers("access", EXPECTED({ .ret = 5 }));
			ck_assert_uint_eq(allowed.n_fragments, (rows[i].there + 4095) / 4096);
			plan.request.flags = CHECK_ONLY;
			check_answers("check", EXPECTED({ .ret = 5 }));
		}
	}
}
END_TEST

/* Blocks and their defects. */
enum block { GOOD, KEY, GONE, INVALID, PROTECTED };

static void stage_blocks(const enum block *blocks)
{
	const uint64_t virtual = 0x42000;
	struct dat_path path;

	dat_path_init(&path, 0, DAT_SEGMENT, virtual, DATA);
	dat_path_stage(&path, &plan.state);
	for (unsigned int i = 0; i < 3; i++) {
		static const uint64_t bits[] = { [INVALID] = 0x400, [PROTECTED] = 0x200 };
		uint64_t frame = blocks[i] == GONE ? OUTSIDE : DATA + 0x2000 * (3 - i);

		dat_path_stage_page(&path, &plan.state, virtual + 0x1000 * i,
				    frame | bits[blocks[i]]);
		state_key(&plan.state, frame, blocks[i] == KEY ? 0x28 : 0x10);
	}
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.cr[1] = path.asce;
	plan.request.gaddr = virtual + 0xff0;
}

START_TEST(exceptions_of_later_blocks)
{
	static const struct {
		enum block blocks[3];
		struct expected store[EXPECTED_MAX], fetch[EXPECTED_MAX];
	} rows[] = {
		{ { GOOD, GOOD, GOOD }, { { .moved = 0x1020 } }, { { .moved = 0x1020 } } },
		/* Key-controlled protection: earlier fragments may have been stored. */
		{ { KEY, GOOD, GOOD }, { { .ret = 4 } }, { { .ret = 4 } } },
		{ { GOOD, KEY, GOOD },
		  { { .ret = 4 }, { .ret = 4, .moved = 0x10 } },
		  { { .ret = 4 } } },
		{ { GOOD, GOOD, KEY },
		  { { .ret = 4 }, { .ret = 4, .moved = 0x1010 } },
		  { { .ret = 4 } } },
		{ { GOOD, KEY, KEY },
		  { { .ret = 4 }, { .ret = 4, .moved = 0x10 } },
		  { { .ret = 4 } } },
		/* The same applies to the end of storage. */
		{ { GONE, GOOD, GOOD }, { { .ret = 5 } }, { { .ret = 5 } } },
		{ { GOOD, GONE, GOOD },
		  { { .ret = 5 }, { .ret = 5, .moved = 0x10 } },
		  { { .ret = 5 } } },
		{ { GOOD, GOOD, GONE },
		  { { .ret = 5 }, { .ret = 5, .moved = 0x1010 } },
		  { { .ret = 5 } } },
		/* Translation nullifies, DAT protection suppresses: nothing is stored. */
		{ { GOOD, INVALID, GOOD }, { { .ret = 0x11 } }, { { .ret = 0x11 } } },
		{ { GOOD, GOOD, INVALID }, { { .ret = 0x11 } }, { { .ret = 0x11 } } },
		{ { GOOD, GOOD, PROTECTED }, { { .ret = 4 } }, { { .moved = 0x1020 } } },
		/*
		 * Two blocks: the first, or a later one that was looked for before keys were
		 * compared.
		 */
		{ { GOOD, KEY, INVALID },
		  { { .ret = 0x11 }, { .ret = 4 }, { .ret = 4, .moved = 0x10 } },
		  { { .ret = 0x11 }, { .ret = 4 } } },
		{ { GOOD, KEY, GONE },
		  { { .ret = 5 }, { .ret = 4 }, { .ret = 4, .moved = 0x10 } },
		  { { .ret = 5 }, { .ret = 4 } } },
		{ { KEY, GOOD, INVALID },
		  { { .ret = 0x11 }, { .ret = 4 } },
		  { { .ret = 0x11 }, { .ret = 4 } } },
		{ { INVALID, KEY, GONE }, { { .ret = 0x11 } }, { { .ret = 0x11 } } },
		{ { GONE, KEY, INVALID }, { { .ret = 5 } }, { { .ret = 5 } } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		char why[32];

		snprintf(why, sizeof(why), "row %u", i);
		begin(LOGICAL_WRITE, 0, 0x1020, 1);
		stage_blocks(rows[i].blocks);
		check_answers(why, rows[i].store);
		plan.request.op = LOGICAL_READ;
		check_answers(why, rows[i].fetch);
	}
}
END_TEST

/* Frames of adjacent pages need not be adjacent, and may be the same. */
START_TEST(blocks_are_where_their_frames_are)
{
	struct dat_path path;

	begin(LOGICAL_READ, 0, 0x1020, NO_KEY);
	stage_blocks((enum block[]){ GOOD, GOOD, GOOD });
	ask();
	ck_assert_uint_eq(allowed.n_fragments, 3);
	ck_assert(allowed.fragment[0].abs == DATA + 0x6ff0 && allowed.fragment[0].len == 0x10);
	ck_assert(allowed.fragment[1].abs == DATA + 0x4000 && allowed.fragment[1].len == 0x1000);
	ck_assert(allowed.fragment[2].abs == DATA + 0x2000 && allowed.fragment[2].len == 0x10);

	begin(LOGICAL_WRITE, 0x42ff0, 0x20, NO_KEY);
	dat_path_init(&path, 0, DAT_SEGMENT, 0x42000, DATA);
	dat_path_stage(&path, &plan.state);
	dat_path_stage_page(&path, &plan.state, 0x43000, DATA);
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.cr[1] = path.asce;
	check_answers("one frame twice", EXPECTED({ .moved = 0x20 }));
	ck_assert(allowed.fragment[0].abs == DATA + 0xff0 && allowed.fragment[1].abs == DATA);
}
END_TEST

/* CHECK_ONLY moves nothing, needs no buffer, and returns the exception of the access. */
START_TEST(checks)
{
	static const uint32_t ops[] = { LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ,
					ABSOLUTE_WRITE };
	static const enum user_area areas[] = { USER_NORMAL, USER_NULL, USER_UNMAPPED,
						USER_READ_ONLY, USER_TORN };

	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		bool store = ops[op] == LOGICAL_WRITE || ops[op] == ABSOLUTE_WRITE;

		for (unsigned int i = 0; i < ARRAY_SIZE(areas); i++) {
			begin(ops[op], DATA + 0xff0, 0x20, 1);
			plan.request.flags |= CHECK_ONLY;
			plan.request.buf = areas[i];
			state_key(&plan.state, DATA, 0x10);
			state_key(&plan.state, DATA + 0x1000, 0x10);
			check_answers("no exception", EXPECTED({ .ret = 0 }));
			state_key(&plan.state, DATA + 0x1000, 0x20);
			check_answers("stores only", EXPECTED({ .ret = store ? 4 : 0 }));
			state_key(&plan.state, DATA + 0x1000, 0x28);
			check_answers("key", EXPECTED({ .ret = 4 }));
			plan.request.gaddr = OUTSIDE - 0x10;
			state_key(&plan.state, OUTSIDE - 0x1000, 0x10);
			check_answers("end", EXPECTED({ .ret = 5 }));
		}
	}
}
END_TEST

START_TEST(bad_buffers)
{
	static const struct { enum user_area area; bool fetch_good, store_good; } rows[] = {
		{ USER_NORMAL, true, true },
		{ USER_READ_ONLY, false, true },	/* a read stores into the buffer */
		{ USER_NULL, false, false },
		{ USER_UNMAPPED, false, false },
		{ USER_TORN, false, false },
	};
	static const uint32_t ops[] = { LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ,
					ABSOLUTE_WRITE };

	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		bool store = ops[op] == LOGICAL_WRITE || ops[op] == ABSOLUTE_WRITE;

		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			bool good = store ? rows[i].store_good : rows[i].fetch_good;

			begin(ops[op], DATA, 16, NO_KEY);
			plan.request.buf = rows[i].area;
			plan.request.old = USER_NULL;	/* unused */
			check_answers("buffer", good ? EXPECTED({ .moved = 16 })
						     : EXPECTED({ -1, EFAULT, 0 }));
			/* The kernel may have stored a part of the data in the buffer. */
			ck_assert(allowed.answer[0].buf_any == (!good && !store));
			plan.request.gaddr = OUTSIDE;
			check_answers("buffer and address", good ? EXPECTED({ .ret = 5 }) :
				      EXPECTED({ .ret = 5 }, { -1, EFAULT, 0 }));
		}
	}
}
END_TEST

/* Addressing mode, DAT, prefix and low-address protection do not apply to absolute addresses. */
START_TEST(absolute)
{
	static const uint32_t ops[] = { ABSOLUTE_READ, ABSOLUTE_WRITE, EXCHANGE };
	static const uint64_t addresses[] = { 0, 0x1000, PREFIX, DATA, OUTSIDE - 16 };

	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(addresses); i++) {
			begin(ops[op], addresses[i], 16, NO_KEY);
			plan.state.regs.psw.mask = DAT_ON | ACCESS_REGISTERS;
			plan.state.regs.cr[0] |= LAP;
			plan.state.regs.prefix = PREFIX;
			pattern_fill(plan.request.old_value, addresses[i], 16);
			check_answers("absolute", EXPECTED({ .moved = 16 }));
			ck_assert_uint_eq(allowed.n_fragments, 1);
			ck_assert(allowed.fragment[0].abs == addresses[i] &&
				  allowed.fragment[0].len == 16);
		}
		begin(ops[op], UINT64_C(0x100000000) + DATA, 16, NO_KEY);
		plan.state.regs.psw.mask = MODE_24;
		check_answers("not cut", EXPECTED({ .ret = 5 }));
	}
}
END_TEST

static void begin_exchange(uint32_t size)
{
	begin(EXCHANGE, DATA + 32, size, NO_KEY);
	pattern_fill(plan.request.old_value, DATA + 32, size);
}

START_TEST(exchange)
{
	for (uint32_t size = 1; size <= 16; size *= 2) {
		for (unsigned int byte = 0; byte < 16; byte++) {
			begin_exchange(size);
			ask();
			ck_assert(find_answer(0, 0, size) &&
				  find_answer(0, 0, size)->old == OLD_KEPT);
			ck_assert_uint_eq(allowed.n, 1);
			plan.request.old_value[byte] ^= 0x80;
			ask();
			/* Bytes beyond the operand are not compared. */
			if (byte < size)
				ck_assert(find_answer(0, 0, 0) &&
					  find_answer(0, 0, 0)->old == OLD_CURRENT);
			else
				ck_assert(find_answer(0, 0, size) &&
					  find_answer(0, 0, size)->old == OLD_KEPT);
			ck_assert_uint_eq(allowed.n, 1);
		}
	}
}
END_TEST

/*
 * Compare-and-exchange is a store access even if the comparison fails. old_addr is written only if
 * a comparison took place.
 */
START_TEST(exchange_prohibited)
{
	for (unsigned int i = 0; i < 4; i++) {
		begin_exchange(8);
		plan.request.flags = SKEY;
		plan.request.key = 1;
		plan.request.old_value[0] ^= i & 1;
		state_key(&plan.state, DATA, i & 2 ? 0x28 : 0x20);
		ask();
		ck_assert_uint_eq(allowed.n, 1);
		ck_assert(allowed.answer[0].ret == 4 && allowed.answer[0].moved == 0);
		ck_assert(!allowed.answer[0].pending.code && allowed.answer[0].old == OLD_KEPT);
		state_key(&plan.state, DATA, 0x18);
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.n, 1);
	}
}
END_TEST

START_TEST(exchange_outside)
{
	begin_exchange(16);
	plan.request.gaddr = OUTSIDE;
	ck_assert_int_eq(ask()->ret, 5);
	ck_assert(allowed.n == 1 && allowed.answer[0].moved == 0 &&
		  allowed.answer[0].old == OLD_KEPT);
	ck_assert_uint_eq(allowed.n_fragments, 0);
}
END_TEST

START_TEST(exchange_pointers)
{
	static const struct {
		const char *why;
		enum user_area new, old;
		struct expected equal[EXPECTED_MAX], unequal[EXPECTED_MAX], outside[EXPECTED_MAX];
	} rows[] = {
		{ "normal",
		  USER_NORMAL,
		  USER_NORMAL,
		  { { .moved = 8 } },
		  { { .moved = 0 } },
		  { { .ret = 5 } } },
		{ "new value is only read",
		  USER_READ_ONLY,
		  USER_NORMAL,
		  { { .moved = 8 } },
		  { { .moved = 0 } },
		  { { .ret = 5 } } },
		{ "old value cannot be stored",
		  USER_NORMAL,
		  USER_READ_ONLY,
		  { { .moved = 8 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
		{ "new value, null",
		  USER_NULL,
		  USER_NORMAL,
		  { { -1, EFAULT, 0 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
		{ "new value, torn",
		  USER_TORN,
		  USER_NORMAL,
		  { { -1, EFAULT, 0 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
		{ "old value, null",
		  USER_NORMAL,
		  USER_NULL,
		  { { -1, EFAULT, 0 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
		{ "old value, unmapped",
		  USER_NORMAL,
		  USER_UNMAPPED,
		  { { -1, EFAULT, 0 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
		{ "both",
		  USER_UNMAPPED,
		  USER_TORN,
		  { { -1, EFAULT, 0 } },
		  { { -1, EFAULT, 0 } },
		  { { .ret = 5 }, { -1, EFAULT, 0 } } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_exchange(8);
		plan.request.buf = rows[i].new;
		plan.request.old = rows[i].old;
		check_answers(rows[i].why, rows[i].equal);
		plan.request.old_value[7] ^= 1;
		check_answers(rows[i].why, rows[i].unequal);
		plan.request.gaddr = OUTSIDE;
		check_answers(rows[i].why, rows[i].outside);
	}
	begin_exchange(8);
	plan.request.flags = SKEY;
	plan.request.key = 1;
	plan.request.old = USER_READ_ONLY;
	ask();						/* prohibited as well */
	ck_assert(allowed.n == 2 && find_answer(4, 0, 0) && find_answer(-1, EFAULT, 0));
}
END_TEST

UNIT_MAIN("oracle: accesses", fragments, end_of_storage, exceptions_of_later_blocks,
	  blocks_are_where_their_frames_are, checks, bad_buffers, absolute, exchange,
	  exchange_prohibited, exchange_outside, exchange_pointers)
