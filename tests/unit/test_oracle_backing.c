// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory behind guest storage that the host cannot access. Expected values are from the API
 * document: an error such as EFAULT, and no exception, which only the guest can cause.
 */
#include <errno.h>

#include "lib/machine/dat_path.h"
#include "tests/unit/ask.h"

#define DATA LAYOUT_DATA
#define AR 5

static const struct { enum backing backing; bool fetch_good, store_good; } rows[] = {
	{ BACKING_NORMAL, true, true },
	{ BACKING_READ_ONLY, true, false },
	{ BACKING_NO_ACCESS, false, false },
	{ BACKING_UNMAPPED, false, false },
	{ BACKING_COPY_ON_WRITE, true, true },
	{ BACKING_UFFD, true, true },
	{ BACKING_UFFD_VCPU2, true, true },
};

static const struct { uint32_t op; bool store;
} ops[] = {
	{ MEMOP_LOGICAL_READ, false },
	{ MEMOP_LOGICAL_WRITE, true },
	{ MEMOP_ABSOLUTE_READ, false },
	{ MEMOP_ABSOLUTE_WRITE, true },
};

static void begin_backing(uint32_t op, uint64_t gaddr, uint32_t size, unsigned int row,
			  uint64_t block)
{
	begin(op, gaddr, size, NO_KEY);
	plan.request.backing = rows[row].backing;
	plan.request.backing_block = block;
}

static void check_only_answer(int ret, int err, uint32_t moved)
{
	ask();
	ck_assert_uint_eq(allowed.n, 1);
	ck_assert_int_eq(allowed.answer[0].ret, ret);
	ck_assert_int_eq(allowed.answer[0].err, err);
	ck_assert_uint_eq(allowed.answer[0].moved, moved);
}

START_TEST(one_block)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			bool good = ops[op].store ? rows[i].store_good : rows[i].fetch_good;

			begin_backing(ops[op].op, DATA + 0x129, 16, i, DATA);
			check_only_answer(good ? 0 : -1, good ? 0 : EFAULT, good ? 16 : 0);
			plan.request.backing_block = DATA + 0x1000;
			check_only_answer(0, 0, 16);
			plan.request.backing_block = DATA - 0x1000;
			check_only_answer(0, 0, 16);
		}
	}
}
END_TEST

/*
 * CHECK_ONLY accesses no data. The documents do not say whether its check of the storage key causes
 * the fault.
 */
START_TEST(checks)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			bool good = ops[op].store ? rows[i].store_good : rows[i].fetch_good;

			begin_backing(ops[op].op, DATA + 0x129, 16, i, DATA);
			plan.request.flags = CHECK_ONLY;
			check_only_answer(0, 0, 0);
			plan.request.flags = CHECK_ONLY | SKEY;
			ask();
			ck_assert(find_answer(0, 0, 0) && !find_answer(-1, EFAULT, 0) == good);
			ck_assert_uint_eq(allowed.n, good ? 1 : 2);
		}
	}
}
END_TEST

/* Fragments before the block may have been stored. */
START_TEST(second_block)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		begin_backing(ops[op].op, DATA + 0xff0, 0x2000, 3, DATA + 0x1000);
		ask();
		ck_assert(find_answer(-1, EFAULT, 0) &&
			  !find_answer(-1, EFAULT, 0x10) == !ops[op].store);
		ck_assert_uint_eq(allowed.n, ops[op].store ? 2 : 1);
	}
}
END_TEST

/*
 * An exception of the guest may be returned instead, with nothing stored beyond the inaccessible
 * block.
 */
START_TEST(exceptions_besides)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		begin_backing(ops[op].op, DATA + 0xff0, 0x20, 3, DATA);
		plan.request.flags = SKEY;
		plan.request.key = 1;
		state_key(&plan.state, DATA, 0x10);
		state_key(&plan.state, DATA + 0x1000, 0x28);
		ask();
		ck_assert(find_answer(-1, EFAULT, 0) && find_answer(4, 0, 0) &&
			  !find_answer(0, 0, 0x20));
		plan.request.backing = BACKING_NORMAL;
		ask();
		ck_assert(!find_answer(-1, EFAULT, 0));
	}
}
END_TEST

/*
 * A signal may interrupt a request that waits for either block; then nothing is stored.
 */
START_TEST(interrupted)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		begin_backing(ops[op].op, DATA + 0xff8, 16, 0, DATA + 0x1000);
		plan.request.backing = BACKING_UFFD_SIGNAL;
		ask();
		ck_assert(find_answer(0, 0, 16) && find_answer(-1, EINTR, 0));
		ck_assert_uint_eq(allowed.n, 2);
		plan.request.backing_block = DATA + 0x2000;
		check_only_answer(0, 0, 16);
	}
	begin_backing(MEMOP_ABSOLUTE_CMPXCHG, DATA + 0x120, 16, 0, DATA);
	plan.request.backing = BACKING_UFFD_SIGNAL;
	ask();
	ck_assert(find_answer(0, 0, 0) && find_answer(-1, EINTR, 0));
	plan.request.backing_block = 0;
	check_only_answer(0, 0, 0);
}
END_TEST

