// SPDX-License-Identifier: GPL-2.0-only
/* Requests, and loads and stores of user space. */
#include <errno.h>

#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"
#include "lib/history/rules.h"

/* The blocks of an operand: one, or two with EXTENT_ACROSS. */
static unsigned int n_blocks(const struct step *step)
{
	return step->extent == EXTENT_ACROSS ? 2 : 1;
}

static bool inaccessible(const struct block_reference *block, bool store)
{
	return block->access < (store ? USER_LOADS_AND_STORES : USER_LOADS);
}

/* KEY.1 to KEY.4. */
static bool prohibited(const struct step *step, uint8_t key)
{
	bool store = step->access != READ;

	return step->key != NO_KEY && step->key && (unsigned int)step->key != skey_acc(key) &&
	       (store || skey_fetch_protected(key));
}

/*
 * The results for one block; returns true if the request may go on to the next block. Which of two
 * reasons for a failure counts is open. CHECK_ONLY accesses nothing (API.24), so it need not notice
 * that the host could not access the block.
 */
static bool expect_block(const struct step *step, const struct block_reference *block,
			 struct expected *expected)
{
	bool wrong_key = prohibited(step, block->key);
	bool zero_key = block->key_or_zero && prohibited(step, 0) != wrong_key;
	bool fault = inaccessible(block, step->access != READ);

	if (wrong_key || zero_key) {
		expect_result(expected, PGM_PROTECTION, step->access == READ ? KEY_4 : KEY_3);
		clauses_add(&expected->clauses, SKEY_1);
	}
	if (fault) {
		expect_result(expected, -EFAULT, MEM_2);
		clauses_add(&expected->clauses, HOST_1);
	}
	return (!wrong_key || zero_key) && (!fault || step->check);
}

/* MEM.2, ABS.3: a slot that is deleted is not storage of the guest. */
static void expect_access(const struct reference *ref, const struct step *step,
			  struct expected *expected)
{
	const struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int i;

	if (!slot->present || slot->going)
		expect_result(expected, PGM_ADDRESSING, MEM_2);
	if (!slot->present)
		return;
	for (i = 0; i < n_blocks(step); i++) {
		if (step->block + i >= slot->blocks) {
			expect_result(expected, PGM_ADDRESSING, ABS_3);
			return;
		}
		if (!expect_block(step, block_at(ref, step, i), expected))
			return;
	}
	expect_result(expected, 0, API_3);
}

static void expect_content(const struct reference *ref, const struct step *step,
			   struct expected *expected)
{
	const struct block_reference *block;
	unsigned int cell;

	expected->cells = extent_cells(step->extent);
	for (cell = 0; cell <= CELLS; cell++) {
		if (!(expected->cells >> cell & 1))
			continue;
		if (step->block + cell / CELLS >= ref->slot[step->slot].blocks) {
			expected->cells &= ~(1U << cell);
			continue;
		}
		block = block_at(ref, step, cell / CELLS);
		expected->cell[cell] = block->cell[cell % CELLS];
		if (block->unknown >> cell % CELLS & 1)
			expected->cells &= ~(1U << cell);
	}
	clauses_add(&expected->clauses, MEM_1);
	clauses_add(&expected->clauses, MEM_3);
	clauses_add(&expected->clauses, MEM_4);
}

RULE_CAN(request)
{
	const struct block_reference *block = block_at(ref, step, 0);

	if (step->access == CMPXCHG &&
	    (step->check || step->target != ABSOLUTE || step->extent != EXTENT_DOUBLEWORD ||
	     block->unknown & 1))
		return false;
	if (step->target == LOGICAL && (running_thread(ref) || ref->limited))
		return false;
	/* A new vCPU is in 24-bit addressing mode. */
	if (step->target == LOGICAL && step->slot == SLOT_BIG)
		return false;
	/* The block after the last one of a slot may be in another slot, after a move. */
	if (step->extent == EXTENT_ACROSS && step->block + 1U >= ref->slot[step->slot].blocks)
		return false;
	return !step->held || step->thread;
}

