// SPDX-License-Identifier: GPL-2.0-only
/* What user space does to its mapping, and the host to the pages behind it. */
#include <string.h>

#include "lib/history/rules.h"

/* Huge pages of hugetlbfs are mapped as a whole. */
static bool whole_pages(const struct reference *ref, const struct step *step)
{
	return ref->history->memory != HOST_HUGETLB || step->slot >= SLOT_BIG ||
	       (!step->block && step->n == SLOT_BLOCKS);
}

static bool all_mapped(const struct reference *ref, const struct step *step)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (block_at(ref, step, i)->access == USER_UNMAPPED_BLOCK)
			return false;
	return true;
}

static bool no_late(const struct reference *ref, const struct step *step)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (block_at(ref, step, i)->late != LATE_NOT)
			return false;
	return true;
}

RULE_CAN(protect)
{
	return whole_pages(ref, step) && all_mapped(ref, step);
}

RULE_CAN(map)
{
	return whole_pages(ref, step) &&
	       (ref->history->memory != HOST_HUGETLB || step->slot >= SLOT_BIG ||
		step->op == STEP_UNMAP || step->op == STEP_MAP_AGAIN);
}

RULE_CAN(remap)
{
	return step->n == 1 && whole_pages(ref, step) && no_late(ref, step) &&
	       block_at(ref, step, 0)->access == USER_LOADS_AND_STORES;
}

RULE_CAN(dontneed)
{
	return whole_pages(ref, step) && all_mapped(ref, step);
}

/* Only new pages of anonymous memory are missing pages. */
RULE_CAN(late)
{
	const struct block_reference *block = block_at(ref, step, 0);

	return step->n == 1 && block->mapping == MAPPING_MEMORY && block->late == LATE_NOT &&
	       block->access == USER_LOADS_AND_STORES &&
	       (step->slot >= SLOT_BIG || ref->history->memory == HOST_ANONYMOUS);
}

RULE_CAN(provide)
{
	return step->n == 1 && block_at(ref, step, 0)->late == LATE_UNTIL_PROVIDED;
}

RULE_CAN(page_event)
{
	return all_mapped(ref, step);
}

/* Only anonymous pages are merged (ksm.rst); the kernel does not scan other memory. */
RULE_CAN(merge)
{
	return all_mapped(ref, step) && ref->history->memory != HOST_HUGETLB &&
	       block_at(ref, step, 0)->mapping == MAPPING_MEMORY;
}

/* A copy on write of a huge page would need free huge pages. */
RULE_CAN(fork)
{
	(void)step;
	return ref->history->memory != HOST_HUGETLB && !running_thread(ref);
}

static void allow_access(struct reference *ref, const struct step *step, enum user_access access)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		block_of_step(ref, step, i)->access = access;
}

RULE_RECORD(protect_none)
{
	(void)number, (void)seen, (void)right;
	allow_access(ref, step, USER_NO_ACCESS);
}

RULE_RECORD(protect_read)
{
	(void)number, (void)seen, (void)right;
	allow_access(ref, step, USER_LOADS);
}

RULE_RECORD(protect_back)
{
	(void)number, (void)seen, (void)right;
	allow_access(ref, step, USER_LOADS_AND_STORES);
}

static void map(struct reference *ref, const struct step *step, enum mapping mapping)
{
	struct block_reference *block;
	unsigned int i;

	for (i = 0; i < step->n; i++) {
		block = block_of_step(ref, step, i);
		block->mapping = mapping;
		block->late = LATE_NOT;
		block->access = USER_LOADS_AND_STORES;
		block_clear(block);
		if (mapping != MAPPING_FILE)
			continue;
		memcpy(block->cell, block->file, sizeof(block->cell));
		block->unknown = block->file_unknown;
	}
}

RULE_RECORD(unmap)
{
	unsigned int i;

	(void)number, (void)seen, (void)right;
	allow_access(ref, step, USER_UNMAPPED_BLOCK);
	for (i = 0; i < step->n; i++)
		block_of_step(ref, step, i)->late = LATE_NOT;
}

RULE_RECORD(map_again)
{
	(void)number, (void)seen, (void)right;
	map(ref, step, ref->history->memory == HOST_SHARED && step->slot < SLOT_BIG ?
		       MAPPING_FILE : MAPPING_MEMORY);
}

RULE_RECORD(map_memory)
{
	(void)number, (void)seen, (void)right;
	map(ref, step, MAPPING_MEMORY);
}

RULE_RECORD(map_other_file)
{
	(void)number, (void)seen, (void)right;
	map(ref, step, MAPPING_OTHER_FILE);
}

/* A file keeps its content; the next access to a late block gets what userfaultfd provides. */
RULE_RECORD(dontneed)
{
	struct block_reference *block;
	unsigned int i;

	(void)number, (void)seen, (void)right;
	for (i = 0; i < step->n; i++) {
		block = block_of_step(ref, step, i);
		if (block->mapping != MAPPING_MEMORY)
			continue;
		block_clear(block);
		if (block->late != LATE_NOT)
			memcpy(block->cell, block->pending, sizeof(block->cell));
	}
}

RULE_RECORD(late)
{
	struct block_reference *block = block_of_step(ref, step, 0);
	unsigned int cell;

	(void)seen, (void)right;
	block->late = step->arg == LATE_HELD ? LATE_UNTIL_PROVIDED : LATE_AT_FAULT;
	for (cell = 0; cell < CELLS; cell++) {
		block->pending[cell] = history_value(ref->history, number, cell);
		block_store(block, cell, block->pending[cell]);
	}
	block->stored_by = number;
}

RULE_RECORD(provide)
{
	(void)number, (void)seen, (void)right;
	block_of_step(ref, step, 0)->late = LATE_AT_FAULT;
}
