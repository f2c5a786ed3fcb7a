// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key-controlled protection. Expected values are from the tables "Protection Action" of the
 * Principles of Operation, chapter 3, not from the code.
 */
#include "lib/arch/skey.h"
#include "tests/unit/ask.h"

/* Access one byte in a block with this key; return the return value of the ioctl. */
static int try_byte(uint32_t op, unsigned int acc, bool f, int key)
{
	begin(op, LAYOUT_DATA, 1, key);
	state_key(&plan.state, LAYOUT_DATA, skey_make(acc, f));
	return ask()->ret;
}

START_TEST(fetches)
{
	for (unsigned int acc = 0; acc < 16; acc++) {
		for (int key = 0; key < 16; key++) {
			bool match = key == 0 || (unsigned int)key == acc;

			ck_assert_int_eq(try_byte(MEMOP_LOGICAL_READ, acc, false, key), 0);
			ck_assert_int_eq(try_byte(MEMOP_LOGICAL_READ, acc, true, key),
					 match ? 0 : 4);
			ck_assert_int_eq(try_byte(MEMOP_ABSOLUTE_READ, acc, false, key), 0);
			ck_assert_int_eq(try_byte(MEMOP_ABSOLUTE_READ, acc, true, key),
					 match ? 0 : 4);
		}
	}
}
END_TEST

START_TEST(stores)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_WRITE,
					MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++)
		for (unsigned int acc = 0; acc < 16; acc++)
			for (int key = 0; key < 16; key++)
				for (int f = 0; f < 2; f++)
					ck_assert_int_eq(try_byte(ops[i], acc, f, key),
							 key == 0 || (unsigned int)key == acc ? 0
											      : 4);
}
END_TEST

START_TEST(no_flag_no_comparison)
{
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 1, NO_KEY);
	plan.request.key = 0xff;
	state_key(&plan.state, LAYOUT_DATA, skey_make(3, true));
	ck_assert_int_eq(ask()->ret, 0);
	ck_assert_uint_eq(allowed.n, 1);
}
END_TEST

START_TEST(fetch_protection_override)
{
	static const struct {
		uint32_t op;
		uint64_t addr;
		uint32_t size;
		uint64_t cr0;
		int ret;
		const char *why;
	} rows[] = {
		{ MEMOP_LOGICAL_READ, 0, 1, FPO, 0, "fetch at 0" },
		{ MEMOP_LOGICAL_READ, 0, 1, 0, 4, "bit 38 is zero" },
		{ MEMOP_LOGICAL_READ, 0, 2048, FPO, 0, "all of 0-2047" },
		{ MEMOP_LOGICAL_READ, 2047, 1, FPO, 0, "last byte" },
		{ MEMOP_LOGICAL_READ, 2048, 1, FPO, 4, "first byte that is not covered" },
		{ MEMOP_LOGICAL_READ, 0, 2049, FPO, 4, "one byte is not covered" },
		{ MEMOP_LOGICAL_READ, 2047, 2, FPO, 4, "one byte is not covered" },
		{ MEMOP_LOGICAL_WRITE, 0, 1, FPO, 4, "fetches only" },
		{ MEMOP_ABSOLUTE_READ, 0, 1, FPO, 4, "an absolute access has no override" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, rows[i].addr, rows[i].size, 2);
		state_key(&plan.state, 0, skey_make(1, true));
		plan.state.regs.cr[0] |= rows[i].cr0;
		ck_assert_msg(ask()->ret == rows[i].ret, "%s", rows[i].why);
	}
}
END_TEST

START_TEST(fetch_protection_override_by_space)
{
	static const struct { const char *why; uint64_t mask, cr1, addr; int ret; } rows[] = {
		{ "DAT off: no space is private", 0, PRIVATE_REAL, 0x100, 0 },
		{ "DAT on", DAT_ON, REAL, 0x100, 0 },
		{ "private space", DAT_ON, PRIVATE_REAL, 0x100, 4 },
		{ "the primary space is not used", DAT_ON | SECONDARY, PRIVATE_REAL, 0x100, 0 },
		{ "the effective address matters", 0, 0, PREFIX + 0x100, 4 },
		{ "beyond", DAT_ON, REAL, 0x1000, 4 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_READ, rows[i].addr, 1, 2);
		for (uint64_t page = 0; page < 2 * PREFIX; page += PAGE_SIZE)
			if (page < 0x2000 || page - PREFIX < 0x2000)
				state_key(&plan.state, page, skey_make(1, true));
		plan.state.regs.psw.mask |= rows[i].mask;
		plan.state.regs.cr[0] |= FPO;
		plan.state.regs.cr[1] = rows[i].cr1;
		plan.state.regs.cr[7] = REAL;
		plan.state.regs.prefix = PREFIX;
		ck_assert_msg(ask()->ret == rows[i].ret, "%s", rows[i].why);
	}
}
END_TEST

/* In an operand of several blocks, the override covers only the bytes at 0-2047. */
START_TEST(fetch_protection_override_by_block)
{
	begin(MEMOP_LOGICAL_READ, 0, 0x1800, 2);
	plan.state.regs.cr[0] |= FPO;
	state_key(&plan.state, 0x1000, skey_make(1, true));
	ck_assert_int_eq(ask()->ret, 4);
	state_key(&plan.state, 0x1000, skey_make(1, false));
	state_key(&plan.state, 0, skey_make(1, true));
	ck_assert_int_eq(ask()->ret, 4);
	plan.request.size = 2048;
	ck_assert_int_eq(ask()->ret, 0);
}
END_TEST

START_TEST(storage_protection_override)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE,
					MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE,
					MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		for (unsigned int acc = 0; acc < 16; acc++) {
			begin(ops[i], LAYOUT_DATA, 1, acc == 2 ? 3 : 2);
			state_key(&plan.state, LAYOUT_DATA, skey_make(acc, true));
			plan.state.regs.cr[0] |= SPO;
			ck_assert_int_eq(ask()->ret,
					 acc == 9 && ops[i] <= MEMOP_LOGICAL_WRITE ? 0 : 4);
		}
	}
}
END_TEST

/* Unlike the other override, this one applies in private spaces, too. */
START_TEST(storage_protection_override_in_private_spaces)
{
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 1, 2);
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.cr[1] = PRIVATE_REAL;
	state_key(&plan.state, LAYOUT_DATA, skey_make(9, true));
	ck_assert_int_eq(ask()->ret, 4);
	plan.state.regs.cr[0] |= SPO;
	ck_assert_int_eq(ask()->ret, 0);
	plan.request.op = MEMOP_LOGICAL_READ;
	ck_assert_int_eq(ask()->ret, 0);
	plan.request.key = 9;			/* access key 9 has no special meaning */
	state_key(&plan.state, LAYOUT_DATA, skey_make(2, true));
	ck_assert_int_eq(ask()->ret, 4);
}
END_TEST

START_TEST(low_addresses_win)
{
	begin(MEMOP_LOGICAL_WRITE, 0, 1, 2);
	plan.request.flags |= INJECT;
	state_key(&plan.state, 0, 0x10);
	plan.state.regs.cr[0] |= LAP;
	ck_assert_int_eq(ask()->ret, 4);
	ck_assert_uint_eq(allowed.answer[0].pending.teid, 0x480); /* store, low address; not key */
}
END_TEST

UNIT_MAIN("oracle: keys", fetches, stores, no_flag_no_comparison, fetch_protection_override,
	  fetch_protection_override_by_space, fetch_protection_override_by_block,
	  storage_protection_override, storage_protection_override_in_private_spaces,
	  low_addresses_win)