RULE_EXPECT(request)
{
	expect_access(ref, step, expected);
	if (step->check)
		return;
	if (step->access == READ)
		expect_content(ref, step, expected);
	if (step->access != CMPXCHG)
		return;
	expected->has_old = true;
	expected->old = block_at(ref, step, 0)->cell[0];
	if (step->arg == CMPXCHG_EQUAL)
		clauses_add(&expected->clauses, API_42);
	else
		clauses_add(&expected->clauses, API_44);
}

/* A request stored into these cells of a block. */
static void record_stored(struct reference *ref, unsigned int number, const struct step *step,
			  unsigned int i, unsigned int cells)
{
	struct block_reference *block = block_of_step(ref, step, i);
	unsigned int cell;

	for (cell = 0; cell < CELLS; cell++)
		if (cells >> cell & 1)
			block_store(block, cell, history_value(ref->history, number, cell));
	block->stored_by = number;
	block->change = true;
	if (ref->slot[step->slot].log)
		block->logged = true;
}

/* Whether the first of two blocks was stored into is open (API.33). */
static void record_failed(struct reference *ref, const struct step *step, bool right)
{
	unsigned int i, cells = extent_cells(step->extent);

	for (i = 0; i < n_blocks(step) && (n_blocks(step) > 1 || !right); i++)
		block_forget(block_of_step(ref, step, i), i ? cells >> CELLS : cells);
}

static void take_over_content(struct reference *ref, const struct step *step,
			      const struct seen *seen)
{
	struct block_reference *block;
	unsigned int cell;

	for (cell = 0; cell <= CELLS; cell++) {
		if (!(extent_cells(step->extent) >> cell & 1) ||
		    step->block + cell / CELLS >= ref->slot[step->slot].blocks)
			continue;
		block = block_of_step(ref, step, cell / CELLS);
		if (seen->changed >> cell & 1)
			block_forget(block, 1U << cell % CELLS);
		else
			block_store(block, cell % CELLS, seen->cell[cell]);
	}
}

RULE_RECORD(request)
{
	unsigned int cells = extent_cells(step->extent);

	if (step->target == LOGICAL)
		ref->vcpu = true;
	if (step->check)
		return;
	if (step->access == READ) {
		/* One that was under way may have read what was there before. */
		if (!seen->ret && right && !step->thread)
			take_over_content(ref, step, seen);
		return;
	}
	if (seen->ret || !right) {
		record_failed(ref, step, right);
		return;
	}
	if (step->access == CMPXCHG && step->arg == CMPXCHG_UNEQUAL)
		return;
	record_stored(ref, number, step, 0, cells & ((1U << CELLS) - 1));
	if (cells >> CELLS)
		record_stored(ref, number, step, 1, cells >> CELLS);
}

static void expect_user(const struct reference *ref, const struct step *step, bool store,
			struct expected *expected)
{
	expect_result(expected, inaccessible(block_at(ref, step, 0), store) ? -EFAULT : 0, MEM_1);
}

RULE_EXPECT(load)
{
	expect_user(ref, step, false, expected);
	expect_content(ref, step, expected);
}

RULE_RECORD(load)
{
	(void)number;
	if (!seen->ret && right)
		take_over_content(ref, step, seen);
}

/* After a store into some of several blocks, which ones were stored into would be unknown. */
RULE_CAN(store)
{
	return step->n == 1 || user_can_store(ref, step);
}

RULE_EXPECT(store)
{
	expect_user(ref, step, true, expected);
}

/* SKEY.3: the change bit is that of the block, whoever stores. The dirty log has requests only. */
RULE_RECORD(store)
{
	struct block_reference *block;
	unsigned int cell, i;

	for (i = 0; i < step->n; i++) {
		block = block_of_step(ref, step, i);
		if (seen->ret) {
			if (!right)
				block_forget(block, extent_cells(step->extent));
			continue;
		}
		for (cell = 0; cell < CELLS; cell++)
			if (extent_cells(step->extent) >> cell & 1)
				block_store(block, cell, history_value(ref->history, number, cell));
		block->stored_by = number;
		block->change = true;
	}
}
