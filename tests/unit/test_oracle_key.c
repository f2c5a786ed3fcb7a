// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key-controlled protection. Expected values are from the tables "Protection Action" of the Principles of Operation, chapter 3,
 * not from the code.
 */
#include <errno.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/oracle/oracle.h"
#include "tests/unit/unit.h"

#define LAP BIT64(35)
#define FPO BIT64(38)
#define SPO BIT64(39)

static struct memory mem;
static struct level level;
static struct plan plan;
static struct allowed allowed;

static void begin(uint32_t op, uint64_t gaddr, uint32_t size, int key)
{
	if (!mem.map) {
		ck_assert_int_eq(memory_alloc(&mem, &guest_map, false), 0);
		memory_fill_pattern(&mem);
		level_parse(&level, "6.12");
	}
	state_init(&plan.state);
	request_init(&plan.request);
	plan.request.op = op;
	plan.request.fd = op <= MEMOP_LOGICAL_WRITE ? FD_VCPU : FD_VM;
	plan.request.gaddr = gaddr;
	plan.request.size = size;
	if (key >= 0) {
		plan.request.flags = MEMOP_F_SKEY_PROTECTION;
		plan.request.key = (uint8_t)key;
	}
}

static const struct answer *ask(void)
{
	oracle_ask(&level, &plan.state, &mem, &plan.request, &allowed);
	ck_assert_uint_ge(allowed.n, 1);
	return &allowed.answer[0];
}

/* One byte at an ordinary address, under a key: what the ioctl returns. */
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
			ck_assert_int_eq(try_byte(MEMOP_LOGICAL_READ, acc, true, key), match ? 0 : 4);
			ck_assert_int_eq(try_byte(MEMOP_ABSOLUTE_READ, acc, false, key), 0);
			ck_assert_int_eq(try_byte(MEMOP_ABSOLUTE_READ, acc, true, key), match ? 0 : 4);
		}
	}
}
END_TEST

START_TEST(stores)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < 3; i++)
		for (unsigned int acc = 0; acc < 16; acc++)
			for (int key = 0; key < 16; key++)
				for (int f = 0; f < 2; f++)
					ck_assert_int_eq(try_byte(ops[i], acc, f, key),
							 key == 0 || (unsigned int)key == acc ? 0 : 4);
}
END_TEST

START_TEST(no_flag_no_comparison)
{
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 1, -1);
	plan.request.key = 0xff;
	state_key(&plan.state, LAYOUT_DATA, skey_make(3, true));
	ck_assert_int_eq(ask()->ret, 0);
	ck_assert_uint_eq(allowed.n, 1);
}
END_TEST

START_TEST(fetch_protection_override)
{
	static const struct { uint32_t op; uint64_t addr; uint32_t size; uint64_t cr0; int ret; const char *why; } rows[] = {
		{ MEMOP_LOGICAL_READ, 0, 1, FPO, 0, "fetch at 0" },
		{ MEMOP_LOGICAL_READ, 0, 1, 0, 4, "bit 38 is zero" },
		{ MEMOP_LOGICAL_READ, 0, 2048, FPO, 0, "all of 0-2047" },
		{ MEMOP_LOGICAL_READ, 2047, 1, FPO, 0, "last byte" },
		{ MEMOP_LOGICAL_READ, 2048, 1, FPO, 4, "first byte that is not covered" },
		{ MEMOP_LOGICAL_READ, 0, 2049, FPO, 4, "one byte is not covered" },
		{ MEMOP_LOGICAL_READ, 2047, 2, FPO, 4, "one byte is not covered" },
		{ MEMOP_LOGICAL_WRITE, 0, 1, FPO, 4, "fetches only" },
		{ MEMOP_ABSOLUTE_READ, 0, 1, FPO, 4, "effective addresses only" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, rows[i].addr, rows[i].size, 2);
		state_key(&plan.state, 0, skey_make(1, true));
		plan.state.regs.cr[0] |= rows[i].cr0;
		ck_assert_msg(ask()->ret == rows[i].ret, "%s", rows[i].why);
	}
}
END_TEST

START_TEST(storage_protection_override)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ,
					MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		for (unsigned int acc = 0; acc < 16; acc++) {
			begin(ops[i], LAYOUT_DATA, 1, acc == 2 ? 3 : 2);
			state_key(&plan.state, LAYOUT_DATA, skey_make(acc, true));
			plan.state.regs.cr[0] |= SPO;
			ck_assert_int_eq(ask()->ret, acc == 9 && ops[i] <= MEMOP_LOGICAL_WRITE ? 0 : 4);
		}
	}
}
END_TEST

