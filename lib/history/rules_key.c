// SPDX-License-Identifier: GPL-2.0-only
/* Storage keys, and the usage states of CMMA. */
#include "lib/arch/skey.h"
#include "lib/history/rules.h"

/* A guest that never uses keys has none to set; it answers with KVM_S390_GET_SKEYS_NONE. */
RULE_CAN(key)
{
	return step->n == 1 && (step->op != STEP_KEY_SET || ref->history->keys);
}

RULE_RECORD(key_set)
{
	struct block_reference *block = block_of_step(ref, step, 0);

	(void)number;
	if (seen->ret || !right)
		return;
	ref->keys = true;
	block->key = (uint8_t)step->key & (SKEY_ACC | SKEY_F);
	block->key_or_zero = false;
	block->change = false;
}

#define GET_SKEYS_NONE 1	/* KVM_S390_GET_SKEYS_NONE of api.rst */

RULE_EXPECT(key_get)
{
	const struct block_reference *block = block_at(ref, step, 0);

	expect_result(expected, 0, SKEY_1);
	if (!ref->keys)
		expect_result(expected, GET_SKEYS_NONE, SKEY_2);
	expected->has_key = true;
	expected->key = block->key;
	expected->key_or_zero = block->key_or_zero;
	expected->key_mask = SKEY_ACC | SKEY_F;
	if (!block->key)
		clauses_add(&expected->clauses, SKEY_2);
	if (!block->change || !ref->keys)
		return;
	expected->key |= SKEY_C;
	expected->key_mask |= SKEY_C;
	clauses_add(&expected->clauses, SKEY_3);
}

RULE_RECORD(key_get)
{
	struct block_reference *block = block_of_step(ref, step, 0);

	(void)number;
	if (seen->ret || !right)
		return;
	block->key = seen->key & (SKEY_ACC | SKEY_F);
	block->key_or_zero = false;
	block->change = seen->key & SKEY_C;
}

RULE_CAN(usage)
{
	return step->n == 1 && ref->history->cmma;
}

/*
 * POP-like definition in api.rst, "KVM_S390_SET_CMMA_BITS": unless it is stable, the host may
 * discard the content of a block at any time, also what was stored meanwhile (block_store()); once
 * stable again, the block may contain anything until the next store.
 */
RULE_RECORD(usage_set)
{
	struct block_reference *block = block_of_step(ref, step, 0);

	(void)number;
	if (seen->ret || !right)
		return;
	block->usage = step->arg;
	block_forget(block, (1U << CELLS) - 1);
}

RULE_EXPECT(usage_get)
{
	(void)ref;
	(void)step;
	expect_result(expected, 0, RUN_1);
}
