// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic address translation. Expected values are from the Principles of Operation, chapter 3,
 * "Dynamic Address Translation", and chapter 6, "Priority of Access Exceptions". Bits of entries
 * are written out as numbers.
 */
#include "lib/machine/dat_path.h"
#include "tests/unit/ask.h"

#define FRAME (LAYOUT_DATA + 0x3000)
#define FETCH false
#define STORE true

/* Bits of an entry. */
#define PROTECTED UINT64_C(0x200)
#define FORMAT_CONTROL UINT64_C(0x400)
#define INVALID UINT64_C(0x20)
#define COMMON UINT64_C(0x10)

#define PAGE_INVALID UINT64_C(0x400)
#define PAGE_BIT_52 UINT64_C(0x800)

/* By level: segment, region third, second, first. */
static const enum pgm level_code[] = { 0x10, 0x3b, 0x3a, 0x39 };

static struct dat_path path;
static struct place place;

static void begin_path(enum dat_level top, uint64_t addr)
{
	begin(MEMOP_LOGICAL_READ, addr, 1, NO_KEY);
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.cr[0] |= EDAT;
	dat_path_init(&path, 0, top, addr, FRAME);
}

static struct exception translate(bool store)
{
	struct question q;

	dat_path_stage(&path, &plan.state);
	q = question(store);
	place = (struct place){ 0 };
	return translate_address(&q, path.asce, path.addr, &place);
}

/* The same through oracle_ask(): code and TEID of the only answer. */
static void check_answer(const char *why, uint32_t op, int code, uint64_t teid)
{
	const struct answer *a;

	dat_path_stage(&path, &plan.state);
	plan.state.regs.cr[1] = path.asce;
	plan.request.op = op;
	plan.request.flags |= INJECT;
	a = ask();
	ck_assert_uint_eq(allowed.n, 1);
	ck_assert_msg(a->ret == code, "%s: %d", why, a->ret);
	ck_assert_msg(a->pending.teid == teid, "%s: TEID 0x%llx", why,
		      (unsigned long long)a->pending.teid);
}

static uint64_t with_index(enum dat_level level, unsigned int index)
{
	return (uint64_t)index << (20 + 11 * level);
}

START_TEST(every_designation)
{
	for (enum dat_level top = DAT_SEGMENT; top <= DAT_REGION_FIRST; top++) {
		begin_path(top, dat_path_addr(top, 0x128));
		ck_assert_int_eq(translate(FETCH).code, 0);
		ck_assert_uint_eq(place.abs, FRAME + 0x128);
		ck_assert_int_eq(translate(STORE).code, 0);
		path.asce |= 0x2c0;	/* bits without effect on translation */
		ck_assert_int_eq(translate(FETCH).code, 0);
		ck_assert_uint_eq(place.abs, FRAME + 0x128);
	}
}
END_TEST

START_TEST(bits_left_of_the_first_index)
{
	for (enum dat_level top = DAT_SEGMENT; top <= DAT_REGION_FIRST; top++) {
		for (unsigned int bit = 0; bit < 64; bit++) {
			/* A segment table covers 31 address bits, each region table 11 more. */
			bool left = bit < 33 - 11 * top;

			begin_path(top, 0x42128 | UINT64_C(0x8000000000000000) >> bit);
			ck_assert_msg(translate(FETCH).code == (left ? 0x38 : 0), "top %d, bit %u",
				      (int)top, bit);
		}
	}
}
END_TEST

START_TEST(first_table_length)
{
	static const unsigned int index[] = { 0, 511, 512, 1023, 1024, 1535, 1536, 2047 };

	for (enum dat_level top = DAT_SEGMENT; top <= DAT_REGION_FIRST; top++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(index); i++) {
			for (unsigned int length = 0; length < 4; length++) {
				begin_path(top, with_index(top, index[i]));
				path.asce = (path.asce & ~UINT64_C(3)) | length;
				ck_assert_int_eq(translate(FETCH).code,
						 i / 2 > length ? level_code[top] : 0);
			}
		}
	}
}
END_TEST

