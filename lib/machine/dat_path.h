/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The translation path of one virtual address: an ASCE, one entry at each level, and a page-table
 * entry. dat_path_init() makes a valid path; suites then put defects into one or two entries.
 * Source: POP chapter 3, "Dynamic Address Translation".
 */
#ifndef LIB_MACHINE_DAT_PATH_H
#define LIB_MACHINE_DAT_PATH_H

#include "lib/arch/dat.h"
#include "lib/machine/state.h"

#define DAT_LEVELS 4

/* Entries of a path besides those of enum dat_level. */
#define DAT_PATH_PAGE	DAT_LEVELS		/* the page-table entry */
#define DAT_PATH_ASCE	(DAT_LEVELS + 1)	/* the ASCE */

struct dat_path {
	enum dat_level top;		/* the level of the first table */
	uint64_t addr;			/* virtual address */
	uint64_t asce;
	uint64_t entry[DAT_LEVELS];	/* by enum dat_level; those above top are not used */
	uint64_t pte;
	uint64_t table[DAT_LEVELS];	/* origin of the table of each level */
	uint64_t page_table;		/* origin */
};

/*
 * A virtual address whose index into each table from top down is in the second quarter of the
 * table, so that both a table offset and a table length can exclude it. offset is within the page.
 */
uint64_t dat_path_addr(enum dat_level top, uint64_t offset);

/*
 * Make tables from top down that map addr to the page frame at frame. Paths in one state need
 * different numbers (0 to 3) to have separate tables; those of a number are at LAYOUT_TABLES +
 * number * DAT_PATH_ROOM, and take DAT_PATH_ROOM bytes.
 */
#define DAT_PATH_ROOM UINT64_C(0x14000)
void dat_path_init(struct dat_path *path, unsigned int number, enum dat_level top, uint64_t addr,
		   uint64_t frame);

/*
 * Move the page table up by bytes, a multiple of 2 KiB (its alignment). Two paths with the same
 * number can thus share all tables but the page table.
 */
void dat_path_move_page_table(struct dat_path *path, uint64_t bytes);

/*
 * Defects of an entry, and the kinds of entry that can have them. They are independent: none
 * repairs another.
 */
enum dat_defect {
	DAT_INVALID = 1 << 0,		/* invalid bit: region, segment, page */
	DAT_WRONG_TYPE = 1 << 1,	/* table type of another level: region, segment */
	DAT_NEXT_OFFSET = 1 << 2,	/* the next table begins after the index: region */
	DAT_NEXT_LENGTH = 1 << 3,	/* the next table ends before the index: ASCE, region */
	DAT_PROTECTED = 1 << 4,		/* DAT-protection bit: region, segment, page */
	DAT_COMMON = 1 << 5,		/* common-region or common-segment bit: region, segment */
	DAT_BIT_52 = 1 << 6,		/* the bit that must be zero: page */
	DAT_NEXT_OUTSIDE = 1 << 7,	/* what the entry designates is in no memory slot: all */
};

/*
 * Put defects (enum dat_defect, or-ed) into the entry of a level, or of DAT_PATH_PAGE or
 * DAT_PATH_ASCE.
 */
void dat_path_corrupt(struct dat_path *path, unsigned int level, unsigned int defects);

/* A page-table entry for the page frame at frame, with defects. */
uint64_t dat_path_pte(uint64_t frame, unsigned int defects);

/* The absolute address of the entry of a level, or of DAT_PATH_PAGE. */
uint64_t dat_path_entry_addr(const struct dat_path *path, unsigned int level);

/*
 * Add entries to a state: all of the path; only that of one level; a page-table entry for any page
 * of the path's segment, which contains addr.
 */
void dat_path_stage(const struct dat_path *path, struct state *state);
void dat_path_stage_level(const struct dat_path *path, struct state *state, unsigned int level);
void dat_path_stage_page(const struct dat_path *path, struct state *state, uint64_t addr,
			 uint64_t pte);

#endif