START_TEST(exchange)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		bool good = rows[i].store_good;		/* a store access in any case */

		begin_backing(MEMOP_ABSOLUTE_CMPXCHG, DATA + 0x120, 16, i, DATA);
		check_only_answer(good ? 0 : -1, good ? 0 : EFAULT, 0);
		pattern_fill(plan.request.old_value, DATA + 0x120, 16);
		check_only_answer(good ? 0 : -1, good ? 0 : EFAULT, good ? 16 : 0);
		plan.request.backing_block = 0;
		check_only_answer(0, 0, 16);
	}
}
END_TEST

/* Tables are fetched from, never stored into. */
START_TEST(translation_tables)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct dat_path path;

		begin_backing(MEMOP_LOGICAL_WRITE, dat_path_addr(DAT_REGION_FIRST, 0x128), 8, i, 0);
		dat_path_init(&path, 0, DAT_REGION_FIRST, plan.request.gaddr, DATA);
		dat_path_stage(&path, &plan.state);
		plan.state.regs.psw.mask |= DAT_ON;
		plan.state.regs.cr[1] = path.asce;
		for (unsigned int level = 0; level <= DAT_LEVELS; level++) {
			uint64_t table =
				level < DAT_LEVELS ? path.table[level] + 0x1000 : path.page_table;

			plan.request.backing_block = table;
			plan.request.flags = 0;
			check_only_answer(rows[i].fetch_good ? 0 : -1,
					  rows[i].fetch_good ? 0 : EFAULT,
					  rows[i].fetch_good ? 8 : 0);
			/*
			 * Without the entry no answer can be had: a check notices as well, and
			 * nothing is pending.
			 */
			plan.request.flags = CHECK_ONLY | INJECT;
			check_only_answer(rows[i].fetch_good ? 0 : -1,
					  rows[i].fetch_good ? 0 : EFAULT, 0);
			ck_assert_uint_eq(allowed.answer[0].pending.code, 0);
		}
	}
}
END_TEST

START_TEST(access_register_structures)
{
	static const uint64_t blocks[] = { DATA, DATA + 0x1000, DATA + 0x2000, DATA + 0x3000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		for (unsigned int block = 0; block < ARRAY_SIZE(blocks); block++) {
			begin_backing(MEMOP_LOGICAL_READ, DATA + 0x8000, 8, i, blocks[block]);
			plan.request.ar = AR;
			plan.state.regs.psw.mask |= DAT_ON | ACCESS_REGISTERS;
			plan.state.regs.ar[AR] = 2;
			plan.state.regs.cr[2] = blocks[0];
			state_doubleword(&plan.state, blocks[0] + 16, blocks[1] << 32,
					 NULL); /* access-list designation */
			state_doubleword(&plan.state, blocks[1] + 32, UINT64_C(0x0100ffff) << 32,
					 NULL); /* entry 2, private */
			state_doubleword(&plan.state, blocks[1] + 40, blocks[2] << 32, NULL);
			state_doubleword(&plan.state, blocks[2], blocks[3] << 32,
					 NULL); /* ASN-second-table entry */
			state_doubleword(&plan.state, blocks[2] + 8, REAL, NULL);
			state_doubleword(&plan.state, blocks[2] + 16, 0, NULL);
			state_doubleword(&plan.state, blocks[3], UINT64_C(0x40) << 56,
					 NULL); /* authority table */
			check_only_answer(rows[i].fetch_good ? 0 : -1,
					  rows[i].fetch_good ? 0 : EFAULT,
					  rows[i].fetch_good ? 8 : 0);
		}
	}
}
END_TEST

/*
 * A deleted slot is not in the configuration: the guest gets an addressing exception.
 */
START_TEST(absent_slot)
{
	for (unsigned int op = 0; op < ARRAY_SIZE(ops); op++) {
		begin(ops[op].op, 3 * MIB, 8, NO_KEY);
		check_only_answer(0, 0, 8);
		plan.state.absent = 2;			/* the second */
		check_only_answer(5, 0, 0);
		plan.request.gaddr = 4 * MIB;
		check_only_answer(0, 0, 8);
	}
}
END_TEST

UNIT_MAIN("oracle: memory behind storage", one_block, checks, second_block, exceptions_besides,
	  interrupted, exchange, translation_tables, access_register_structures, absent_slot)
