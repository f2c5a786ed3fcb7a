// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effective addresses, prefixing and low-address protection. Expected values are from the
 * Principles of Operation, chapter 3, "Address Size and Wraparound", "Prefixing" and "Low-Address
 * Protection".
 */
#include <stdio.h>

#include "lib/machine/dat_path.h"
#include "tests/unit/ask.h"

static uint64_t effective_in(uint64_t mask, uint64_t addr)
{
	struct question q = question(false);
	uint64_t was = plan.state.regs.psw.mask;

	plan.state.regs.psw.mask = mask;
	addr = effective_address(&q, addr);
	plan.state.regs.psw.mask = was;
	return addr;
}

START_TEST(effective_addresses)
{
	static const struct { uint64_t mode, addr, effective; } rows[] = {
		{ MODE_24, 0, 0 },
		{ MODE_24, 0xffffff, 0xffffff },
		{ MODE_24, 0x1000000, 0 },
		{ MODE_24, 0xfedcba9876543210, 0x543210 },
		{ MODE_31, 0x1000000, 0x1000000 },
		{ MODE_31, 0x7fffffff, 0x7fffffff },
		{ MODE_31, 0x80000000, 0 },
		{ MODE_31, 0xfedcba9876543210, 0x76543210 },
		{ MODE_31, 0xfedcba98f6543210, 0x76543210 },
		{ MODE_64, 0x80000000, 0x80000000 },
		{ MODE_64, 0xfedcba9876543210, 0xfedcba9876543210 },
		{ MODE_64, UINT64_MAX, UINT64_MAX },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_uint_eq(effective_in(rows[i].mode, rows[i].addr), rows[i].effective);
		/* Other PSW bits have no effect. */
		ck_assert_uint_eq(effective_in(rows[i].mode | ~MODE_64, rows[i].addr),
				  rows[i].effective);
	}
}
END_TEST

/*
 * The address after the last one of an addressing mode is 0; otherwise it is the next one.
 */
START_TEST(wraparound)
{
	static const struct { uint64_t mode; enum dat_level top; uint64_t addr, next; } rows[] = {
		{ MODE_24, DAT_SEGMENT, 0xfffff0, 0 },
		{ MODE_24, DAT_SEGMENT, 0xfffffffffffffff0, 0 },
		{ MODE_31, DAT_SEGMENT, 0xfffff0, 0x1000000 },
		{ MODE_31, DAT_SEGMENT, 0x7ffffff0, 0 },
		{ MODE_31, DAT_SEGMENT, 0xfffffffffffffff0, 0 },
		{ MODE_64, DAT_SEGMENT, 0xfffff0, 0x1000000 },
		{ MODE_64, DAT_REGION_THIRD, 0x7ffffff0, 0x80000000 },
		{ MODE_64, DAT_REGION_FIRST, 0xfffffffffffffff0, 0 },
	};
	const uint64_t first = LAYOUT_DATA, second = LAYOUT_DATA + 0x8000;
	struct dat_path path;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_READ, rows[i].addr, 0x30, NO_KEY);
		plan.state.regs.psw.mask = rows[i].mode | DAT_ON;
		dat_path_init(&path, 0, rows[i].top, effective_in(rows[i].mode, rows[i].addr),
			      first);
		dat_path_stage(&path, &plan.state);
		dat_path_init(&path, 0, rows[i].top, rows[i].next, second);
		dat_path_stage(&path, &plan.state);
		plan.state.regs.cr[1] = path.asce;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.n_fragments, 2);
		ck_assert_uint_eq(allowed.fragment[0].abs, first + 0xff0);
		ck_assert_uint_eq(allowed.fragment[0].len, 0x10);
		ck_assert_uint_eq(allowed.fragment[1].abs, second);
		ck_assert_uint_eq(allowed.fragment[1].len, 0x20);
	}
}
END_TEST