START_TEST(next_table_offset_and_length)
{
	static const unsigned int index[] = { 0, 511, 512, 1023, 1024, 1535, 1536, 2047 };

	for (enum dat_level level = DAT_REGION_THIRD; level <= DAT_REGION_FIRST; level++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(index); i++) {
			for (unsigned int offset_length = 0; offset_length < 16; offset_length++) {
				unsigned int offset = offset_length / 4, length = offset_length % 4;
				bool within = i / 2 >= offset && i / 2 <= length;

				begin_path(level, with_index(level - 1, index[i]));
				path.entry[level] = (path.entry[level] & ~UINT64_C(0xc3)) |
						    offset << 6 | length;
				ck_assert_int_eq(translate(FETCH).code,
						 within ? 0 : level_code[level - 1]);
			}
		}
	}
}
END_TEST

START_TEST(invalid_entries)
{
	for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++) {
		for (unsigned int type = 0; type < 4; type++) {
			begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
			/* The other fields of an invalid entry are not checked. */
			path.entry[level] = INVALID | type << 2 | COMMON | FORMAT_CONTROL | 0xc0;
			path.asce |= PRIVATE;
			ck_assert_int_eq(translate(FETCH).code, level_code[level]);
		}
	}
	begin_path(DAT_SEGMENT, 0);
	path.pte |= PAGE_INVALID;
	ck_assert_int_eq(translate(FETCH).code, 0x11);
	path.pte = PAGE_INVALID | PAGE_BIT_52 | PROTECTED;
	ck_assert_int_eq(translate(STORE).code, 0x11);
	path.pte = FRAME | PAGE_BIT_52;
	ck_assert_int_eq(translate(FETCH).code, 0x12);
	/*
	 * Bits 55 (instruction-execution protection) and 56-63 (the program's) are not concerned.
	 */
	path.pte = FRAME | 0x1ff;
	ck_assert_int_eq(translate(STORE).code, 0);
	ck_assert_uint_eq(place.abs, FRAME);
}
END_TEST

START_TEST(table_types)
{
	for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++) {
		for (unsigned int type = 0; type < 4; type++) {
			begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
			path.entry[level] = (path.entry[level] & ~UINT64_C(0xc)) | type << 2;
			ck_assert_int_eq(translate(FETCH).code, type == level ? 0 : 0x12);
		}
	}
}
END_TEST

/* A table may extend beyond storage; only the entry must be in the configuration. */
START_TEST(tables_not_in_the_configuration)
{
	for (enum dat_level top = DAT_SEGMENT; top <= DAT_REGION_FIRST; top++) {
		begin_path(top, with_index(top, 511));
		path.table[top] = OUTSIDE - 0x1000;
		path.asce = path.table[top] | top << 2 | 3;
		ck_assert_int_eq(translate(FETCH).code, 0);
		path.addr = with_index(top, 512);
		path.table[top] = LAYOUT_TABLES;	/* this entry is in the configuration */
		ck_assert_int_eq(translate(FETCH).code, 5);
	}
	for (enum dat_level level = DAT_REGION_THIRD; level <= DAT_REGION_FIRST; level++) {
		begin_path(level, dat_path_addr(level, 0));
		path.entry[level] = OUTSIDE | (unsigned int)level << 2 | 3;
		ck_assert_int_eq(translate(FETCH).code, 5);
	}
	begin_path(DAT_SEGMENT, 0xff000); /* the last entry of a page table of 2 KiB */
	path.page_table = OUTSIDE - 0x800;
	path.entry[DAT_SEGMENT] = OUTSIDE - 0x800;
	ck_assert_int_eq(translate(FETCH).code, 0);
	ck_assert_uint_eq(place.abs, FRAME);
	path.entry[DAT_SEGMENT] = OUTSIDE;
	ck_assert_int_eq(translate(FETCH).code, 5);
}
END_TEST

static const struct {
	bool facility_1, facility_2, control;
	bool edat_1, edat_2;		/* expected to apply */
} edat[] = {
	{ false, false, false, false, false },
	{ false, false, true, false, false },
	{ true, false, false, false, false },
	{ true, false, true, true, false },
	{ true, true, false, false, false },
	{ true, true, true, true, true },
};

