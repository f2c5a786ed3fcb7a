// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formats of the architecture: the position of every field, written as a number from the Principles
 * of Operation. Bit 0 is the leftmost.
 */
#include <string.h>

#include "lib/arch/art.h"
#include "lib/arch/bytes.h"
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/arch/lowcore.h"
#include "lib/arch/pgm.h"
#include "lib/arch/psw.h"
#include "lib/arch/skey.h"
#include "lib/arch/teid.h"
#include "lib/case/suite.h"
#include "tests/unit/unit.h"

struct constant {
	const char *name;
	uint64_t is, should;
};

#define CONSTANT(name, should) { #name, name, UINT64_C(should) }

static void compare(const struct constant *rows, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		ck_assert_msg(rows[i].is == rows[i].should, "%s is 0x%llx", rows[i].name,
			      (unsigned long long)rows[i].is);
}

START_TEST(bits)
{
	for (unsigned int n = 0; n < 64; n++)
		ck_assert_uint_eq(BIT64(n), UINT64_C(0x8000000000000000) >> n);
}
END_TEST

START_TEST(big_endian)
{
	static const uint8_t stored[8] = { 0x81, 0x02, 0x43, 0x04, 0xc5, 0x06, 0x27, 0x98 };
	static const uint64_t numbers[] = {
		0,
		0x81,
		0x8102,
		0x810243,
		0x81024304,
		0x81024304c5,
		0x81024304c506,
		0x81024304c50627,
		0x81024304c5062798,
	};

	for (unsigned int n = 1; n <= 8; n++) {
		uint8_t bytes[10];

		ck_assert_uint_eq(be_load(stored, n), numbers[n]);
		memset(bytes, 0xee, sizeof(bytes));
		/* Bytes to the left of the low n are ignored. */
		be_store(bytes + 1, n, numbers[n] | (n < 8 ? UINT64_C(0xff) << 56 : 0));
		ck_assert_mem_eq(bytes + 1, stored, n);
		ck_assert(bytes[0] == 0xee && bytes[n + 1] == 0xee);
	}
}
END_TEST

/* Chapter 4, "Program-Status-Word Format". */
START_TEST(psw_fields)
{
	static const struct constant rows[] = {
		CONSTANT(PSW_DAT, 0x0400000000000000),		/* bit 5, T */
		CONSTANT(PSW_WAIT, 0x0002000000000000),		/* bit 14, W */
		CONSTANT(PSW_AS_MASK, 0x0000c00000000000),	/* bits 16-17, AS */
		CONSTANT(PSW_EA, 0x0000000100000000),		/* bit 31 */
		CONSTANT(PSW_BA, 0x0000000080000000),		/* bit 32 */
		CONSTANT(PSW_AMODE_64, 0x0000000180000000),
		CONSTANT(PSW_AMODE_31, 0x0000000080000000),
		CONSTANT(PSW_AMODE_24, 0),
	};

	compare(rows, ARRAY_SIZE(rows));
	ck_assert_uint_eq(sizeof(struct psw), 16);
}
END_TEST

START_TEST(psw_address_space_control)
{
	static const struct { uint64_t mask; enum psw_as as; } rows[] = {
		{ 0x0000000000000000, PSW_AS_PRIMARY },
		{ 0x0000400000000000, PSW_AS_ACCESS_REGISTER },
		{ 0x0000800000000000, PSW_AS_SECONDARY },
		{ 0x0000c00000000000, PSW_AS_HOME },
		{ 0xffff3fffffffffff, PSW_AS_PRIMARY },		/* all other bits one */
		{ 0xffffbfffffffffff, PSW_AS_SECONDARY },
		{ 0xffffffffffffffff, PSW_AS_HOME },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_int_eq(psw_as(rows[i].mask), rows[i].as);
		ck_assert_uint_eq((uint64_t)rows[i].as << PSW_AS_SHIFT,
				  rows[i].mask & 0x0000c00000000000);
	}
	/* TEID bits 62-63 have the same values. */
	ck_assert(PSW_AS_PRIMARY == 0 && PSW_AS_ACCESS_REGISTER == 1 && PSW_AS_SECONDARY == 2 &&
		  PSW_AS_HOME == 3);
}
END_TEST

