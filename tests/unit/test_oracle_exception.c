// SPDX-License-Identifier: GPL-2.0-only
/*
 * TEID and EAID. Expected values are from the Principles of Operation, chapter 3,
 * "Assigned Storage Locations" (real 160 and 168), with enhanced suppression on protection.
 */
#include "tests/unit/ask.h"

#define ADDRESS UINT64_C(0xfedcba9876543210)
#define PAGE UINT64_C(0xfedcba9876543000)
#define AR 11

/* Bits of the TEID. */
#define FETCH UINT64_C(0x800)
#define STORE UINT64_C(0x400)
#define KINDS UINT64_C(0x8c)		/* 56, 60 and 61 */
#define AS UINT64_C(3)

static const struct {
	const char *name;
	uint64_t mask;
	bool dat, access_registers;
	uint64_t as;
} modes[] = {
	{ "DAT off", 0, false, false, 0 },
	{ "DAT off, access-register mode", ACCESS_REGISTERS, false, false, 0 },
	{ "primary space", DAT_ON, true, false, 0 },
	{ "access registers", DAT_ON | ACCESS_REGISTERS, true, true, 1 },
	{ "secondary space", DAT_ON | SECONDARY, true, false, 2 },
	{ "home space", DAT_ON | HOME, true, false, 3 },
};

enum identified { NOTHING, REGISTER, BOTH };

static const struct { enum pgm code; enum identified what;
} codes[] = {
	{ 0x04, BOTH },	    { 0x05, NOTHING },	{ 0x10, BOTH },	    { 0x11, BOTH },
	{ 0x12, NOTHING },  { 0x28, NOTHING },	{ 0x29, REGISTER }, { 0x2a, REGISTER },
	{ 0x2b, REGISTER }, { 0x2c, REGISTER }, { 0x2d, REGISTER }, { 0x38, BOTH },
	{ 0x39, BOTH },	    { 0x3a, BOTH },	{ 0x3b, BOTH },
};

static struct clauses cited;

static struct pending pending_of(unsigned int mode, const struct exception *e, bool store,
				 bool suppressed)
{
	struct question q;

	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 1, NO_KEY);
	plan.request.flags = INJECT;
	plan.request.ar = AR;
	plan.state.regs.psw.mask |= modes[mode].mask;
	q = question(store);
	return exception_pending(&q, e, suppressed, &cited);
}

static void check_code(unsigned int mode, unsigned int i, bool store)
{
	const struct exception e = { .code = codes[i].code,
				     .protection = PROTECTION_DAT,
				     .address = ADDRESS };
	const struct pending p = pending_of(mode, &e, store, true);
	bool id = codes[i].what == REGISTER ||
		  (codes[i].what == BOTH && modes[mode].access_registers);
	/*
	 * Bits 0-61, and 62-63 if there is an address space: those that nothing is said of are
	 * zero.
	 */
	uint64_t laid_down = codes[i].what == BOTH ? ~AS | (modes[mode].dat ? AS : 0) : 0;
	uint64_t teid = codes[i].what == BOTH ? PAGE | (store ? STORE : FETCH) | modes[mode].as : 0;

	if (codes[i].code == 4)
		teid |= 4;
	if (codes[i].what == NOTHING)
		laid_down = ~UINT64_C(0);
	if (codes[i].code == 0x28)
		laid_down = 0;
	ck_assert_uint_eq(p.code, codes[i].code);
	ck_assert_msg(p.teid_mask == laid_down, "0x%x, %s", codes[i].code, modes[mode].name);
	ck_assert_uint_eq(p.teid & laid_down, teid & laid_down);
	ck_assert_msg(
		p.access_id_mask ==
			(id || codes[i].what == NOTHING ? codes[i].code == 0x28 ? 0 : 0xff : 0),
		"0x%x, %s", codes[i].code, modes[mode].name);
	ck_assert_uint_eq(p.access_id, id ? AR : 0);
}

START_TEST(every_code)
{
	for (unsigned int mode = 0; mode < ARRAY_SIZE(modes); mode++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(codes); i++) {
			check_code(mode, i, false);
			check_code(mode, i, true);
		}
	}
}
END_TEST

/*
 * The exceptions that nullify, as chapter 6 says; the others suppress or terminate.
 */
START_TEST(nullification)
{
	static const enum pgm nullify[] = { 0x10, 0x11, 0x29, 0x2a, 0x2b, 0x2c,
					    0x2d, 0x38, 0x39, 0x3a, 0x3b };

	for (unsigned int i = 0; i < ARRAY_SIZE(codes); i++) {
		const struct exception e = { .code = codes[i].code,
					     .protection = PROTECTION_KEY,
					     .address = ADDRESS };
		bool wanted = false;

		for (unsigned int j = 0; j < ARRAY_SIZE(nullify); j++)
			wanted |= nullify[j] == codes[i].code;
		ck_assert_msg(pending_of(3, &e, true, true).nullifying == wanted, "0x%x",
			      codes[i].code);
	}
}
END_TEST

