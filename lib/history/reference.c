// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "lib/history/rules.h"

const struct rules history_rules[STEP_OPS] = {
	[STEP_REQUEST] = { .can = can_request, .expect = expect_request, .record = record_request },
	[STEP_LOAD] = { .expect = expect_load, .record = record_load },
	[STEP_STORE] = { .can = can_store, .expect = expect_store, .record = record_store },

	[STEP_PROTECT_NONE] = { .can = can_protect, .record = record_protect_none },
	[STEP_PROTECT_READ] = { .can = can_protect, .record = record_protect_read },
	[STEP_PROTECT_BACK] = { .can = can_protect, .record = record_protect_back },
	[STEP_UNMAP] = { .can = can_map, .record = record_unmap },
	[STEP_MAP_AGAIN] = { .can = can_map, .record = record_map_again },
	[STEP_MAP_ANONYMOUS] = { .can = can_map, .record = record_map_memory },
	[STEP_MAP_SHARED] = { .can = can_map, .record = record_map_other_file },
	[STEP_MAP_PRIVATE] = { .can = can_map, .record = record_map_memory },
	[STEP_REMAP] = { .can = can_remap },
	[STEP_DONTNEED] = { .can = can_dontneed, .record = record_dontneed },
	[STEP_LATE] = { .can = can_late, .record = record_late },
	[STEP_PROVIDE] = { .can = can_provide, .record = record_provide },

	[STEP_POPULATE] = { .can = can_page_event, .any_result = true },
	[STEP_COLLAPSE] = { .can = can_page_event, .any_result = true },
	[STEP_SPLIT] = { .can = can_page_event, .any_result = true },
	[STEP_PAGEOUT] = { .can = can_page_event, .any_result = true },
	[STEP_COLD] = { .can = can_page_event, .any_result = true },
	[STEP_AGE] = { .can = can_page_event, .any_result = true },
	[STEP_COMPACT] = { .can = can_page_event, .any_result = true },
	[STEP_MERGE] = { .can = can_merge, .any_result = true },
	[STEP_LOCK] = { .can = can_page_event, .any_result = true },
	[STEP_FORK] = { .can = can_fork, .any_result = true },
	[STEP_FORK_STAY] = { .can = can_fork, .any_result = true },

	[STEP_SLOT_DELETE] = { .can = can_present, .record = record_slot_delete },
	[STEP_SLOT_CREATE] = { .can = can_absent, .record = record_slot_create },
	[STEP_SLOT_CREATE_OTHER] = { .can = can_absent, .record = record_slot_create_other },
	[STEP_SLOT_MOVE] = { .can = can_present },
	[STEP_LOG_ON] = { .can = can_present, .record = record_log_on },
	[STEP_LOG_OFF] = { .can = can_present, .record = record_log_off },
	[STEP_LOG_GET] = { .can = can_log_get, .expect = expect_log_get, .record = record_log_get },
	[STEP_LOG_RACE] = { .can = can_log_race, .expect = expect_log_race, .record = record_log_race },

	[STEP_KEY_SET] = { .can = can_key, .record = record_key_set, .needs_block = true },
	[STEP_KEY_GET] = { .can = can_key, .expect = expect_key_get, .record = record_key_get,
				.needs_block = true },
	[STEP_USAGE_SET] = { .can = can_usage, .record = record_usage_set, .needs_block = true },
	[STEP_USAGE_GET] = { .can = can_usage, .expect = expect_usage_get, .needs_block = true },
	[STEP_MIGRATION_START] = { .expect = expect_migration_start },
	[STEP_MIGRATION_STOP] = { .can = NULL },

	[STEP_LIMIT] = { .can = can_limit, .expect = expect_limit, .record = record_limit },
	[STEP_VM_NEW] = { .can = can_vm_new, .record = record_vm_new },
	[STEP_VM_KEYLESS] = { .can = can_vm_keyless, .record = record_vm_keyless },
	[STEP_VM_OTHER] = { .can = can_vm_other, .record = record_vm_other, .needs_block = true },
	[STEP_PROCESS_OTHER] = { .can = NULL },
	[STEP_RUN] = { .can = can_run, .record = record_vcpu },
	[STEP_RUN_LOOP] = { .can = can_run_loop, .record = record_vcpu },
	[STEP_STORE_STATUS] = { .can = can_store_status, .record = record_store_status,
				.needs_block = true },
};

static bool exists(const struct history *history, unsigned int slot)
{
	return slot == SLOT_BIG ? history->big : slot == SLOT_SMALL ? history->small : true;
}

