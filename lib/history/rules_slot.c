// SPDX-License-Identifier: GPL-2.0-only
/* Memory slots and the dirty log. */
#include <errno.h>
#include <string.h>

#include "lib/history/rules.h"

RULE_CAN(present)
{
	return ref->slot[step->slot].present && !ref->slot[step->slot].going;
}

RULE_CAN(absent)
{
	return !ref->slot[step->slot].present;
}

static void forget_log(struct slot_reference *slot)
{
	unsigned int b;

	for (b = 0; b < slot->blocks; b++)
		slot->block[b].logged = false;
}

RULE_RECORD(slot_delete)
{
	struct slot_reference *slot = &ref->slot[step->slot];

	(void)number, (void)seen, (void)right;
	slot->going = false;
	slot->present = false;
	forget_log(slot);
}

/*
 * No document says whether storage that is taken out of the configuration and put back has its
 * former storage keys, or those of new storage.
 */
RULE_RECORD(slot_create)
{
	struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int b;

	(void)number, (void)seen, (void)right;
	slot->present = true;
	forget_log(slot);
	for (b = 0; b < slot->blocks; b++) {
		slot->block[b].key_or_zero |= !!slot->block[b].key;
		slot->block[b].change = false;
	}
}

/* Other memory is new storage: it contains zeros, and its keys are zero (SKEY.2). */
RULE_RECORD(slot_create_other)
{
	struct slot_reference *slot = &ref->slot[step->slot];
	struct block_reference *block;
	unsigned int b;

	(void)number, (void)seen, (void)right;
	slot->present = true;
	for (b = 0; b < slot->blocks; b++) {
		block = &slot->block[b];
		*block = (struct block_reference){
			.access = USER_LOADS_AND_STORES, .mapping = block->mapping,
		};
		if (block->mapping == MAPPING_OTHER_FILE)
			block->mapping = MAPPING_MEMORY;
	}
}

RULE_RECORD(log_on)
{
	(void)number, (void)seen, (void)right;
	ref->slot[step->slot].log = true;
}

RULE_RECORD(log_off)
{
	(void)number, (void)seen, (void)right;
	ref->slot[step->slot].log = false;
	forget_log(&ref->slot[step->slot]);
}

RULE_CAN(log_get)
{
	return can_present(ref, step) && (!step->held || (step->thread && step->slot == SLOT_BIG));
}

/* Without KVM_MEM_LOG_DIRTY_PAGES there is no log: ENOENT. */
RULE_EXPECT(log_get)
{
	const struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int b;

	expect_result(expected, slot->log ? 0 : -ENOENT, LOG_1);
	for (b = 0; b < slot->blocks; b++)
		if (slot->block[b].logged)
			expected->log[b / 64] |= UINT64_C(1) << b % 64;
	clauses_add(&expected->clauses, LOG_4);
	if (step->thread)
		clauses_add(&expected->clauses, LOG_5);
}

/*
 * In the background, a block that was stored into after the beginning may be in this log or in the
 * next one. In the foreground, a block that is missing is a deviation; the store is lost.
 */
RULE_RECORD(log_get)
{
	struct slot_reference *slot = &ref->slot[step->slot];
	uint64_t began = 0;
	unsigned int b;

	(void)number;
	for (b = 0; b < slot->blocks && !seen->ret && right; b++) {
		if (step->thread)
			began = ref->thread[step->thread].expected.log[b / 64] >> b % 64 & 1;
		if (!step->thread || began || seen->log[b / 64] >> b % 64 & 1)
			slot->block[b].logged = false;
	}
}

RULE_CAN(log_race)
{
	return can_present(ref, step) && ref->slot[step->slot].log &&
	       block_at(ref, step, 0)->access == USER_LOADS_AND_STORES &&
	       block_at(ref, step, 0)->late == LATE_NOT;
}

RULE_EXPECT(log_race)
{
	(void)ref;
	(void)step;
	expect_result(expected, 0, LOG_5);
	expected->race = true;
}

RULE_RECORD(log_race)
{
	(void)number, (void)seen, (void)right;
	forget_log(&ref->slot[step->slot]);
	block_forget(block_of_step(ref, step, 0), (1U << CELLS) - 1);
}
