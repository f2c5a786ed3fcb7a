// SPDX-License-Identifier: GPL-2.0-only
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

#define TABLE_SIZE UINT64_C(0x4000)	/* a full region or segment table */
#define INDEX UINT64_C(0x205)		/* in the second quarter of 2048 entries */
#define PAGE_INDEX UINT64_C(0x42)

uint64_t chain_addr(enum dat_level top, uint64_t offset)
{
	uint64_t addr = PAGE_INDEX << 12 | offset;
	unsigned int level;

	for (level = DAT_SEGMENT; level <= top; level++)
		addr |= INDEX << (20 + 11 * level);
	return addr;
}

static uint64_t entry_at(const struct chain *chain, unsigned int level)
{
	return chain->table[level] + 8 * dat_index(chain->addr, level);
}

void chain_init(struct chain *chain, unsigned int number, enum dat_level top, uint64_t addr, uint64_t frame)
{
	uint64_t room = LAYOUT_TABLES + number * CHAIN_ROOM;
	unsigned int level;

	*chain = (struct chain){ .top = top, .addr = addr, .page_table = room + CHAIN_LEVELS * TABLE_SIZE };
	for (level = DAT_SEGMENT; level < CHAIN_LEVELS; level++)
		chain->table[level] = room + level * TABLE_SIZE;
	for (level = DAT_REGION_THIRD; level < CHAIN_LEVELS; level++)
		chain->entry[level] = chain->table[level - 1] | (uint64_t)level << ENTRY_TT_SHIFT | ENTRY_TL;
	chain->entry[DAT_SEGMENT] = chain->page_table;
	chain->pte = frame & PTE_PFRA;
	chain->asce = chain->table[top] | (uint64_t)top << ASCE_DT_SHIFT | ASCE_TL;
}

void chain_stage_page(const struct chain *chain, struct state *state, uint64_t addr, uint64_t pte)
{
	state_entry(state, chain->page_table + 8 * dat_page_index(addr), pte, "page-table entry");
}

void chain_stage_level(const struct chain *chain, struct state *state, unsigned int level)
{
	static const char *const names[CHAIN_LEVELS] = {
		[DAT_SEGMENT] = "segment-table entry", [DAT_REGION_THIRD] = "region-third-table entry",
		[DAT_REGION_SECOND] = "region-second-table entry", [DAT_REGION_FIRST] = "region-first-table entry",
	};

	state_entry(state, entry_at(chain, level), chain->entry[level], names[level]);
}

void chain_stage(const struct chain *chain, struct state *state)
{
	unsigned int level;

	for (level = DAT_SEGMENT; level <= chain->top; level++)
		chain_stage_level(chain, state, level);
	chain_stage_page(chain, state, chain->addr, chain->pte);
}