void reference_begin(struct reference *ref, const struct history *history)
{
	struct slot_reference *slot;
	unsigned int i, b;

	memset(ref, 0, sizeof(*ref));
	ref->history = history;
	ref->keys = history->keys;
	for (i = 0; i < HISTORY_SLOTS; i++) {
		slot = &ref->slot[i];
		slot->exists = slot->present = exists(history, i);
		slot->log = history->log;
		slot->blocks = history_slots[i].size < SLOT_BLOCKS * PAGE_SIZE ?
			       (unsigned int)(history_slots[i].size / PAGE_SIZE) : SLOT_BLOCKS;
		for (b = 0; b < slot->blocks; b++) {
			slot->block[b].access = USER_LOADS_AND_STORES;
			slot->block[b].mapping = history->memory == HOST_SHARED && i < SLOT_BIG ?
						 MAPPING_FILE : MAPPING_MEMORY;
		}
	}
}

void block_store(struct block_reference *block, unsigned int cell, uint64_t value)
{
	block->cell[cell] = value;
	if (block->mapping == MAPPING_FILE)
		block->file[cell] = value;
	block->unknown &= ~(1U << cell);
	if (block->mapping == MAPPING_FILE)
		block->file_unknown &= ~(1U << cell);
	if (block->usage != USAGE_STABLE)
		block->unknown |= 1U << cell;
}

void block_forget(struct block_reference *block, unsigned int cells)
{
	block->unknown |= cells & ((1U << CELLS) - 1);
	if (block->mapping == MAPPING_FILE)
		block->file_unknown |= cells & ((1U << CELLS) - 1);
}

void block_clear(struct block_reference *block)
{
	memset(block->cell, 0, sizeof(block->cell));
	block->unknown = 0;
}

unsigned int running_thread(const struct reference *ref)
{
	unsigned int i;

	for (i = 1; i <= THREADS_MAX; i++)
		if (ref->thread[i].busy && (ref->thread[i].step.op == STEP_RUN_LOOP ||
					    ref->thread[i].step.op == STEP_RUN))
			return i;
	return 0;
}

/*
 * Would this thread wait for ever? A request waits for a late block, the deletion of a slot for
 * requests that began before.
 */
static bool waits_for_others(const struct reference *ref, const struct background *thread)
{
	const struct step *step = &thread->step;
	const struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int i;

	if (step->op == STEP_REQUEST || step->op == STEP_RUN)
		for (i = step->block; i < step->block + 2U && i < slot->blocks; i++)
			if (slot->block[i].late == LATE_UNTIL_PROVIDED)
				return true;
	for (i = 1; i <= THREADS_MAX && step->op == STEP_SLOT_DELETE; i++)
		if (ref->thread[i].busy && &ref->thread[i] != thread)
			return true;
	return false;
}

/* Does a background thread have the memslots locked, as while a log is fetched? */
static bool slots_are_locked(const struct reference *ref)
{
	unsigned int i;

	for (i = 1; i <= THREADS_MAX; i++) {
		if (!ref->thread[i].busy)
			continue;
		switch (ref->thread[i].step.op) {
		case STEP_LOG_GET:
		case STEP_SLOT_DELETE:
		case STEP_USAGE_SET:
		case STEP_USAGE_GET:
			return true;
		default:
			break;
		}
	}
	return false;
}

/* Does the step wait for that lock? */
static bool locks_slots(enum step_op op)
{
	return (op >= STEP_SLOT_DELETE && op <= STEP_LOG_RACE) ||
	       (op >= STEP_USAGE_SET && op <= STEP_LIMIT);
}

/* Does the step concern a block that only PROVIDE can supply, so that it would wait? */
static bool waits(const struct reference *ref, const struct step *step)
{
	const struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int n = step->n + (step->extent == EXTENT_ACROSS), b;

	if (step->thread || step->op == STEP_PROVIDE || step->op == STEP_FINISH)
		return false;
	for (b = step->block; b < step->block + n && b < slot->blocks; b++)
		if (slot->block[b].late == LATE_UNTIL_PROVIDED)
			return true;
	return false;
}

static bool may_be_in_background(const struct step *step)
{
	if (step->held && step->op >= STEP_KEY_SET && step->op <= STEP_USAGE_GET)
		return true;
	return step->op == STEP_REQUEST || step->op == STEP_LOG_GET ||
	       step->op == STEP_SLOT_DELETE || step->op == STEP_RUN || step->op == STEP_RUN_LOOP;
}

bool user_can_store(const struct reference *ref, const struct step *step)
{
	unsigned int i;

	for (i = 0; i < step->n; i++)
		if (block_at(ref, step, i)->access != USER_LOADS_AND_STORES)
			return false;
	return true;
}

static bool accessible(const struct reference *ref, const struct step *step)
{
	const struct slot_reference *slot = &ref->slot[step->slot];

	return slot->present && !slot->going && user_can_store(ref, step);
}

