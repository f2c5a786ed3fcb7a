// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access-register translation. Expected values are from the Principles of Operation, chapter 5,
 * "Access-Register-Translation Process", and chapter 6, "Priority of Access Exceptions". Formats
 * are written out as numbers.
 */
#include "tests/unit/ask.h"

#define FETCH false
#define STORE true

#define DUCT 0x48000u
#define PASTE 0x48040u
#define LIST 0x49000u			/* of the dispatchable unit */
#define PRIMARY_LIST 0x4a000u
#define ASTE 0x4b040u
#define AUTHORITY 0x4c004u
#define SPACE UINT64_C(0x123456789abcd120)	/* any value */
#define AR 5

/* The structures that the translation of one ALET uses; tests corrupt them. */
static struct {
	uint32_t alet, duct, paste, ald, ale[4], aste, aste_0, aste_1, astesn, eax;
	uint64_t asce, authority;	/* the byte of EAX, in the place of eight */
} art;

static void begin_art(void)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 1, NO_KEY);
	plan.request.ar = AR;
	plan.state.regs.psw.mask |= DAT_ON | ACCESS_REGISTERS;
	art.alet = 0x005a0009;
	art.duct = DUCT;
	art.paste = PASTE;
	art.ald = LIST | 3;		/* 4 times 8 entries */
	art.ale[0] = 0x005a0000;
	art.ale[1] = 0;
	art.ale[2] = art.aste = ASTE;
	art.ale[3] = art.astesn = 0x87654321;
	art.aste_0 = AUTHORITY;
	art.aste_1 = 2 << 4;		/* 3 times 16 entries */
	art.asce = SPACE;
	art.eax = 0x25;
	art.authority = 0;
}

static uint64_t pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static uint64_t swapped(uint64_t addr)
{
	return addr ^ (addr < 0x2000 || addr - PREFIX < 0x2000 ? PREFIX : 0);
}

/*
 * Stage a structure at a real address, unless it is outside of storage. The same absolute address
 * holds zeros, so that missing prefixing is noticed.
 */
static void put(uint64_t real, uint64_t value)
{
	uint64_t absolute = plan.state.regs.prefix ? swapped(real) : real;

	if (!memory_at(&mem, real, 8))
		return;
	state_doubleword(&plan.state, real, 0, NULL);
	state_doubleword(&plan.state, absolute, value, NULL);
}

static void stage_art(void)
{
	struct registers *regs = &plan.state.regs;
	uint64_t entry = (art.ald & 0x7fffff80) + 16 * (uint64_t)(art.alet & 0xffff);
	uint64_t authority = (art.aste_0 & 0x7ffffffc) + art.eax / 4;

	regs->ar[AR] = art.alet;
	regs->cr[2] = art.duct;
	regs->cr[5] = art.paste;
	regs->cr[8] = (uint64_t)art.eax << 16;
	put((art.alet & 0x01000000 ? art.paste : art.duct) + 16, pair(art.ald, 0));
	put(entry, pair(art.ale[0], art.ale[1]));
	put(entry + 8, pair(art.ale[2], art.ale[3]));
	put(art.aste, pair(art.aste_0, art.aste_1));
	put(art.aste + 8, art.asce);
	put(art.aste + 16, pair(0, art.astesn));
	put(authority & ~UINT64_C(7), art.authority << (8 * (7 - authority % 8)));
}

static struct space space;

/* Translate the staged structures and, if that succeeds, expect the ASCE of the ASTE. */
static struct exception translate_staged(bool store)
{
	struct question q = question(store);
	struct exception e;

	space = (struct space){ 0 };
	e = translate_access_register(&q, &space);
	if (!e.code)
		ck_assert_uint_eq(space.asce, art.asce);
	return e;
}

static struct exception translate(bool store)
{
	stage_art();
	return translate_staged(store);
}

/* ALETs 0 and 1 and access register 0 use no structures. */
START_TEST(special_alets)
{
	for (uint8_t ar = 0; ar < 16; ar++) {
		for (uint32_t alet = 0; alet < 2; alet++) {
			struct registers *regs = &plan.state.regs;

			begin_art();
			plan.request.ar = ar;
			for (unsigned int i = 0; i < 16; i++)
				regs->ar[i] = i == ar ? alet : 0xffffffff;
			regs->cr[1] = 0x1111;
			regs->cr[7] = 0x7777;
			regs->cr[13] = 0xdddd;
			regs->cr[2] = regs->cr[5] = OUTSIDE;
			art.asce = ar && alet ? 0x7777 : 0x1111;
			ck_assert_int_eq(translate_staged(STORE).code, 0);
		}
	}
	begin_art();
	plan.request.ar = 0;
	plan.state.regs.ar[0] = 0xffffffff;
	plan.state.regs.cr[1] = art.asce;
	ck_assert_int_eq(translate_staged(STORE).code, 0);
}
END_TEST

