/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The translation path of one virtual address: an ASCE, one entry at each level, and a page-table
 * entry. All of them are valid at first; suites then corrupt one or two.
 */
#ifndef LIB_MACHINE_DAT_PATH_H
#define LIB_MACHINE_DAT_PATH_H

#include "lib/arch/dat.h"
#include "lib/machine/state.h"

#define DAT_LEVELS 4

/* Places on a path, besides the levels of enum dat_level. */
#define DAT_PATH_PAGE	DAT_LEVELS		/* the page-table entry */
#define DAT_PATH_ASCE	(DAT_LEVELS + 1)

struct dat_path {
	enum dat_level top;		/* the level of the first table */
	uint64_t addr;			/* virtual address */
	uint64_t asce;
	uint64_t entry[DAT_LEVELS];	/* by enum dat_level; those above top are not used */
	uint64_t pte;
	uint64_t table[DAT_LEVELS];	/* origin of the table of each level */
	uint64_t page_table;
};

/*
 * An address whose index into each table from top down is in the second quarter of the table, so
 * that table offset and table length can exclude it on either side. offset is within the page.
 */
uint64_t dat_path_addr(enum dat_level top, uint64_t offset);

/*
 * Tables from top down that map addr to the page frame at frame. number (0 to 3) keeps the tables
 * of several paths of one state apart; they are below LAYOUT_TABLES + (number + 1) * DAT_PATH_ROOM.
 */
#define DAT_PATH_ROOM UINT64_C(0x14000)
void dat_path_init(struct dat_path *path, unsigned int number, enum dat_level top, uint64_t addr,
		   uint64_t frame);

/*
 * The page table begins bytes further on, of which there must be a multiple of 2 KiB, its
 * alignment. For two paths with the same tables but another page table.
 */
void dat_path_move_page_table(struct dat_path *path, uint64_t bytes);

/*
 * What can be wrong with an entry. Defects are independent of each other: none makes up for
 * another.
 */
enum dat_defect {
	DAT_INVALID = 1 << 0,		/* invalid bit: region, segment, page */
	DAT_WRONG_TYPE = 1 << 1,	/* table type of another level: region, segment */
	DAT_NEXT_OFFSET = 1 << 2,	/* the next table begins behind the index: region */
	DAT_NEXT_LENGTH = 1 << 3,	/* the next table ends before the index: ASCE, region */
	DAT_PROTECTED = 1 << 4,		/* DAT-protection bit: region, segment, page */
	DAT_COMMON = 1 << 5,		/* common-region or common-segment bit: region, segment */
	DAT_BIT_52 = 1 << 6,		/* the bit that must be zero: page */
	DAT_NEXT_OUTSIDE = 1 << 7,	/* what it designates is in no memory slot: all of them */
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
 * Put all entries into a state; only that of one table; and the page-table entry of another page of
 * the same segment.
 */
void dat_path_stage(const struct dat_path *path, struct state *state);
void dat_path_stage_level(const struct dat_path *path, struct state *state, unsigned int level);
void dat_path_stage_page(const struct dat_path *path, struct state *state, uint64_t addr,
			 uint64_t pte);

#endif