bool reference_can(const struct reference *ref, const struct step *step)
{
	const struct rules *rules = &history_rules[step->op];
	const struct slot_reference *slot = &ref->slot[step->slot];

	if (step->op == STEP_FINISH)
		return ref->thread[step->thread].busy &&
		       !waits_for_others(ref, &ref->thread[step->thread]);
	if (locks_slots(step->op) && slots_are_locked(ref))
		return false;
	if (step->thread && (!may_be_in_background(step) || ref->thread[step->thread].busy))
		return false;
	if (!slot->exists || !step->n || step->block + step->n > slot->blocks || waits(ref, step))
		return false;
	if (rules->needs_block && !accessible(ref, step))
		return false;
	return !rules->can || rules->can(ref, step);
}

bool expected_result(const struct expected *expected, int ret)
{
	unsigned int i;

	for (i = 0; i < expected->n; i++)
		if (expected->result[i].ret == ret)
			return true;
	return expected->any_result;
}

static void expect_now(const struct reference *ref, const struct step *step,
		       struct expected *expected)
{
	const struct rules *rules = &history_rules[step->op];

	memset(expected, 0, sizeof(*expected));
	expected->any_result = rules->any_result;
	if (rules->expect)
		rules->expect(ref, step, expected);
	else
		expect_result(expected, 0, RUN_1);
}

/*
 * What happened while the step was under way may have come before or after it had its effect. But
 * what is taken away before its buffer is provided cannot be stored into afterwards.
 */
static void expect_end(const struct reference *ref, const struct background *thread,
		       struct expected *expected)
{
	const struct expected *early = &thread->expected;
	const struct rules *rules = &history_rules[thread->step.op];
	bool store = step_stores(&thread->step) && thread->step.held;
	unsigned int i;

	expect_now(ref, &thread->step, expected);
	if (rules->needs_block && !accessible(ref, &thread->step))
		expect_result(expected, -EFAULT, MEM_2);
	for (i = 0; i < early->n; i++)
		if (early->result[i].ret || !store)
			expect_result(expected, early->result[i].ret, early->result[i].clause);
	memcpy(expected->early, early->cell, sizeof(expected->early));
	expected->cells &= early->cells;
	if (thread->step.op == STEP_LOG_GET)
		memcpy(expected->log, early->log, sizeof(expected->log));
}

void reference_expect(const struct reference *ref, const struct step *step,
		      struct expected *expected)
{
	if (step->op == STEP_FINISH) {
		expect_end(ref, &ref->thread[step->thread], expected);
	} else if (step->thread) {
		memset(expected, 0, sizeof(*expected));
		expect_result(expected, 0, RUN_1);
	} else {
		expect_now(ref, step, expected);
		memcpy(expected->early, expected->cell, sizeof(expected->early));
	}
}

static void begin_background(struct reference *ref, unsigned int number, const struct step *step)
{
	struct background *thread = &ref->thread[step->thread];

	*thread = (struct background){ .busy = true, .number = number, .step = *step };
	expect_now(ref, step, &thread->expected);
	if (step->op == STEP_SLOT_DELETE)
		ref->slot[step->slot].going = true;
	if (step->target == LOGICAL || step->op == STEP_RUN || step->op == STEP_RUN_LOOP)
		ref->vcpu = true;
}

void reference_record(struct reference *ref, unsigned int number, const struct expected *expected,
		      const struct seen *seen)
{
	const struct step *step = &ref->history->step[number];
	bool right = expected_result(expected, seen->ret);

	if (step->op == STEP_FINISH) {
		ref->thread[step->thread].busy = false;
		number = ref->thread[step->thread].number;
		step = &ref->thread[step->thread].step;
	} else if (step->thread) {
		begin_background(ref, number, step);
		return;
	}
	if (history_rules[step->op].record)
		history_rules[step->op].record(ref, number, step, seen, right);
}

void reference_forget(struct reference *ref, const struct step *step)
{
	unsigned int cells = step_stores(step) ? extent_cells(step->extent) : 0;

	block_forget(block_of_step(ref, step, 0), cells);
	if (cells >> CELLS && step->block + 1U < ref->slot[step->slot].blocks)
		block_forget(block_of_step(ref, step, 1), cells >> CELLS);
}

void reference_predict(const struct reference *ref, const struct step *step,
		       const struct expected *expected, struct seen *seen)
{
	uint64_t old = seen->old;

	(void)ref;
	(void)step;
	memset(seen, 0, sizeof(*seen));
	seen->ret = expected->n ? expected->result[0].ret : 0;
	memcpy(seen->cell, expected->cell, sizeof(seen->cell));
	seen->old = expected->has_old ? expected->old : old;
	seen->key = expected->key;
	memcpy(seen->log, expected->log, sizeof(seen->log));
}