START_TEST(what_moves)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 19, 0);
	ck_assert_uint_eq(ask()->moved, 19);
	ck_assert_uint_eq(allowed.n_fragments, 1);
	ck_assert_uint_eq(allowed.fragment[0].abs, LAYOUT_DATA);
	plan.request.flags |= MEMOP_F_CHECK_ONLY;
	ck_assert_uint_eq(ask()->moved, 0);
	begin(MEMOP_ABSOLUTE_WRITE, LAYOUT_DATA, 19, 1);	/* the key of the block is 0 */
	ck_assert_int_eq(ask()->ret, 4);
	ck_assert_uint_eq(allowed.answer[0].moved, 0);
}
END_TEST

/* Three blocks, the last of them prohibited: all or nothing before it may have been stored, and nothing in between. */
START_TEST(blocks_have_their_own_keys)
{
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA + 4000, 4096 + 200, 1);
	plan.request.flags |= MEMOP_F_INJECT_EXCEPTION;
	state_key(&plan.state, LAYOUT_DATA, 0x10);
	state_key(&plan.state, LAYOUT_DATA + 4096, 0x10);
	state_key(&plan.state, LAYOUT_DATA + 8192, 0x20);
	ask();
	ck_assert_uint_eq(allowed.n, 2);
	ck_assert_uint_eq(allowed.n_fragments, 3);
	for (unsigned int i = 0; i < 2; i++) {
		const struct answer *a = &allowed.answer[i];

		ck_assert_int_eq(a->ret, 4);
		ck_assert_uint_eq(a->moved, i ? 96 + 4096 : 0);
		ck_assert_uint_eq(a->pending.code, 4);
		/* Store indication, and suppression only if nothing was stored. */
		ck_assert_uint_eq(a->pending.teid, LAYOUT_DATA + 8192 + 0x400 + (i ? 0 : 8));
	}
}
END_TEST

START_TEST(exchange)
{
	const struct answer *a;

	begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, 8, 0);
	pattern_fill(plan.request.old_value, LAYOUT_DATA, 8);
	a = ask();
	ck_assert(a->ret == 0 && a->moved == 8 && a->old == OLD_KEPT);
	plan.request.old_value[7] ^= 1;
	a = ask();
	ck_assert(a->ret == 0 && a->moved == 0 && a->old == OLD_CURRENT);
	/* Prohibited, whether it would match or not, and fetch-protected or not. */
	state_key(&plan.state, LAYOUT_DATA, 0x20);
	plan.request.key = 1;
	ask();
	ck_assert_uint_eq(allowed.n, 2);
	ck_assert(allowed.answer[0].ret == 4 && allowed.answer[0].old == OLD_KEPT);
	ck_assert(allowed.answer[1].ret == 4 && allowed.answer[1].old == OLD_ZERO);
}
END_TEST

START_TEST(exchange_sizes)
{
	for (uint32_t size = 0; size < 40; size++) {
		bool good = size == 1 || size == 2 || size == 4 || size == 8 || size == 16;

		begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, size, 0);
		ck_assert_int_eq(ask()->ret, good ? 0 : -1);
		ck_assert_int_eq(allowed.answer[0].err, good ? 0 : EINVAL);
		if (!good || size == 1)
			continue;
		plan.request.gaddr += size / 2;	/* not aligned */
		ck_assert_int_eq(ask()->err, EINVAL);
	}
}
END_TEST

START_TEST(low_addresses_win)
{
	begin(MEMOP_LOGICAL_WRITE, 0, 1, 2);
	plan.request.flags |= MEMOP_F_INJECT_EXCEPTION;
	state_key(&plan.state, 0, 0x10);
	plan.state.regs.cr[0] |= LAP;
	ck_assert_int_eq(ask()->ret, 4);
	ck_assert_uint_eq(allowed.answer[0].pending.teid, 0x480);	/* store, low address; not key */
}
END_TEST

START_TEST(capabilities)
{
	static const struct { const char *release; uint32_t capability; int value; } rows[] = {
		{ "5.17", CAP_S390_MEM_OP, 65536 }, { "7.2", CAP_S390_MEM_OP, 65536 },
		{ "5.17", CAP_S390_MEM_OP_EXTENSION, 0 }, { "6.1", CAP_S390_MEM_OP_EXTENSION, 1 },
		{ "6.3", CAP_S390_MEM_OP_EXTENSION, 3 }, { "7.2", CAP_S390_MEM_OP_EXTENSION, 3 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level l = { 0 };

		begin(rows[i].capability, 0, 0, -1);
		plan.request.kind = REQUEST_CAPABILITY;
		level_parse(&l, rows[i].release);
		oracle_ask(&l, &plan.state, &mem, &plan.request, &allowed);
		ck_assert_uint_eq(allowed.n, 1);
		ck_assert_int_eq(allowed.answer[0].ret, rows[i].value);
	}
}
END_TEST

UNIT_MAIN("oracle: keys", fetches, stores, no_flag_no_comparison, fetch_protection_override,
	  storage_protection_override, what_moves, blocks_have_their_own_keys, exchange, exchange_sizes,
	  low_addresses_win, capabilities)