/* Bit 7 of the ALET: the list of the dispatchable unit, or the primary-space list. */
START_TEST(two_lists)
{
	begin_art();
	ck_assert_int_eq(translate(FETCH).code, 0);
	art.alet |= 0x01000000;
	art.ald = PRIMARY_LIST | 3;
	art.aste += 0x40;
	art.ale[2] += 0x40;
	art.asce ^= 0x1000;
	ck_assert_int_eq(translate(FETCH).code, 0);
	/* Both lists exist now; bit 7 must select the right one. */
	plan.state.regs.ar[AR] = art.alet & ~0x01000000u;
	art.asce = SPACE;
	ck_assert_int_eq(translate_staged(FETCH).code, 0);
}
END_TEST

START_TEST(alets_that_are_not_special)
{
	static const uint32_t alets[] = { 2,	      0x00010000, 0x00010001, 0x01000000,
					  0x01000001, 0x00800000, 0x01ff0000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(alets); i++) {
		begin_art();
		plan.state.regs.cr[1] = plan.state.regs.cr[7] = 0;
		art.alet = alets[i];
		art.ale[0] = alets[i] & 0x00ff0000;
		ck_assert_int_eq(translate(FETCH).code, 0);
	}
}
END_TEST

START_TEST(alet_specification)
{
	for (unsigned int bit = 0; bit < 32; bit++) {
		begin_art();
		art.alet = 0x80000000u >> bit;
		art.ale[0] = art.alet & 0x00ff0000;
		/* Bit 31 alone is ALET 1; bits 16-26 are numbers of entries beyond a list of 32. */
		if (bit < 16 || (bit > 26 && bit < 31))
			ck_assert_int_eq(translate(FETCH).code, bit < 7 ? 0x28 : 0);
	}
	begin_art();
	stage_art();
	plan.state.regs.ar[AR] = 0x80000000;	/* not ALET 0, and not ALET 1 */
	ck_assert_int_eq(translate_staged(FETCH).code, 0x28);
	plan.state.regs.ar[AR] = 0x02000001;
	ck_assert_int_eq(translate_staged(FETCH).code, 0x28);
}
END_TEST

