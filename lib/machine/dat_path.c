// SPDX-License-Identifier: GPL-2.0-only
#include "lib/machine/dat_path.h"
#include "lib/machine/memory.h"

#define TABLE_SIZE UINT64_C(0x4000)	/* a full region or segment table */
#define INDEX UINT64_C(0x205)		/* in the second quarter of a table of 2048 entries */
#define PAGE_INDEX UINT64_C(0x42)

uint64_t dat_path_addr(enum dat_level top, uint64_t offset)
{
	uint64_t addr = PAGE_INDEX << 12 | offset;
	unsigned int level;

	for (level = DAT_SEGMENT; level <= top; level++)
		addr |= INDEX << (20 + 11 * level);
	return addr;
}

void dat_path_init(struct dat_path *path, unsigned int number, enum dat_level top, uint64_t addr,
		   uint64_t frame)
{
	uint64_t room = LAYOUT_TABLES + number * DAT_PATH_ROOM;
	unsigned int level;

	*path = (struct dat_path){ .top = top, .addr = addr };
	for (level = DAT_SEGMENT; level < DAT_LEVELS; level++)
		path->table[level] = room + level * TABLE_SIZE;
	for (level = DAT_REGION_THIRD; level < DAT_LEVELS; level++)
		path->entry[level] = path->table[level - 1] |
				     (uint64_t)level << ENTRY_TT_SHIFT | ENTRY_TL;
	path->page_table = room + DAT_LEVELS * TABLE_SIZE;
	path->entry[DAT_SEGMENT] = path->page_table;
	path->pte = frame & PTE_PFRA;
	path->asce = path->table[top] | (uint64_t)top << ASCE_DT_SHIFT | ASCE_TL;
}

void dat_path_move_page_table(struct dat_path *path, uint64_t bytes)
{
	path->page_table += bytes;
	path->entry[DAT_SEGMENT] += bytes;
}

uint64_t dat_path_pte(uint64_t frame, unsigned int defects)
{
	uint64_t pte = defects & DAT_NEXT_OUTSIDE ? (frame & ~PTE_PFRA) | LAYOUT_HOLE : frame;

	if (defects & DAT_INVALID)
		pte |= PTE_I;
	if (defects & DAT_PROTECTED)
		pte |= PTE_P;
	if (defects & DAT_BIT_52)
		pte |= PTE_ZERO;
	return pte;
}

static uint64_t corrupt_entry(uint64_t entry, unsigned int defects)
{
	if (defects & DAT_INVALID)
		entry |= ENTRY_I;
	if (defects & DAT_WRONG_TYPE)
		entry ^= UINT64_C(1) << ENTRY_TT_SHIFT;
	if (defects & DAT_NEXT_OFFSET)
		entry |= UINT64_C(2) << ENTRY_TF_SHIFT;	/* begins in the third quarter */
	if (defects & DAT_NEXT_LENGTH)
		entry &= ~ENTRY_TL;			/* only the first quarter */
	if (defects & DAT_PROTECTED)
		entry |= ENTRY_P;
	if (defects & DAT_COMMON)
		entry |= ENTRY_COMMON;
	if (defects & DAT_NEXT_OUTSIDE)
		entry = (entry & ~ENTRY_ORIGIN) | LAYOUT_HOLE;
	return entry;
}

/* corrupt_entry() relies on ASCEs and region-table entries having these fields in the same bits. */
_Static_assert(ASCE_TL == ENTRY_TL && ASCE_ORIGIN == ENTRY_ORIGIN, "other fields than in an ASCE");

void dat_path_corrupt(struct dat_path *path, unsigned int level, unsigned int defects)
{
	if (level == DAT_PATH_PAGE)
		path->pte = dat_path_pte(path->pte, defects);
	else if (level == DAT_PATH_ASCE)
		path->asce = corrupt_entry(path->asce,
					   defects & (DAT_NEXT_LENGTH | DAT_NEXT_OUTSIDE));
	else
		path->entry[level] = corrupt_entry(path->entry[level], defects);
}

uint64_t dat_path_entry_addr(const struct dat_path *path, unsigned int level)
{
	if (level == DAT_PATH_PAGE)
		return path->page_table + 8 * dat_page_index(path->addr);
	return path->table[level] + 8 * dat_index(path->addr, level);
}

void dat_path_stage_page(const struct dat_path *path, struct state *state, uint64_t addr,
			 uint64_t pte)
{
	state_doubleword(state, path->page_table + 8 * dat_page_index(addr), pte,
			 "page-table entry");
}

void dat_path_stage_level(const struct dat_path *path, struct state *state, unsigned int level)
{
	static const char *const names[DAT_LEVELS] = {
		[DAT_SEGMENT] = "segment-table entry",
		[DAT_REGION_THIRD] = "region-third-table entry",
		[DAT_REGION_SECOND] = "region-second-table entry",
		[DAT_REGION_FIRST] = "region-first-table entry",
	};

	state_doubleword(state, dat_path_entry_addr(path, level), path->entry[level], names[level]);
}

void dat_path_stage(const struct dat_path *path, struct state *state)
{
	unsigned int level;

	for (level = DAT_SEGMENT; level <= path->top; level++)
		dat_path_stage_level(path, state, level);
	dat_path_stage_page(path, state, path->addr, path->pte);
}
