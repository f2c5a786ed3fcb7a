/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Address-space-control element (ASCE) and translation-table entries. Source: Principles of
 * Operation, chapter 3, "Dynamic Address Translation". Bits are numbered from 0 at the left.
 */
#ifndef LIB_ARCH_DAT_H
#define LIB_ARCH_DAT_H

#include "lib/arch/bytes.h"

/* Address-space-control element. */
#define ASCE_ORIGIN	(~UINT64_C(0xfff))	/* bits 0-51 */
#define ASCE_P		BIT64(55)		/* private space */
#define ASCE_R		BIT64(58)		/* real space */
#define ASCE_DT_SHIFT	2			/* bits 60-61: level of the first table */
#define ASCE_TL		UINT64_C(3)		/* table length, bits 62-63 */

/* Levels of tables; the numbers are those of designation types and table types. */
enum dat_level {
	DAT_SEGMENT = 0,
	DAT_REGION_THIRD = 1,
	DAT_REGION_SECOND = 2,
	DAT_REGION_FIRST = 3,
};

/* Region- and segment-table entries. */
#define ENTRY_ORIGIN	(~UINT64_C(0xfff))	/* region: origin of the next table, bits 0-51 */
#define ENTRY_PTO	(~UINT64_C(0x7ff))	/* segment: page-table origin, bits 0-52 */
#define ENTRY_RFAA	(~UINT64_C(0x7fffffff))	/* FC 1: region-frame abs. address, bits 0-32 */
#define ENTRY_SFAA	(~UINT64_C(0xfffff))	/* FC 1: segment-frame abs. address, bits 0-43 */
#define ENTRY_AV	BIT64(47)		/* FC 1: ACCF-validity: bits 48-52 are valid */
#define ENTRY_ACC_SHIFT	8			/* FC 1: ACC (bits 48-51) and F (52) as in a key */
#define ENTRY_FC	BIT64(53)		/* format control */
#define ENTRY_P		BIT64(54)		/* DAT protection */
#define ENTRY_TF_SHIFT	6			/* region: table offset, bits 56-57 */
#define ENTRY_I		BIT64(58)		/* invalid */
#define ENTRY_COMMON	BIT64(59)		/* common region or segment */
#define ENTRY_TT_SHIFT	2			/* table type, bits 60-61 */
#define ENTRY_TL	UINT64_C(3)		/* region: table length, bits 62-63 */

/* Page-table entry. */
#define PTE_PFRA	(~UINT64_C(0xfff))	/* page-frame real address, bits 0-51 */
#define PTE_ZERO	BIT64(52)		/* must be zero */
#define PTE_I		BIT64(53)		/* invalid */
#define PTE_P		BIT64(54)		/* DAT protection */

/* Index of an address into the table of a level, 11 bits; and into a page table, 8 bits. */
static inline unsigned int dat_index(uint64_t addr, enum dat_level level)
{
	return (unsigned int)(addr >> (20 + 11 * level)) & 0x7ff;
}

static inline unsigned int dat_page_index(uint64_t addr)
{
	return (unsigned int)(addr >> 12) & 0xff;
}

/* Bits 0-1 of an index, which are compared with table length and table offset. */
static inline unsigned int dat_index01(uint64_t addr, enum dat_level level)
{
	return dat_index(addr, level) >> 9;
}

#endif