START_TEST(prefixing)
{
	static const struct { uint32_t prefix; uint64_t real, absolute; } rows[] = {
		{ PREFIX, 0, PREFIX },
		{ PREFIX, 0x1fff, PREFIX + 0x1fff },
		{ PREFIX, 0x2000, 0x2000 },
		{ PREFIX, PREFIX - 1, PREFIX - 1 },
		{ PREFIX, PREFIX, 0 },
		{ PREFIX, PREFIX + 0x1fff, 0x1fff },
		{ PREFIX, PREFIX + 0x2000, PREFIX + 0x2000 },
		{ PREFIX, 0x100000000, 0x100000000 },		/* all 51 bits are compared */
		{ PREFIX, 0x100000000 + PREFIX, 0x100000000 + PREFIX },
		{ PREFIX, UINT64_MAX, UINT64_MAX },
		{ 0x7fffe000, 0x1fff, 0x7fffffff },
		{ 0x7fffe000, 0x7fffe123, 0x123 },
		{ 0x2000, 0, 0x2000 },
		{ 0x2000, 0x3fff, 0x1fff },
		{ 0, 0, 0 },
		{ 0, 0x1fff, 0x1fff },
		{ 0, 0x2000, 0x2000 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct question q = question(false);

		plan.state.regs.prefix = rows[i].prefix;
		ck_assert_uint_eq(real_to_abs(&q, rows[i].real), rows[i].absolute);
	}
}
END_TEST

START_TEST(what_is_prefixed)
{
	static const struct {
		const char *why;
		uint32_t op;
		uint64_t dat, cr1, addr, absolute;
	} rows[] = {
		{ "DAT off: addresses are real", MEMOP_LOGICAL_READ, 0, 0, 0x345, PREFIX + 0x345 },
		{ "DAT off: and back", MEMOP_LOGICAL_READ, 0, 0, PREFIX + 0x345, 0x345 },
		{ "real space: addresses are real", MEMOP_LOGICAL_READ, DAT_ON, REAL, 0x345,
		  PREFIX + 0x345 },
		{ "absolute addresses are not prefixed", MEMOP_ABSOLUTE_READ, 0, 0, 0x345, 0x345 },
		{ "whatever the PSW says", MEMOP_ABSOLUTE_READ, DAT_ON, REAL, PREFIX + 0x345,
		  PREFIX + 0x345 },
		{ "nor those of compare-and-exchange", MEMOP_ABSOLUTE_CMPXCHG, 0, 0, 0x340, 0x340 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, rows[i].addr, 1, NO_KEY);
		plan.state.regs.prefix = PREFIX;
		plan.state.regs.psw.mask |= rows[i].dat;
		plan.state.regs.cr[1] = rows[i].cr1;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_msg(allowed.fragment[0].abs == rows[i].absolute, "%s", rows[i].why);
	}
}
END_TEST

/* An operand that crosses an edge of the prefix area has two fragments far apart. */
START_TEST(across_the_prefix_area)
{
	static const struct { uint64_t addr, first, second; } rows[] = {
		{ 0x1ff8, PREFIX + 0x1ff8, 0x2000 },
		{ PREFIX - 8, PREFIX - 8, 0 },
		{ PREFIX + 0x1ff8, 0x1ff8, PREFIX + 0x2000 },
		{ 0xff8, PREFIX + 0xff8, PREFIX + 0x1000 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_WRITE, rows[i].addr, 16, NO_KEY);
		plan.state.regs.prefix = PREFIX;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.n_fragments, 2);
		ck_assert_uint_eq(allowed.fragment[0].abs, rows[i].first);
		ck_assert_uint_eq(allowed.fragment[1].abs, rows[i].second);
	}
}
END_TEST

/* Expect low-address protection in page 0 or 1, or no exception (-1). */
static void check_low(const char *why, int page)
{
	uint64_t wanted =
		page < 0 ? 0 : UINT64_C(0x1000) * (unsigned int)page + 0x480; /* a store, bit 56 */
	const struct answer *a = ask();

	ck_assert_uint_eq(allowed.n, 1);
	ck_assert_msg(a->ret == (page < 0 ? 0 : 4), "%s: %d", why, a->ret);
	ck_assert_msg((a->pending.teid & ~UINT64_C(3)) == wanted, "%s: TEID 0x%llx", why,
		      (unsigned long long)a->pending.teid);
}

START_TEST(low_address_boundaries)
{
	static const struct { uint64_t addr; uint32_t size; int page;
	} rows[] = {
		{ 0, 1, 0 },	 { 511, 1, 0 },	      { 512, 1, -1 },	{ 511, 2, 0 },
		{ 0, 512, 0 },	 { 512, 3584, -1 },   { 512, 3585, 1 }, { 4095, 1, -1 },
		{ 4095, 2, 1 },	 { 4096, 1, 1 },      { 4607, 1, 1 },	{ 4608, 1, -1 },
		{ 4607, 2, 1 },	 { 4608, 65536, -1 }, { 0, 4608, 0 },	{ 8192, 512, -1 },
		{ 8191, 2, -1 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		char why[64];

		snprintf(why, sizeof(why), "%u bytes at %u", rows[i].size,
			 (unsigned int)rows[i].addr);
		begin(MEMOP_LOGICAL_WRITE, rows[i].addr, rows[i].size, NO_KEY);
		plan.request.flags |= INJECT;
		plan.state.regs.cr[0] |= LAP;
		check_low(why, rows[i].page);
		plan.request.flags |= CHECK_ONLY;
		check_low(why, rows[i].page);
		plan.state.regs.cr[0] &= ~LAP;
		check_low("bit 35 of CR0 is zero", -1);
		plan.state.regs.cr[0] |= LAP;
		plan.request.op = MEMOP_LOGICAL_READ;
		check_low("fetches are not protected", -1);
	}
}
END_TEST

START_TEST(low_addresses_are_effective)
{
	static const struct { const char *why; uint64_t mask, cr1, addr; int page; } rows[] = {
		{ "24-bit mode", MODE_24, 0, 0x1000100, 0 },
		{ "31-bit mode", MODE_31, 0, 0x80001100, 1 },
		{ "not the real address", MODE_64, 0, PREFIX, -1 },
		{ "low, although prefixed", MODE_64, 0, 0x100, 0 },
		{ "DAT on", MODE_64 | DAT_ON, REAL, 0x1000, 1 },
		{ "24-bit mode, DAT on", MODE_24 | DAT_ON, REAL, 0x1000, 1 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_WRITE, rows[i].addr, 1, NO_KEY);
		plan.request.flags |= INJECT;
		plan.state.regs.psw.mask = rows[i].mask;
		plan.state.regs.cr[0] |= LAP;
		plan.state.regs.cr[1] = rows[i].cr1;
		plan.state.regs.prefix = PREFIX;
		check_low(rows[i].why, rows[i].page);
	}
}
END_TEST

/* The virtual address matters, not the absolute address to which it translates. */
START_TEST(low_frame)
{
	static const struct { uint64_t addr, frame; int page;
	} rows[] = {
		{ 0x42000, 0, -1 },
		{ 0x42000, 0x1000, -1 },
		{ 0x0, LAYOUT_DATA, 0 },
		{ 0x1000, LAYOUT_DATA, 1 },
	};
	struct dat_path path;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_WRITE, rows[i].addr, 8, NO_KEY);
		plan.request.flags |= INJECT;
		dat_path_init(&path, 0, DAT_SEGMENT, rows[i].addr, rows[i].frame);
		dat_path_stage(&path, &plan.state);
		plan.state.regs.psw.mask |= DAT_ON;
		plan.state.regs.cr[0] |= LAP;
		plan.state.regs.cr[1] = path.asce;
		check_low("by virtual address", rows[i].page);
		plan.state.regs.cr[1] |= 0x100;
		check_low("private space", -1);
	}
}
END_TEST