START_TEST(kinds_of_protection)
{
	static const struct { enum protection kind; uint64_t bits;
	} rows[] = {
		{ PROTECTION_LOW_ADDRESS, 0x80 },
		{ PROTECTION_ACCESS_LIST, 0x0c },
		{ PROTECTION_DAT, 0x04 },
		{ PROTECTION_KEY, 0x08 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		for (unsigned int mode = 0; mode < ARRAY_SIZE(modes); mode++) {
			const struct exception e = { .code = 4,
						     .protection = rows[i].kind,
						     .address = ADDRESS };
			struct pending p = pending_of(mode, &e, true, true);

			ck_assert_uint_eq(p.teid & ~AS, PAGE | STORE | rows[i].bits);
			ck_assert_uint_eq(p.teid_mask & KINDS, KINDS);
			/* Zeros: the operation was not suppressed. */
			p = pending_of(mode, &e, true, false);
			ck_assert_uint_eq(p.teid & KINDS, 0);
			ck_assert_uint_eq(p.teid_mask, KINDS);
			ck_assert_uint_eq(p.access_id_mask, 0);
		}
	}
}
END_TEST

START_TEST(only_on_request)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(codes); i++) {
		const struct exception e = { .code = codes[i].code,
					     .protection = PROTECTION_KEY,
					     .address = ADDRESS };
		struct question q;
		struct pending p;

		begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 1, NO_KEY);
		plan.request.flags = ~INJECT;
		q = question(false);
		p = exception_pending(&q, &e, true, &cited);
		ck_assert(!p.code && !p.teid_mask && !p.access_id_mask && !p.teid && !p.access_id);
	}
}
END_TEST

/* Blocks 0 and 1 have key 1, block 2 has key 2; access key 1. */
static void begin_blocks(uint32_t op, uint64_t flags, uint64_t gaddr, uint32_t size)
{
	begin(op, gaddr, size, 1);
	plan.request.flags |= flags;
	state_key(&plan.state, LAYOUT_DATA, 0x10);
	state_key(&plan.state, LAYOUT_DATA + 0x1000, 0x10);
	state_key(&plan.state, LAYOUT_DATA + 0x2000, 0x28);
}

START_TEST(suppression)
{
	static const struct {
		const char *why;
		uint32_t op;
		uint64_t flags, gaddr;
		uint32_t size, stored;
		uint64_t bits;
	} rows[] = {
		{ "the first block", 1, INJECT, LAYOUT_DATA + 0x2010, 8, 0, 0x408 },
		{ "a fetch stores nothing", 0, INJECT, LAYOUT_DATA + 0x10, 0x2000, 0, 0x808 },
		{ "nor does a check", 1, INJECT | CHECK_ONLY, LAYOUT_DATA + 0x10, 0x2000, 0,
		  0x408 },
		{ "one block was stored in", 1, INJECT, LAYOUT_DATA + 0x1ff0, 0x20, 0x10, 0x408 },
		{ "two blocks were stored in", 1, INJECT, LAYOUT_DATA + 0x10, 0x2000, 0x1ff0,
		  0x408 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct answer *a;

		begin_blocks(rows[i].op, rows[i].flags, rows[i].gaddr, rows[i].size);
		ask();
		ck_assert_msg(allowed.n == (rows[i].stored ? 2 : 1), "%s: %u answers", rows[i].why,
			      allowed.n);
		a = find_answer(4, 0, 0);
		ck_assert_msg(a && a->pending.teid == LAYOUT_DATA + 0x2000 + rows[i].bits, "%s",
			      rows[i].why);
		if (!rows[i].stored)
			continue;
		a = find_answer(4, 0, rows[i].stored);
		ck_assert_msg(a && a->pending.code == 4, "%s", rows[i].why);
		ck_assert_uint_eq(a->pending.teid & KINDS, 0);
		ck_assert_uint_eq(a->pending.teid_mask, KINDS);
	}
}
END_TEST

/*
 * A whole operation: effective address of the failing fragment, access register of the request.
 */
START_TEST(of_an_access)
{
	const struct pending *p;

	begin(MEMOP_LOGICAL_WRITE, 0x3fffffff8, 16, 1);	/* 31-bit mode: 0x7ffffff8, wraps to 0 */
	plan.request.flags |= INJECT;
	plan.request.ar = AR;
	plan.state.regs.psw.mask = DAT_ON | ACCESS_REGISTERS | MODE_31;
	plan.state.regs.cr[1] = REAL;
	state_key(&plan.state, 0, 0x20);
	p = &ask()->pending;
	ck_assert_int_eq(allowed.answer[0].ret, 5); /* first fragment: not in the configuration */
	ck_assert(p->code == 5 && !p->teid && !p->access_id);
	plan.request.gaddr = 0x80000008;
	p = &ask()->pending;
	ck_assert_int_eq(allowed.answer[0].ret, 4);
	ck_assert_uint_eq(p->teid, 0x409);
	ck_assert_uint_eq(p->teid_mask, ~UINT64_C(0));
	ck_assert(p->access_id_mask == 0xff && p->access_id == AR);
	plan.state.regs.psw.mask &= ~DAT_ON;
	p = &ask()->pending;
	ck_assert_uint_eq(p->teid & p->teid_mask, 0x408);
	ck_assert_uint_eq(p->teid_mask, ~UINT64_C(3));
	ck_assert(!p->access_id_mask);
	plan.request.flags &= ~INJECT;
	ck_assert_int_eq(ask()->ret, 4);
	ck_assert_uint_eq(allowed.answer[0].pending.code, 0);
}
END_TEST

UNIT_MAIN("oracle: exceptions", every_code, nullification, kinds_of_protection, only_on_request,
	  suppression, of_an_access)