static void set_edat(unsigned int i)
{
	plan.state.cpu.edat1 = edat[i].facility_1;
	plan.state.cpu.edat2 = edat[i].facility_2;
	plan.state.regs.cr[0] = (plan.state.regs.cr[0] & ~EDAT) | (edat[i].control ? EDAT : 0);
}

START_TEST(common_entries_in_private_spaces)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(edat); i++) {
		for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++) {
			bool counts = level == DAT_SEGMENT ||
				      (level == DAT_REGION_THIRD && edat[i].edat_2);

			begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
			set_edat(i);
			path.entry[level] |= COMMON;
			ck_assert_int_eq(translate(FETCH).code, 0);
			path.asce |= PRIVATE;
			ck_assert_int_eq(translate(FETCH).code, counts ? 0x12 : 0);
			path.entry[level] &= ~COMMON;
			ck_assert_int_eq(translate(FETCH).code, 0);
		}
	}
}
END_TEST

/*
 * The entry is valid as that of a large frame and as that of a table, so that both are possible.
 */
START_TEST(format_control)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(edat); i++) {
		for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++) {
			uint64_t addr = dat_path_addr(DAT_REGION_FIRST, 0x128),
				 wanted = FRAME + 0x128;

			begin_path(DAT_REGION_FIRST, addr);
			set_edat(i);
			path.entry[level] |= FORMAT_CONTROL;
			if (level == DAT_SEGMENT && edat[i].edat_1)
				wanted = 0x100000 + (addr & 0xfffff);
			if (level == DAT_REGION_THIRD && edat[i].edat_2)
				wanted = addr & 0x7fffffff;
			ck_assert_int_eq(translate(FETCH).code, 0);
			ck_assert_uint_eq(place.abs, wanted);
		}
	}
}
END_TEST

START_TEST(large_frames)
{
	static const struct {
		const char *why;
		enum dat_level level;
		uint64_t entry, addr, absolute;
	} rows[] = {
		{ "1 MiB, first byte", DAT_SEGMENT, 0x300000, 0x20500000, 0x300000 },
		{ "1 MiB, last byte", DAT_SEGMENT, 0x300000, 0x205fffff, 0x3fffff },
		{ "bits 0-43 are the address", DAT_SEGMENT, 0xfffffffffff00000, 0x20512345,
		  0xfffffffffff12345 },
		/*
		 * 44-46 reserved, 47 ACCF validity, 48-52 ACC and F, 55 instruction-execution
		 * protection, 59 common.
		 */
		{ "the other bits are ignored", DAT_SEGMENT, 0x3ff910, 0x20500000, 0x300000 },
		{ "bits 56-57 and 62-63 are ignored", DAT_SEGMENT, 0x3000c3, 0x20500000, 0x300000 },
		{ "2 GiB, first byte", DAT_REGION_THIRD, 0x380000004, 0x80000000, 0x380000000 },
		{ "2 GiB, last byte", DAT_REGION_THIRD, 0x380000004, 0xffffffff, 0x3ffffffff },
		{ "bits 0-32 are the address", DAT_REGION_THIRD, 0xffffffff80000004, 0x92345678,
		  0xffffffff92345678 },
		{ "the other bits are ignored", DAT_REGION_THIRD, 0x3fffff914, 0x80000000,
		  0x380000000 },
		{ "no table, so no offset and length", DAT_REGION_THIRD, 0x3800000c4, 0x80000000,
		  0x380000000 },
		{ "absolute, not prefixed: low", DAT_SEGMENT, 0, 0x20500345, 0x345 },
		{ "nor the prefix area", DAT_SEGMENT, 0, 0x20512345, 0x12345 },
		{ "nor in 2 GiB", DAT_REGION_THIRD, 4, 0x80000345, 0x345 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_path(rows[i].level, rows[i].addr);
		plan.state.regs.prefix = PREFIX;
		path.entry[rows[i].level] = rows[i].entry | FORMAT_CONTROL;
		ck_assert_msg(translate(STORE).code == 0, "%s", rows[i].why);
		ck_assert_msg(place.abs == rows[i].absolute, "%s: 0x%llx", rows[i].why,
			      (unsigned long long)place.abs);
	}
}
END_TEST

/* The address of a page frame is a real address. */
START_TEST(page_frames_are_prefixed)
{
	static const struct { uint64_t frame, absolute; } rows[] = {
		{ 0, PREFIX }, { 0x1000, PREFIX + 0x1000 }, { 0x2000, 0x2000 }, { PREFIX, 0 },
		{ PREFIX + 0x1000, 0x1000 }, { 0xfffffffffffff000, 0xfffffffffffff000 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_path(DAT_SEGMENT, 0x42128);
		plan.state.regs.prefix = PREFIX;
		path.pte = rows[i].frame;
		ck_assert_int_eq(translate(FETCH).code, 0);
		ck_assert_uint_eq(place.abs, rows[i].absolute + 0x128);
	}
}
END_TEST

static void check_protection(bool protected)
{
	struct exception e = translate(STORE);

	ck_assert_int_eq(e.code, protected ? 4 : 0);
	if (protected)
		ck_assert_int_eq(e.protection, PROTECTION_DAT);
	ck_assert_int_eq(translate(FETCH).code, 0);
}

START_TEST(protection_bits)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(edat); i++) {
		for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++) {
			begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
			set_edat(i);
			path.entry[level] |= PROTECTED;
			check_protection(level == DAT_SEGMENT || edat[i].edat_1);
		}
		begin_path(DAT_SEGMENT, 0);
		set_edat(i);
		path.pte |= PROTECTED;
		check_protection(true);
	}
}
END_TEST