START_TEST(access_list_length)
{
	static const struct { uint32_t length, number; int code;
	} rows[] = {
		{ 0, 7, 0 },	      { 0, 8, 0x29 },	      { 1, 15, 0 },
		{ 1, 16, 0x29 },      { 3, 31, 0 },	      { 3, 32, 0x29 },
		{ 0x7e, 1015, 0 },    { 0x7e, 1016, 0x29 },   { 0x7f, 1023, 0 },
		{ 0x7f, 1024, 0x29 }, { 0x7f, 0xffff, 0x29 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_art();
		art.ald = (uint32_t)LAYOUT_TABLES | 0x80 | rows[i].length;
		art.alet = 0x005a0000 | rows[i].number;
		ck_assert_int_eq(translate(FETCH).code, rows[i].code);
	}
}
END_TEST

START_TEST(access_list_entry)
{
	begin_art();
	art.ale[0] |= 0x80000000;
	ck_assert_int_eq(translate(FETCH).code, 0x29);
	for (unsigned int bit = 0; bit < 8; bit++) {
		begin_art();
		art.ale[0] ^= 0x00010000u << bit;
		ck_assert_int_eq(translate(FETCH).code, 0x2a);
		art.alet ^= 0x00010000u << bit;
		ck_assert_int_eq(translate(FETCH).code, 0);
	}
}
END_TEST

START_TEST(asn_second_table_entry)
{
	begin_art();
	art.aste_0 |= 0x80000000;
	ck_assert_int_eq(translate(FETCH).code, 0x2b);
	for (unsigned int bit = 0; bit < 32; bit++) {
		begin_art();
		art.astesn ^= 1u << bit;
		ck_assert_int_eq(translate(FETCH).code, 0x2c);
		art.ale[3] ^= 1u << bit;
		ck_assert_int_eq(translate(FETCH).code, 0);
	}
}
END_TEST

/* Bits outside of an origin field do not change the address of a structure. */
START_TEST(origins)
{
	begin_art();
	stage_art();
	plan.state.regs.cr[2] |= 0xffffffff8000003f;
	ck_assert_int_eq(translate_staged(FETCH).code, 0);
	art.alet |= 0x01000000;
	stage_art();
	plan.state.regs.cr[5] |= 0xffffffff8000003f;
	ck_assert_int_eq(translate_staged(FETCH).code, 0);
	art.ale[2] |= 0x8000003f;
	ck_assert_int_eq(translate(FETCH).code, 0);
	art.ald |= 0x80000000;
	ck_assert_int_eq(translate(FETCH).code, 0);
	/* Base-space bit of the ASTE; authorization index, and the four bits after the length. */
	art.aste_0 |= 1;
	art.aste_1 |= 0xffff000f;
	art.ale[0] |= 0x01000000;
	art.authority = 0x10;
	ck_assert_int_eq(translate(FETCH).code, 0);
	/* Control register 8 has EAX in bits 32-47 only. */
	plan.state.regs.cr[8] |= 0xffffffff0000ffff;
	ck_assert_int_eq(translate_staged(FETCH).code, 0);
}
END_TEST

/*
 * EAX 0x25 is the second entry of byte 9 of the authority table: bits 2 and 3 there, of which the
 * right one is secondary authority.
 */
START_TEST(authority)
{
	static const struct {
		const char *why;
		uint32_t ale_0, aste_0, aste_1;
		uint64_t byte;
		int code;
	} rows[] = {
		{ "public entry", 0x005a0000, OUTSIDE, 0, 0, 0 },
		{ "owner", 0x015a0025, OUTSIDE, 0, 0, 0 },
		{ "secondary authority", 0x015a0026, AUTHORITY, 0x20, 0x10, 0 },
		{ "all other indexes have authority", 0x015a0026, AUTHORITY, 0x20, 0xef, 0x2d },
		{ "primary authority does not suffice", 0x015a0026, AUTHORITY, 0x20, 0x20, 0x2d },
		{ "another index", 0x015a0024, AUTHORITY, 0x20, 0x10, 0 },
		{ "all bits of the index are compared", 0x015a8025, AUTHORITY, 0x20, 0, 0x2d },
		{ "table too short", 0x015a0000, AUTHORITY, 0x10, 0xff, 0x2d },
		{ "length is bits 16-27", 0x015a0000, AUTHORITY, 0xffff001f, 0xff, 0x2d },
		{ "longer than needed", 0x015a0000, AUTHORITY, 0xfff0, 0x10, 0 },
		{ "fetch-only changes nothing", 0x035a0000, AUTHORITY, 0x20, 0, 0x2d },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_art();
		art.ale[0] = rows[i].ale_0;
		art.aste_0 = rows[i].aste_0;
		art.aste_1 = rows[i].aste_1;
		art.authority = rows[i].byte;
		ck_assert_msg((int)translate(FETCH).code == rows[i].code, "%s", rows[i].why);
	}
}
END_TEST

START_TEST(authority_table)
{
	static const struct { uint32_t eax, length; uint64_t byte; int code; } rows[] = {
		{ 0, 0, 0x40, 0 }, { 0, 0, 0xbf, 0x2d }, { 1, 0, 0x10, 0 }, { 1, 0, 0xef, 0x2d },
		{ 2, 0, 0x04, 0 }, { 2, 0, 0xfb, 0x2d }, { 3, 0, 0x01, 0 }, { 3, 0, 0xfe, 0x2d },
		{ 15, 0, 0x01, 0 }, { 16, 0, 0xff, 0x2d }, { 16, 1, 0x40, 0 }, { 31, 1, 0x01, 0 },
		{ 32, 1, 0xff, 0x2d }, { 0xffef, 0xffe, 0x01, 0 }, { 0xfff0, 0xffe, 0xff, 0x2d },
		{ 0xffff, 0xfff, 0x01, 0 }, { 0xffff, 0xfff, 0xfe, 0x2d },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_art();
		art.ale[0] |= 0x01008000 | (rows[i].eax ^ 1);
		art.aste_0 = (uint32_t)LAYOUT_TABLES;
		art.aste_1 = rows[i].length << 4;
		art.eax = rows[i].eax;
		art.authority = rows[i].byte;
		art.ale[0] ^= art.eax & 0x8000;		/* never the index itself */
		ck_assert_int_eq(translate(FETCH).code, rows[i].code);
	}
}
END_TEST

START_TEST(not_in_the_configuration)
{
	begin_art();
	art.duct = OUTSIDE;
	ck_assert_int_eq(translate(FETCH).code, 5);
	art.duct -= 0x40;
	ck_assert_int_eq(translate(FETCH).code, 0);

	begin_art();
	art.alet |= 0x01000000;
	art.paste = OUTSIDE;
	ck_assert_int_eq(translate(FETCH).code, 5);
	art.paste -= 0x40;
	ck_assert_int_eq(translate(FETCH).code, 0);

	begin_art();
	art.ald = (OUTSIDE - 0x80) | 3;
	art.alet = 0x005a0008;
	ck_assert_int_eq(translate(FETCH).code, 5);
	art.alet = 0x005a0007;
	ck_assert_int_eq(translate(FETCH).code, 0);

	begin_art();
	art.aste = art.ale[2] = OUTSIDE;
	ck_assert_int_eq(translate(FETCH).code, 5);
	art.aste = art.ale[2] = OUTSIDE - 0x40;
	ck_assert_int_eq(translate(FETCH).code, 0);

	begin_art();
	art.ale[0] |= 0x01000000;
	art.eax = 0x2d;			/* in byte 11 of the table */
	art.aste_0 = OUTSIDE - 8;
	ck_assert_int_eq(translate(FETCH).code, 5);
	art.aste_0 -= 4;
	art.authority = 0x10;
	ck_assert_int_eq(translate(FETCH).code, 0);
}
END_TEST

/* All addresses of structures are real addresses. */
START_TEST(structures_are_prefixed)
{
	static const uint32_t places[] = { 0x1000, PREFIX + 0x1000 };
	static uint32_t *const origins_of[] = { &art.duct, &art.paste, &art.ald, &art.aste,
						&art.aste_0 };

	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++) {
		for (unsigned int structure = 0; structure < ARRAY_SIZE(origins_of); structure++) {
			begin_art();
			plan.state.regs.prefix = PREFIX;
			art.alet |= origins_of[structure] == &art.paste ? 0x01000000 : 0;
			art.ale[0] |= 0x01000000;
			art.authority = 0x10;
			*origins_of[structure] =
				places[i] | (origins_of[structure] == &art.ald ? 3 : 0);
			art.ale[2] = art.aste;
			ck_assert_int_eq(translate(FETCH).code, 0);
		}
	}
}
END_TEST

