// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/history/history.h"

const struct slot history_slots[HISTORY_SLOTS] = {
	[SLOT_FIRST] = { .base = 0, .size = MIB },
	[SLOT_SECOND] = { .base = 4 * MIB, .size = MIB },
	[SLOT_BIG] = { .base = 256 * MIB, .size = 256 * MIB },
	[SLOT_SMALL] = { .base = UINT64_C(0xc30000), .size = 16 * PAGE_SIZE },
};

/* Offsets of the cells in a block; the last one is its end. */
static const uint32_t cell_start[CELLS + 1] = { 0, 8, 2048, 4096 };

static const struct {
	unsigned int first, n;	/* cells */
} extents[EXTENTS] = {
	[EXTENT_BLOCK] = { 0, 3 },
	[EXTENT_DOUBLEWORD] = { 0, 1 },
	[EXTENT_HALF] = { 2, 1 },
	[EXTENT_ACROSS] = { 2, 2 },
};

/* No value of one run is the same as one of another, so stale data of another VM shows. */
uint64_t history_value(const struct history *history, unsigned int number, unsigned int cell)
{
	return UINT64_C(0xc0de) << 48 | (uint64_t)history->salt << 16 | (number + 1) << 4 |
	       cell % CELLS;
}

unsigned int extent_cells(enum extent extent)
{
	return ((1U << extents[extent].n) - 1) << extents[extent].first;
}

void extent_range(enum extent extent, uint32_t *offset, uint32_t *len)
{
	*offset = cell_start[extents[extent].first];
	*len = extent == EXTENT_ACROSS ? 2048 + 8 :
	       cell_start[extents[extent].first + extents[extent].n] - *offset;
}

/* The length of a cell in bytes; cell CELLS is cell 0 of the next block. */
static uint32_t cell_len(unsigned int cell)
{
	return cell_start[cell % CELLS + 1] - cell_start[cell % CELLS];
}

void history_fill(const struct history *history, unsigned int number, enum extent extent,
		  uint8_t *bytes)
{
	unsigned int cell, i;
	uint64_t value;

	for (cell = extents[extent].first; cell < extents[extent].first + extents[extent].n;
	     cell++) {
		value = history_value(history, number, cell);
		for (i = 0; i < cell_len(cell); i += 8)
			memcpy(bytes + i, &value, 8);
		bytes += cell_len(cell);
	}
}

void history_read(enum extent extent, const uint8_t *bytes, struct seen *seen)
{
	unsigned int cell;

	for (cell = extents[extent].first; cell < extents[extent].first + extents[extent].n;
	     cell++) {
		memcpy(&seen->cell[cell], bytes, 8);
		if (memcmp(bytes, bytes + 8, cell_len(cell) - 8))
			seen->changed |= 1U << cell;
		bytes += cell_len(cell);
	}
}

static const unsigned int op_needs[STEP_OPS] = {
	[STEP_DONTNEED] = NEED_ADVICE,
	[STEP_LATE] = NEED_ADVICE | NEED_USERFAULT,
	[STEP_POPULATE] = NEED_ADVICE,
	[STEP_COLLAPSE] = NEED_ADVICE | NEED_THP,
	[STEP_SPLIT] = NEED_SPLITTING,
	[STEP_PAGEOUT] = NEED_ADVICE | NEED_SWAP,
	[STEP_COLD] = NEED_ADVICE,
	[STEP_AGE] = NEED_PAGE_IDLE,
	[STEP_COMPACT] = NEED_COMPACTION,
	[STEP_MERGE] = NEED_ADVICE | NEED_MERGING,
	[STEP_LOG_RACE] = NEED_TWO_CPUS,
};

static const unsigned int memory_needs[HOST_MEMORIES] = {
	[HOST_THP] = NEED_ADVICE | NEED_THP,
	[HOST_THP_1M] = NEED_ADVICE | NEED_THP | NEED_HUGE_PAGES,
	[HOST_HUGETLB] = NEED_HUGE_PAGES,
};

unsigned int step_needs(const struct step *step)
{
	unsigned int needs = op_needs[step->op];

	if (step->op == STEP_REQUEST && step->access == CMPXCHG)
		needs |= NEED_CMPXCHG;
	if (step->held)
		needs |= NEED_USERFAULT;
	return needs;
}

unsigned int history_needs(const struct history *history)
{
	unsigned int needs = NEED_MEMOP_EXTENSION | memory_needs[history->memory], i;

	if (history->cmma)
		needs |= NEED_CMMA;
	if (history->small)
		needs |= NEED_SMALL_SLOTS;
	for (i = 0; i < history->n && !history->partial; i++)
		needs |= step_needs(&history->step[i]);
	return needs;
}

void history_init(struct history *history)
{
	*history = (struct history){ .log = true };
}

struct step *history_add(struct history *history, enum step_op op, unsigned int block)
{
	struct step *step = &history->step[history->n];

	if (history->n == HISTORY_STEPS) {
		fprintf(stderr, "memop-cts: bug in a suite: more than %u steps\n", HISTORY_STEPS);
		abort();
	}
	history->n++;
	*step = (struct step){
		.op = op, .block = (uint16_t)block, .n = 1, .target = ABSOLUTE, .key = NO_KEY,
	};
	return step;
}

#define FINAL_BLOCKS 8
#define FINAL_KEY 3		/* an access key that fetch-protected blocks seldom have */

/* Observe a block: a read, a load by user space, the storage key, and accesses that obey it. */
static void add_observations(struct history *history, const struct step *of)
{
	static const struct {
		enum step_op op;
		bool keyed, check;
	} rows[] = {
		{ STEP_REQUEST, false, false },
		{ STEP_LOAD, false, false },
		{ STEP_KEY_GET, true, false },
		{ STEP_REQUEST, true, true },
		{ STEP_REQUEST, true, false },
		{ STEP_KEY_GET, true, false },
	};
	struct step *step;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].keyed && !history->keys)
			continue;
		step = history_add(history, rows[i].op, of->block);
		step->slot = of->slot;
		step->check = rows[i].check;
		if (rows[i].keyed)
			step->key = FINAL_KEY;
	}
}

static bool names_block(const struct step *step)
{
	return step->op < STEP_SLOT_DELETE || (step->op > STEP_LOG_GET &&
					       step->op < STEP_MIGRATION_START) ||
	       step->op == STEP_VM_OTHER || step->op == STEP_RUN || step->op == STEP_STORE_STATUS;
}

void history_add_final(struct history *history)
{
	const struct step *found[FINAL_BLOCKS];
	unsigned int n = history->n, i, j, n_found = 0;

	for (i = 0; i < HISTORY_SLOTS && history->log; i++)
		history_add(history, STEP_LOG_GET, 0)->slot = (uint8_t)i;
	for (i = 0; i < n && n_found < FINAL_BLOCKS; i++) {
		if (!names_block(&history->step[i]))
			continue;
		for (j = 0; j < n_found && (found[j]->slot != history->step[i].slot ||
					    found[j]->block != history->step[i].block); j++)
			;
		if (j == n_found)
			found[n_found++] = &history->step[i];
	}
	for (i = 0; i < n_found; i++)
		add_observations(history, found[i]);
}