START_TEST(protected_large_frames)
{
	static const enum dat_level levels[] = { DAT_SEGMENT, DAT_REGION_THIRD };

	for (unsigned int i = 0; i < ARRAY_SIZE(levels); i++) {
		begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
		path.entry[levels[i]] |= FORMAT_CONTROL | PROTECTED;
		check_protection(true);
		path.entry[levels[i]] &= ~PROTECTED;
		check_protection(false);
		path.entry[DAT_REGION_FIRST] |= PROTECTED;
		check_protection(true);
	}
}
END_TEST

START_TEST(real_space)
{
	static const struct { uint64_t asce, addr, absolute;
	} rows[] = {
		{ 0x20, 0x42128, 0x42128 },
		{ 0x20, 0x345, PREFIX + 0x345 },
		{ 0x20, PREFIX + 0x345, 0x345 },
		{ 0x20, 0xfedcba9876543210, 0xfedcba9876543210 }, /* all address bits are used */
		{ 0x12f, 0x42128, 0x42128 },		  /* private; DT and TL are ignored */
		{ 0xffffffffffffffef, 0x42128, 0x42128 }, /* so is the origin */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct question q;

		begin_path(DAT_SEGMENT, rows[i].addr);
		plan.state.regs.prefix = PREFIX;
		q = question(STORE);
		ck_assert_int_eq(translate_address(&q, rows[i].asce, rows[i].addr, &place).code, 0);
		ck_assert_uint_eq(place.abs, rows[i].absolute);
	}
	begin_path(DAT_SEGMENT, OUTSIDE);
	path.asce = 0x20;
	check_answer("real space, not in the configuration", MEMOP_LOGICAL_READ, 5, 0);
}
END_TEST

/* If two entries are invalid, the exception is that of the one that is used first. */
START_TEST(the_upper_level_comes_first)
{
	for (enum dat_level upper = DAT_REGION_THIRD; upper <= DAT_REGION_FIRST; upper++) {
		for (enum dat_level lower = DAT_SEGMENT; lower < upper; lower++) {
			begin_path(DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 0));
			path.entry[upper] |= INVALID;
			path.entry[lower] |= INVALID;
			path.pte |= PAGE_INVALID;
			ck_assert_int_eq(translate(STORE).code, level_code[upper]);
		}
	}
}
END_TEST