/*
 * The private-space bit of the ASCE that translates applies; with DAT off none applies.
 */
START_TEST(low_addresses_in_private_spaces)
{
	static const struct { const char *why; uint64_t mask; unsigned int cr; } rows[] = {
		{ "primary space", DAT_ON, 1 },
		{ "secondary space", DAT_ON | SECONDARY, 7 },
		{ "home space", DAT_ON | HOME, 13 },
		{ "access register 0", DAT_ON | ACCESS_REGISTERS, 1 },
	};
	static const unsigned int spaces[] = { 1, 7, 13 };

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_WRITE, 0x1ff, 1, NO_KEY);
		plan.request.flags |= INJECT;
		plan.state.regs.psw.mask |= rows[i].mask;
		plan.state.regs.cr[0] |= LAP;
		for (unsigned int j = 0; j < ARRAY_SIZE(spaces); j++)
			plan.state.regs.cr[spaces[j]] =
				spaces[j] == rows[i].cr ? PRIVATE_REAL : REAL;
		check_low(rows[i].why, -1);
		for (unsigned int j = 0; j < ARRAY_SIZE(spaces); j++)
			plan.state.regs.cr[spaces[j]] ^= 0x100;
		check_low(rows[i].why, 0);
		plan.state.regs.psw.mask &= ~DAT_ON;
		check_low("DAT off", 0);
	}
}
END_TEST

START_TEST(absolute_addresses_are_not_low)
{
	static const uint32_t ops[] = { MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		begin(ops[i], 0x1000, 16, 0);
		plan.state.regs.cr[0] |= LAP;
		check_low("absolute", -1);
	}
}
END_TEST

/*
 * If access-register translation fails, low-address protection may apply to a store, but not to a
 * fetch.
 */
START_TEST(low_address_without_space)
{
	static const struct { uint32_t op; uint64_t cr0, addr; unsigned int n; } rows[] = {
		{ MEMOP_LOGICAL_WRITE, LAP, 0x1000, 2 },
		{ MEMOP_LOGICAL_WRITE, LAP, 0x2000, 1 },
		{ MEMOP_LOGICAL_WRITE, 0, 0x1000, 1 },
		{ MEMOP_LOGICAL_READ, LAP, 0x1000, 1 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, rows[i].addr, 1, NO_KEY);
		plan.request.flags |= INJECT;
		plan.request.ar = 3;
		plan.state.regs.psw.mask |= DAT_ON | ACCESS_REGISTERS;
		plan.state.regs.cr[0] |= rows[i].cr0;
		plan.state.regs.ar[3] = 0x80000000;	/* ALET-specification exception */
		ask();
		ck_assert_uint_eq(allowed.n, rows[i].n);
		ck_assert(find_answer(0x28, 0, 0));
		if (rows[i].n > 1)
			ck_assert_uint_eq(find_answer(4, 0, 0)->pending.teid, 0x1000 + 0x480 + 1);
	}
}
END_TEST

UNIT_MAIN("oracle: addresses", effective_addresses, wraparound, prefixing, what_is_prefixed,
	  across_the_prefix_area, low_address_boundaries, low_addresses_are_effective, low_frame,
	  low_addresses_in_private_spaces, absolute_addresses_are_not_low,
	  low_address_without_space)
