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
			seen->changed = true;
		bytes += cell_len(cell);
	}
}

void history_init(struct history *history)
{
	*history = (struct history){ .log = true, .needs = NEED_MEMOP_EXTENSION };
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
