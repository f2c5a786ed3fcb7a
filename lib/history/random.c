// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random histories: weighted steps on a few blocks, so that later steps meet what earlier ones did.
 */
#include "lib/arch/skey.h"
#include "lib/base/random.h"
#include "lib/history/random.h"
#include "lib/history/reference.h"

#define TRIES 20	/* steps to draw before one that makes sense is given up */

/* How often an operation is drawn, relative to the others. */
static const unsigned char weights[STEP_OPS] = {
	[STEP_REQUEST] = 60, [STEP_LOAD] = 5, [STEP_STORE] = 10,

	[STEP_PROTECT_NONE] = 3, [STEP_PROTECT_READ] = 3, [STEP_PROTECT_BACK] = 6,
	[STEP_UNMAP] = 2, [STEP_MAP_AGAIN] = 5, [STEP_MAP_ANONYMOUS] = 1, [STEP_MAP_SHARED] = 1,
	[STEP_MAP_PRIVATE] = 1, [STEP_REMAP] = 2, [STEP_DONTNEED] = 4, [STEP_LATE] = 3,

	[STEP_POPULATE] = 3, [STEP_COLLAPSE] = 3, [STEP_SPLIT] = 2, [STEP_PAGEOUT] = 6,
	[STEP_COLD] = 2, [STEP_AGE] = 6, [STEP_COMPACT] = 1, [STEP_MERGE] = 1, [STEP_LOCK] = 2,
	[STEP_FORK] = 2, [STEP_FORK_STAY] = 1,

	[STEP_SLOT_DELETE] = 3, [STEP_SLOT_CREATE] = 8, [STEP_SLOT_CREATE_OTHER] = 2,
	[STEP_SLOT_MOVE] = 2, [STEP_LOG_ON] = 2, [STEP_LOG_OFF] = 1, [STEP_LOG_GET] = 12,

	[STEP_KEY_SET] = 8, [STEP_KEY_GET] = 6, [STEP_USAGE_SET] = 4, [STEP_USAGE_GET] = 1,
	[STEP_MIGRATION_START] = 1, [STEP_MIGRATION_STOP] = 1,

	[STEP_LIMIT] = 1, [STEP_VM_NEW] = 1, [STEP_VM_KEYLESS] = 1, [STEP_VM_OTHER] = 2, [STEP_RUN] = 3,
	[STEP_RUN_LOOP] = 1, [STEP_STORE_STATUS] = 2, [STEP_FINISH] = 4,
};

/* Neighbours, and both ends of the megabyte. */
static const uint16_t blocks[] = { 0, 1, 2, 3, 7, 128, 254, 255 };
static const uint16_t lengths[] = { 1, 1, 1, 2, 4, 16 };
static const int access_keys[] = { NO_KEY, NO_KEY, 0, 3, 9, 9 };
static const uint8_t accs[] = { 0, 3, 9, 15 };

#define PICK(seed, table) ((table)[random_below((seed), ARRAY_SIZE(table))])

static enum step_op random_op(uint64_t *seed)
{
	unsigned int sum = 0, op, at;

	for (op = 0; op < STEP_OPS; op++)
		sum += weights[op];
	at = random_below(seed, sum);
	for (op = 0; at >= weights[op]; op++)
		at -= weights[op];
	return op;
}

static bool maps_whole_pages(enum step_op op)
{
	return op >= STEP_PROTECT_NONE && op <= STEP_DONTNEED;
}

static bool has_one_block(enum step_op op)
{
	return op == STEP_REQUEST || op == STEP_LOAD || op == STEP_VM_OTHER || op == STEP_RUN ||
	       op == STEP_STORE_STATUS;
}

static uint8_t random_slot(uint64_t *seed, const struct history *history)
{
	if (history->small && random_one_in(seed, 6))
		return SLOT_SMALL;
	return random_one_in(seed, 3) ? SLOT_SECOND : SLOT_FIRST;
}

static struct step random_step(uint64_t *seed, const struct history *history)
{
	struct step step = {
		.op = random_op(seed), .slot = random_slot(seed, history),
		.block = PICK(seed, blocks), .n = PICK(seed, lengths), .key = NO_KEY,
	};

	if (step.slot == SLOT_SMALL)
		step.block %= 16;
	if (history->memory == HOST_HUGETLB && step.slot < SLOT_BIG && maps_whole_pages(step.op)) {
		step.block = 0;
		step.n = SLOT_BLOCKS;
	}
	step.target = random_one_in(seed, 4) ? LOGICAL : ABSOLUTE;
	step.access = random_one_in(seed, 8) ? CMPXCHG : random_one_in(seed, 2) ? READ : WRITE;
	step.extent = random_below(seed, EXTENTS);
	step.arg = (uint8_t)random_below(seed, 4);
	if (has_one_block(step.op))
		step.n = 1;
	if (step.op == STEP_REQUEST) {
		step.check = random_one_in(seed, 6);
		step.key = PICK(seed, access_keys);
	} else if (step.op == STEP_KEY_SET) {
		step.key = skey_make(PICK(seed, accs), random_one_in(seed, 2));
	}
	if (step.access == CMPXCHG) {
		step.target = ABSOLUTE;
		step.extent = EXTENT_DOUBLEWORD;
		step.arg %= 2;
	}
	if (step.extent == EXTENT_ACROSS && step.op != STEP_REQUEST)
		step.extent = EXTENT_HALF;
	if (step.op == STEP_LATE)
		step.arg = LATE_SERVED;
	if (step.op == STEP_RUN_LOOP || step.op == STEP_FINISH)
		step.thread = 1;
	return step;
}

/* A step that makes sense now; false if none is found. */
static bool random_possible_step(uint64_t *seed, const struct reference *ref, struct step *step)
{
	unsigned int i;

	for (i = 0; i < TRIES; i++) {
		*step = random_step(seed, ref->history);
		if (reference_can(ref, step))
			return true;
	}
	return false;
}

void history_random(struct history *history, uint64_t seed, unsigned int n)
{
	static struct reference ref;
	struct expected expected;
	struct seen seen = { 0 };
	struct step step;

	reference_begin(&ref, history);
	while (n-- && random_possible_step(&seed, &ref, &step)) {
		history->step[history->n++] = step;
		reference_expect(&ref, &step, &expected);
		reference_predict(&ref, &step, &expected, &seen);
		reference_record(&ref, history->n - 1, &expected, &seen);
	}
	/* A vCPU that loops must be stopped. */
	if (ref.thread[1].busy)
		history_add(history, STEP_FINISH, 0)->thread = 1;
}
