// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dirty log is fetched while another thread stores. User space copies the block when it is
 * logged, as for a live migration: when the stores have ended and the log was fetched once more, the
 * copy must be the block.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <time.h>

#include "host/subjects/kvm/history/steps.h"
#include "lib/abi/arg.h"

#define RACE_MS 400
#define ROUND_MS 20

struct log_race {
	struct world *world;
	const struct step *step;
	_Atomic bool stop;
	volatile const uint64_t *last;	/* the last doubleword of the block */
	uint64_t value, copy;		/* what was stored and copied at last */
	int stored, fetched;		/* the last result of the writer and of the fetches */
};

static void *store(void *arg)
{
	struct log_race *race = arg;
	uint64_t block[PAGE_SIZE / sizeof(uint64_t)];
	struct memop_arg memop = {
		.op = MEMOP_ABSOLUTE_WRITE,
		.gaddr = world_addr(race->world, race->step),
		.size = sizeof(block),
		.buf = (uintptr_t)block,
	};

	memset(block, 0, sizeof(block));
	while (!race->stop && !race->stored) {
		block[PAGE_SIZE / sizeof(uint64_t) - 1] = ++race->value;
		race->stored = world_result(ioctl(race->world->vm, MEMOP_IOCTL, &memop));
	}
	return NULL;
}

/* Fetch the log; copy the block if it is there. */
static void fetch(struct log_race *race)
{
	uint8_t *bits = race->world->buffer;
	struct kvm_dirty_log log = { .slot = race->step->slot, .dirty_bitmap = bits };
	unsigned int block = race->step->block;

	race->fetched = world_result(ioctl(race->world->vm, KVM_GET_DIRTY_LOG, &log));
	if (!race->fetched && bits[block / 8] >> block % 8 & 1)
		race->copy = *race->last;
}

static unsigned int now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (unsigned int)(time.tv_sec * 1000 + time.tv_nsec / 1000000);
}

/*
 * A round: fetch while the other thread stores, some times after it was told to stop, and when it
 * has stopped. Returns 0 or an error number.
 */
static int make_round(struct log_race *race)
{
	unsigned int began = now_ms(), i;
	pthread_t thread;
	int error;

	race->stop = false;
	error = pthread_create(&thread, NULL, store, race);
	if (error)
		return error;
	while (now_ms() - began < ROUND_MS)
		fetch(race);
	race->stop = true;
	for (i = 0; i < 3; i++)
		fetch(race);
	pthread_join(thread, NULL);
	fetch(race);
	return 0;
}

int step_log_race(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *end = world_block(world, step) + PAGE_SIZE;
	struct log_race race = {
		.world = world,
		.step = step,
		.last = (const uint64_t *)(end - sizeof(uint64_t)),
	};
	unsigned int began = now_ms();

	race.copy = *race.last;
	memset(world->buffer, 0, 2 * PAGE_SIZE);
	while (!seen->ret && now_ms() - began < RACE_MS) {
		errno = make_round(&race);
		if (errno)
			return vm_fail(why, "cannot start a thread");
		seen->ret = race.stored ? race.stored : race.fetched;
		if (race.copy == *race.last)
			continue;
		seen->lost++;
		race.copy = *race.last;
	}
	return 0;
}