/* Chapter 4, "Control Registers". */
START_TEST(control_registers)
{
	static const struct constant rows[] = {
		CONSTANT(CR0_LOW_ADDRESS_PROTECTION, 0x10000000),      /* bit 35 */
		CONSTANT(CR0_FETCH_PROTECTION_OVERRIDE, 0x02000000),   /* bit 38 */
		CONSTANT(CR0_STORAGE_PROTECTION_OVERRIDE, 0x01000000), /* bit 39 */
		CONSTANT(CR0_ENHANCED_DAT, 0x00800000),		       /* bit 40 */
		CONSTANT(CR_PRIMARY_ASCE, 1),
		CONSTANT(CR_DUCT, 2),
		CONSTANT(CR_PASTE, 5),
		CONSTANT(CR_SECONDARY_ASCE, 7),
		CONSTANT(CR_EAX, 8),
		CONSTANT(CR_HOME_ASCE, 13),
		CONSTANT(CR2_DUCTO, 0x7fffffc0),
		CONSTANT(CR5_PASTEO, 0x7fffffc0), /* bits 33-57 */
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

/* Chapter 3, "Dynamic Address Translation". */
START_TEST(asce)
{
	static const struct constant rows[] = {
		CONSTANT(ASCE_ORIGIN, 0xfffffffffffff000),   /* bits 0-51 */
		CONSTANT(ASCE_P, 0x100),		     /* bit 55 */
		CONSTANT(ASCE_R, 0x20),			     /* bit 58 */
		CONSTANT(UINT64_C(3) << ASCE_DT_SHIFT, 0xc), /* bits 60-61 */
		CONSTANT(ASCE_TL, 0x3),			     /* bits 62-63 */
		/* Designation types, which are table types as well: 11 is the region-first table.
		 */
		CONSTANT(DAT_SEGMENT, 0),
		CONSTANT(DAT_REGION_THIRD, 1),
		CONSTANT(DAT_REGION_SECOND, 2),
		CONSTANT(DAT_REGION_FIRST, 3),
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

START_TEST(table_entries)
{
	static const struct constant rows[] = {
		CONSTANT(ENTRY_ORIGIN, 0xfffffffffffff000),	/* bits 0-51 */
		CONSTANT(ENTRY_PTO, 0xfffffffffffff800),	/* bits 0-52 */
		CONSTANT(ENTRY_RFAA, 0xffffffff80000000),	/* bits 0-32: frames of 2 GiB */
		CONSTANT(ENTRY_SFAA, 0xfffffffffff00000),	/* bits 0-43: frames of 1 MiB */
		CONSTANT(ENTRY_FC, 0x400),			/* bit 53 */
		CONSTANT(ENTRY_AV, 0x10000),			/* bit 47 */
		CONSTANT(ENTRY_P, 0x200),			/* bit 54 */
		CONSTANT(UINT64_C(3) << ENTRY_TF_SHIFT, 0xc0),	/* bits 56-57 */
		CONSTANT(ENTRY_I, 0x20),			/* bit 58 */
		CONSTANT(ENTRY_COMMON, 0x10),			/* bit 59 */
		CONSTANT(UINT64_C(3) << ENTRY_TT_SHIFT, 0xc),	/* bits 60-61 */
		CONSTANT(ENTRY_TL, 0x3),			/* bits 62-63 */
		CONSTANT(PTE_PFRA, 0xfffffffffffff000),		/* bits 0-51 */
		CONSTANT(PTE_ZERO, 0x800),			/* bit 52 */
		CONSTANT(PTE_I, 0x400),				/* bit 53 */
		CONSTANT(PTE_P, 0x200),				/* bit 54 */
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

/* RFX is bits 0-10 of the address, RSX 11-21, RTX 22-32, SX 33-43, PX 44-51. */
START_TEST(indices)
{
	static const struct {
		uint64_t addr;
		unsigned int first, second, third, segment, page;
	} rows[] = {
		{ 0x0000000000000000, 0, 0, 0, 0, 0 },
		{ 0x0000000000000fff, 0, 0, 0, 0, 0 },
		{ 0x0000000000001000, 0, 0, 0, 0, 1 },
		{ 0x00000000000ff000, 0, 0, 0, 0, 0xff },
		{ 0x0000000000100000, 0, 0, 0, 1, 0 },
		{ 0x000000007ff00000, 0, 0, 0, 0x7ff, 0 },
		{ 0x0000000080000000, 0, 0, 1, 0, 0 },
		{ 0x000003ff80000000, 0, 0, 0x7ff, 0, 0 },
		{ 0x0000040000000000, 0, 1, 0, 0, 0 },
		{ 0x001ffc0000000000, 0, 0x7ff, 0, 0, 0 },
		{ 0x0020000000000000, 1, 0, 0, 0, 0 },
		{ 0xffe0000000000000, 0x7ff, 0, 0, 0, 0 },
		{ 0xffffffffffffffff, 0x7ff, 0x7ff, 0x7ff, 0x7ff, 0xff },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_uint_eq(dat_index(rows[i].addr, DAT_REGION_FIRST), rows[i].first);
		ck_assert_uint_eq(dat_index(rows[i].addr, DAT_REGION_SECOND), rows[i].second);
		ck_assert_uint_eq(dat_index(rows[i].addr, DAT_REGION_THIRD), rows[i].third);
		ck_assert_uint_eq(dat_index(rows[i].addr, DAT_SEGMENT), rows[i].segment);
		ck_assert_uint_eq(dat_page_index(rows[i].addr), rows[i].page);
	}
}
END_TEST

/* Table length and table offset are in units of 512 entries. */
START_TEST(index_quarters)
{
	static const struct { unsigned int index, quarter;
	} rows[] = {
		{ 0, 0 },    { 511, 0 },  { 512, 1 },  { 1023, 1 },
		{ 1024, 2 }, { 1535, 2 }, { 1536, 3 }, { 2047, 3 },
	};
	static const unsigned int shifts[] = { 20, 31, 42, 53 };

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		for (enum dat_level level = DAT_SEGMENT; level <= DAT_REGION_FIRST; level++)
			ck_assert_uint_eq(
				dat_index01((uint64_t)rows[i].index << shifts[level], level),
				rows[i].quarter);
}
END_TEST

/* Chapter 3, "Storage Key": bits 0-3 ACC, 4 F, 5 R, 6 C. */
START_TEST(storage_key)
{
	static const struct constant rows[] = {
		CONSTANT(SKEY_ACC, 0xf0),
		CONSTANT(SKEY_F, 0x08),
		CONSTANT(SKEY_R, 0x04),
		CONSTANT(SKEY_C, 0x02),
	};

	compare(rows, ARRAY_SIZE(rows));
	for (unsigned int acc = 0; acc < 16; acc++) {
		ck_assert_uint_eq(skey_make(acc, false), 16 * acc);
		ck_assert_uint_eq(skey_make(acc, true), 16 * acc + 8);
		for (unsigned int rest = 0; rest < 16; rest++) {
			ck_assert_uint_eq(skey_acc((uint8_t)(16 * acc + rest)), acc);
			ck_assert_uint_eq(skey_fetch_protected((uint8_t)(16 * acc + rest)),
					  rest >= 8);
		}
	}
}
END_TEST

/* Chapter 5, "Access-Register Translation". */
START_TEST(access_list_entry_token)
{
	static const struct constant rows[] = {
		CONSTANT(ALET_PRIMARY, 0),
		CONSTANT(ALET_SECONDARY, 1),
		CONSTANT(ALET_ZEROS, 0xfe000000),	/* bits 0-6 */
		CONSTANT(ALET_P, 0x01000000),		/* bit 7 */
		CONSTANT(ALET_ALESN(0xffa5ffffu), 0xa5),	/* bits 8-15 */
		CONSTANT(ALET_ALESN(0xff5a0000u), 0x5a),
		CONSTANT(ALET_ALEN(0xffff8001u), 0x8001),	/* bits 16-31 */
		CONSTANT(ALET_ALEN(0x00007ffeu), 0x7ffe),
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

START_TEST(access_list)
{
	static const struct constant rows[] = {
		CONSTANT(ALD_OFFSET, 16),		/* of the DUCT and of the ASTE */
		CONSTANT(ALD_ALO, 0x7fffff80),		/* bits 1-24 */
		CONSTANT(ALD_ALL, 0x7f),		/* bits 25-31 */
		CONSTANT(ALE_SIZE, 16),
		CONSTANT(ALE_I, 0x80000000),		/* bit 0 */
		CONSTANT(ALE_FO, 0x02000000),		/* bit 6 */
		CONSTANT(ALE_P, 0x01000000),		/* bit 7 */
		CONSTANT(ALE_ALESN(0xffa5ffffu), 0xa5),	/* bits 8-15 */
		CONSTANT(ALE_ALEAX(0xffff8001u), 0x8001),	/* bits 16-31 */
		CONSTANT(ALE_ASTEO, 0x7fffffc0),	/* bits 65-89: 1-25 of word 2 */
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

START_TEST(asn_second_table_entry)
{
	static const struct constant rows[] = {
		CONSTANT(ASTE_I, 0x80000000),		/* bit 0 */
		CONSTANT(ASTE_ATO, 0x7ffffffc),		/* bits 1-29 */
		CONSTANT(ASTE_ATL(0xfffff00fu), 0xf00),	/* bits 48-59: 16-27 of word 1 */
		CONSTANT(ASTE_ATL(0x0000fffeu), 0xfff),
		CONSTANT(ASTE_ATL(0xffff000fu), 0),
		CONSTANT(ASTE_ASCE, 8),
		CONSTANT(ASTE_ASTESN, 20),
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

/* Four entries to a byte, each of a primary and a secondary bit. */
START_TEST(authority_table)
{
	static const uint8_t secondary[] = { 0x40, 0x10, 0x04, 0x01 };

	for (unsigned int eax = 0; eax < 16; eax++) {
		ck_assert_uint_eq(AUTHORITY_S(secondary[eax % 4], eax), 1);
		ck_assert_uint_eq(AUTHORITY_S((uint8_t)~secondary[eax % 4], eax), 0);
	}
}
END_TEST

/* Chapter 3, "Assigned Storage Locations", real 168. */
START_TEST(teid)
{
	static const struct constant rows[] = {
		CONSTANT(TEID_ADDRESS, 0xfffffffffffff000),	/* bits 0-51 */
		CONSTANT(TEID_FETCH, 0x800),			/* bit 52 */
		CONSTANT(TEID_STORE, 0x400),			/* bit 53 */
		CONSTANT(TEID_AS, 0x3),				/* bits 62-63 */
		/* Bits 56, 60 and 61. */
		CONSTANT(TEID_LOW_ADDRESS, 0x80),		/* 100 */
		CONSTANT(TEID_KEY, 0x08),			/* 010 */
		CONSTANT(TEID_DAT, 0x04),			/* 001 */
		CONSTANT(TEID_ACCESS_LIST, 0x0c),		/* 011 */
		CONSTANT(TEID_PROTECTION, 0x8c),
		CONSTANT(TEID_ZERO, 0x370),			/* bits 54-55 and 57-59 */
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

START_TEST(assigned_storage_locations)
{
	static const struct constant rows[] = {
		CONSTANT(LOWCORE_PGM_ILC, 140),
		CONSTANT(LOWCORE_PGM_CODE, 142),
		CONSTANT(LOWCORE_ACCESS_ID, 160),
		CONSTANT(LOWCORE_TEID, 168),
		CONSTANT(LOWCORE_PGM_OLD_PSW, 336),
		CONSTANT(LOWCORE_PGM_NEW_PSW, 464),
		CONSTANT(LOWCORE_USED, 512),
	};

	compare(rows, ARRAY_SIZE(rows));
}
END_TEST

/* Chapter 6, "Program-Interruption Conditions". */
START_TEST(program_interruptions)
{
	static const struct { int code; enum pgm pgm; const char *name; } rows[] = {
		{ 0x04, PGM_PROTECTION, "protection" },
		{ 0x05, PGM_ADDRESSING, "addressing" },
		{ 0x10, PGM_SEGMENT_TRANSLATION, "segment-translation" },
		{ 0x11, PGM_PAGE_TRANSLATION, "page-translation" },
		{ 0x12, PGM_TRANSLATION_SPECIFICATION, "translation-specification" },
		{ 0x28, PGM_ALET_SPECIFICATION, "ALET-specification" },
		{ 0x29, PGM_ALEN_TRANSLATION, "ALEN-translation" },
		{ 0x2a, PGM_ALE_SEQUENCE, "ALE-sequence" },
		{ 0x2b, PGM_ASTE_VALIDITY, "ASTE-validity" },
		{ 0x2c, PGM_ASTE_SEQUENCE, "ASTE-sequence" },
		{ 0x2d, PGM_EXTENDED_AUTHORITY, "extended-authority" },
		{ 0x38, PGM_ASCE_TYPE, "ASCE-type" },
		{ 0x39, PGM_REGION_FIRST_TRANSLATION, "region-first-translation" },
		{ 0x3a, PGM_REGION_SECOND_TRANSLATION, "region-second-translation" },
		{ 0x3b, PGM_REGION_THIRD_TRANSLATION, "region-third-translation" },
	};
	unsigned int i = 0;

	for (int code = -1; code < 0x200; code++) {
		if (i < ARRAY_SIZE(rows) && rows[i].code == code) {
			ck_assert_int_eq(rows[i].pgm, code);
			ck_assert_str_eq(pgm_name(code), rows[i].name);
			i++;
		} else {
			ck_assert_msg(pgm_name(code) == NULL, "0x%x is %s", (unsigned int)code,
				      pgm_name(code));
		}
	}
	ck_assert_uint_eq(i, ARRAY_SIZE(rows));
}
END_TEST

UNIT_MAIN("architecture", bits, big_endian, psw_fields, psw_address_space_control,
	  control_registers, asce, table_entries, indices, index_quarters, storage_key,
	  access_list_entry_token, access_list, asn_second_table_entry, authority_table, teid,
	  assigned_storage_locations, program_interruptions)