START_TEST(priority)
{
	const uint64_t addr = dat_path_addr(DAT_REGION_THIRD, 0), page = addr & ~UINT64_C(0xfff);

	begin_path(DAT_REGION_THIRD, addr | UINT64_C(1) << 63);
	path.asce &= ~UINT64_C(3);
	check_answer("ASCE type before table length", MEMOP_LOGICAL_READ, 0x38,
		     page | UINT64_C(1) << 63 | 0x800);

	begin_path(DAT_REGION_THIRD, addr);
	path.asce = OUTSIDE | 4;
	check_answer("table length before the table", MEMOP_LOGICAL_READ, 0x3b, page | 0x800);

	begin_path(DAT_REGION_THIRD, addr);
	path.entry[DAT_REGION_THIRD] = OUTSIDE | 4;
	check_answer("next index before the next table", MEMOP_LOGICAL_READ, 0x10, page | 0x800);

	begin_path(DAT_REGION_THIRD, addr);
	path.entry[DAT_REGION_THIRD] = OUTSIDE | 8;
	check_answer("table type before the next index", MEMOP_LOGICAL_READ, 0x12, 0);

	begin_path(DAT_REGION_THIRD, addr);
	path.entry[DAT_REGION_THIRD] |= PROTECTED;
	path.entry[DAT_SEGMENT] |= PROTECTED;
	path.pte |= PAGE_INVALID;
	check_answer("translation before DAT protection", MEMOP_LOGICAL_WRITE, 0x11, page | 0x400);

	begin_path(DAT_REGION_THIRD, addr);
	path.pte = OUTSIDE | PROTECTED;
	check_answer("DAT protection before the operand", MEMOP_LOGICAL_WRITE, 4, page | 0x404);
	check_answer("operand not in the configuration", MEMOP_LOGICAL_READ, 5, 0);

	begin_path(DAT_REGION_THIRD, addr);
	plan.request.flags |= SKEY;
	plan.request.key = 1;
	state_key(&plan.state, FRAME, 0x28);
	path.pte |= PROTECTED;
	check_answer("DAT protection before keys", MEMOP_LOGICAL_WRITE, 4, page | 0x404);
	check_answer("keys", MEMOP_LOGICAL_READ, 4, page | 0x808);
	path.pte |= PAGE_INVALID;
	check_answer("translation before keys", MEMOP_LOGICAL_READ, 0x11, page | 0x800);

	begin_path(DAT_SEGMENT, 0x1000);
	plan.state.regs.cr[0] |= LAP;
	path.entry[DAT_SEGMENT] |= INVALID;
	check_answer("low addresses before translation", MEMOP_LOGICAL_WRITE, 4, 0x1480);
	check_answer("low addresses can be fetched", MEMOP_LOGICAL_READ, 0x10, 0x1800);
}
END_TEST

/* Which control register designates the space. */
START_TEST(spaces)
{
	static const struct { uint64_t as; unsigned int number;
	} rows[] = {
		{ 0, 0 },
		{ SECONDARY, 1 },
		{ HOME, 2 },
		{ ACCESS_REGISTERS, 0 }, /* access register 0 */
	};
	static const unsigned int cr[] = { 1, 7, 13 };

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_LOGICAL_READ, 0x42128, 1, NO_KEY);
		for (unsigned int space = 0; space < 3; space++) {
			dat_path_init(&path, space, DAT_SEGMENT, 0x42128,
				      LAYOUT_DATA + 0x1000 * space);
			dat_path_stage(&path, &plan.state);
			plan.state.regs.cr[cr[space]] = path.asce;
		}
		plan.state.regs.psw.mask |= DAT_ON | rows[i].as;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.fragment[0].abs,
				  LAYOUT_DATA + 0x1000 * rows[i].number + 0x128);
		/* With DAT off the address is real for every address-space control. */
		plan.state.regs.psw.mask &= ~DAT_ON;
		ck_assert_int_eq(ask()->ret, 0);
		ck_assert_uint_eq(allowed.fragment[0].abs, 0x42128);
	}
}
END_TEST

UNIT_MAIN("oracle: dynamic address translation", every_designation, bits_left_of_the_first_index,
	  first_table_length, next_table_offset_and_length, invalid_entries, table_types,
	  tables_not_in_the_configuration, common_entries_in_private_spaces, format_control,
	  large_frames, page_frames_are_prefixed, protection_bits, protected_large_frames,
	  real_space, the_upper_level_comes_first, priority, spaces)
