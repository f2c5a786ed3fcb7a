/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation tables for one virtual address: one entry at each level, all of them valid, for suites to spoil.
 */
#ifndef LIB_MACHINE_CHAIN_H
#define LIB_MACHINE_CHAIN_H

#include "lib/arch/dat.h"
#include "lib/machine/state.h"

#define CHAIN_LEVELS 4

struct chain {
	enum dat_level top;		/* the level of the first table */
	uint64_t addr;			/* virtual address */
	uint64_t asce;
	uint64_t entry[CHAIN_LEVELS];	/* by enum dat_level; those above top are not used */
	uint64_t pte;
	uint64_t table[CHAIN_LEVELS];	/* origin of the table of each level */
	uint64_t page_table;
};

/*
 * An address whose indices into all tables from top down are in the second quarter of their table (so that table length
 * and offset can cut it off on either side), with this offset in its page.
 */
uint64_t chain_addr(enum dat_level top, uint64_t offset);

/*
 * Tables from top down that map addr to the page frame at frame. number (0 to 3) keeps the tables of several chains of one
 * state apart; they are below LAYOUT_TABLES + (number + 1) * CHAIN_ROOM.
 */
#define CHAIN_ROOM UINT64_C(0x14000)
void chain_init(struct chain *chain, unsigned int number, enum dat_level top, uint64_t addr, uint64_t frame);

/* Put the entries into a state; that of one table; and the page-table entry of another page of the same segment. */
void chain_stage(const struct chain *chain, struct state *state);
void chain_stage_level(const struct chain *chain, struct state *state, unsigned int level);
void chain_stage_page(const struct chain *chain, struct state *state, uint64_t addr, uint64_t pte);

#endif