START_TEST(fetch_only)
{
	begin_art();
	ck_assert_int_eq(translate(STORE).code, 0);
	ck_assert(!space.fetch_only);
	art.ale[0] |= 0x02000000;
	ck_assert_int_eq(translate(FETCH).code, 0);
	ck_assert(space.fetch_only);
}
END_TEST

/*
 * A store through a fetch-only entry (PRI.6). Translation may come first or not at all, so either
 * exception is allowed, but neither the addressing exception of the operand nor key-controlled
 * protection, and never success.
 */
START_TEST(fetch_only_and_worse)
{
	static const struct {
		const char *why;
		uint64_t asce, segment, page;
		int other;
		uint64_t teid;
	} rows[] = {
		{ "valid", 0, 0, LAYOUT_DATA, 0, 0 },
		{ "page invalid", 0, 0, LAYOUT_DATA | 0x400, 0x11, 0x1401 },
		{ "segment invalid", 0, 0x20, LAYOUT_DATA, 0x10, 0x1401 },
		{ "bit 52", 0, 0, LAYOUT_DATA | 0x800, 0x12, 0 },
		{ "page protected", 0, 0, LAYOUT_DATA | 0x200, 4, 0x1405 },
		{ "frame outside", 0, 0, OUTSIDE, 0, 0 },
		{ "table outside", OUTSIDE, 0, LAYOUT_DATA, 5, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_art();
		art.ale[0] |= 0x02000000;
		art.asce = rows[i].asce ? rows[i].asce : LAYOUT_TABLES + 0x40000;
		stage_art();
		put(LAYOUT_TABLES + 0x40000, (LAYOUT_TABLES + 0x44000) | rows[i].segment);
		put(LAYOUT_TABLES + 0x44008, rows[i].page);
		plan.request.op = MEMOP_LOGICAL_WRITE;
		plan.request.flags = INJECT | SKEY;
		plan.request.key = 1;
		state_key(&plan.state, LAYOUT_DATA, 0x20);
		plan.request.gaddr = 0x1010;
		plan.request.size = 8;
		ck_assert_int_eq(ask()->ret, 4);
		ck_assert_uint_eq(allowed.answer[0].pending.teid, 0x140d);
		ck_assert_uint_eq(allowed.answer[0].moved, 0);
		ck_assert_msg(allowed.n == (rows[i].other ? 2 : 1), "%s: %u answers", rows[i].why,
			      allowed.n);
		if (!rows[i].other)
			continue;
		ck_assert_msg(allowed.answer[1].ret == rows[i].other, "%s", rows[i].why);
		ck_assert_uint_eq(allowed.answer[1].pending.teid, rows[i].teid);
		ck_assert(cites(&allowed.answer[1], PRI_6));
	}
}
END_TEST

/* All defects, in the order of priority of their exceptions. */
static void spoil_alet(void) { art.alet |= 0x04000000; }
static void spoil_duct(void) { art.duct = OUTSIDE; }
static void spoil_number(void) { art.alet |= 0x20; }
static void spoil_list(void) { art.ald = OUTSIDE | (art.ald & 0x7f); }
static void spoil_ale(void) { art.ale[0] |= 0x80000000; }
static void spoil_ale_sequence(void) { art.ale[0] ^= 0x00800000; }
static void spoil_aste_origin(void) { art.ale[2] = art.aste = OUTSIDE; }
static void spoil_aste(void) { art.aste_0 |= 0x80000000; }
static void spoil_aste_sequence(void) { art.astesn++; }
static void spoil_length(void) { art.aste_1 = 1 << 4; }
static void spoil_authority_table(void) { art.aste_0 = (art.aste_0 & 0x80000000) | OUTSIDE; }
static void spoil_authority(void) { art.authority = 0; }
static void spoil_access(void) { art.ale[0] |= 0x02000000; }

START_TEST(priority)
{
	static const struct { void (*spoil)(void); int code;
	} rows[] = {
		{ spoil_alet, 0x28 },	       { spoil_duct, 5 },
		{ spoil_number, 0x29 },	       { spoil_list, 5 },
		{ spoil_ale, 0x29 },	       { spoil_ale_sequence, 0x2a },
		{ spoil_aste_origin, 5 },      { spoil_aste, 0x2b },
		{ spoil_aste_sequence, 0x2c }, { spoil_length, 0x2d },
		{ spoil_authority_table, 5 },  { spoil_authority, 0x2d },
		{ spoil_access, 0 },
	};

	for (unsigned int first = 0; first < ARRAY_SIZE(rows); first++) {
		for (unsigned int second = first; second < ARRAY_SIZE(rows); second++) {
			begin_art();
			art.ale[0] |= 0x01000000;
			art.authority = 0x10;
			ck_assert_int_eq(translate(STORE).code, 0);
			rows[first].spoil();
			if (second > first)
				rows[second].spoil();
			ck_assert_msg((int)translate(STORE).code == rows[first].code,
				      "defects %u and %u", first, second);
		}
	}
}
END_TEST

/* The selected space determines the rest of the access. */
START_TEST(the_space)
{
	const struct answer *a;

	begin_art();
	art.asce = REAL;
	stage_art();
	plan.request.gaddr = 0x1128;
	plan.request.op = MEMOP_LOGICAL_WRITE;
	plan.request.flags = INJECT;
	plan.state.regs.cr[0] |= LAP;	/* low-address protection */
	plan.state.regs.cr[1] = 0x100;
	a = ask();
	ck_assert_int_eq(a->ret, 4);
	ck_assert_uint_eq(a->pending.teid, 0x1481);
	ck_assert_uint_eq(a->pending.access_id, AR);
	art.asce |= 0x100;			/* private */
	stage_art();
	ck_assert_int_eq(ask()->ret, 0);
	ck_assert_uint_eq(allowed.fragment[0].abs, 0x1128);
	art.asce = 0;				/* a segment table of 512 entries */
	stage_art();
	plan.request.gaddr = 0x20000000;
	a = ask();
	ck_assert_int_eq(a->ret, 0x10);
	ck_assert_uint_eq(a->pending.teid, 0x20000401);
	ck_assert_uint_eq(a->pending.access_id, AR);
}
END_TEST

/* Access registers are used in access-register mode only. */
START_TEST(other_modes)
{
	static const uint64_t modes[] = { DAT_ON, DAT_ON | SECONDARY, DAT_ON | HOME, 0,
					  ACCESS_REGISTERS };

	for (unsigned int i = 0; i < ARRAY_SIZE(modes); i++) {
		begin_art();
		plan.state.regs.psw.mask = modes[i] | 0x180000000;
		plan.state.regs.cr[1] = plan.state.regs.cr[7] = plan.state.regs.cr[13] = REAL;
		plan.state.regs.ar[AR] = 0xffffffff;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.fragment[0].abs, LAYOUT_DATA);
	}
}
END_TEST

UNIT_MAIN("oracle: access-register translation", special_alets, two_lists,
	  alets_that_are_not_special, alet_specification, access_list_length, access_list_entry,
	  asn_second_table_entry, origins, authority, authority_table, not_in_the_configuration,
	  structures_are_prefixed, fetch_only, fetch_only_and_worse, priority, the_space,
	  other_modes)
