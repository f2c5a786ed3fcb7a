// SPDX-License-Identifier: GPL-2.0-only
/*
 * What runs in other threads while requests are made.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "guest/layout.h"
#include "host/subjects/kvm/concurrent.h"
#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/slots.h"
#include "host/subjects/kvm/vcpu.h"
#include "host/subjects/kvm/warm.h"
#include "lib/abi/arg.h"
#include "lib/arch/bytes.h"
#include "lib/arch/lowcore.h"

_Static_assert(LAYOUT_SLED == PAYLOAD_SLED, "LAYOUT_COUNTER is not where the payload counts");

extern const uint8_t payload_counter[], payload_counter_end[];

struct concurrent {
	struct guest *guest;
	const struct plan *plan;
	pthread_t thread;
	_Atomic bool stop;
	uint8_t low[LOWCORE_USED];	/* saved content of low core */
	char why[WHY_MAX];	/* why the thread failed, or empty */
};

/* A number as long as an operand can be, big-endian in storage. */
static unsigned __int128 load(const uint8_t *p, unsigned int n)
{
	unsigned __int128 v = 0;

	while (n--)
		v = v << 8 | *p++;
	return v;
}

static void store(uint8_t *p, unsigned int n, unsigned __int128 v)
{
	for (; n--; v >>= 8)
		p[n] = (uint8_t)v;
}

/*
 * One thread of RACE_THREADS. The first old value is a guess; when the comparison fails, the kernel
 * replaces it by the current value.
 */
static void *add(void *arg)
{
	const struct concurrent *race = arg;
	const struct request *r = &race->plan->request;
	uint8_t old[MEMOP_CMPXCHG_MAX] = { 0 }, guess[MEMOP_CMPXCHG_MAX], new[MEMOP_CMPXCHG_MAX];
	struct memop_arg memop = {
		.op = MEMOP_ABSOLUTE_CMPXCHG, .gaddr = r->gaddr, .size = r->size,
		.buf = (uintptr_t)new, .old_addr = (uintptr_t)old,
	};
	unsigned int done = 0, tries = 0;
	int ret;

	while (done < RACE_ROUNDS) {
		memcpy(guess, old, sizeof(guess));
		store(new, r->size, load(old, r->size) + 1);
		/* On a machine with one CPU, the threads would not interfere otherwise. */
		if (tries++ % 4 == 0)
			sched_yield();
		ret = ioctl(race->guest->vm, MEMOP_IOCTL, &memop);
		if (ret && !(ret == -1 && errno == EAGAIN && oracle_may_give_up(r)))
			return (void *)(intptr_t)(ret == -1 ? -errno : ret);
		if (!ret && !memcmp(guess, old, r->size)) {
			done++;
			memcpy(old, new, r->size);
		}
	}
	return NULL;
}

int concurrent_add(struct guest *guest, struct outcome *outcome, char *why)
{
	pthread_t threads[RACE_N_THREADS];
	unsigned int i, n;
	intptr_t ret = 0;
	int error = 0;
	void *one;

	for (n = 0; n < RACE_N_THREADS && !error; n += !error)
		error = pthread_create(&threads[n], NULL, add, guest->concurrent);
	for (i = 0; i < n; i++) {
		pthread_join(threads[i], &one);
		ret = one ? (intptr_t)one : ret;
	}
	outcome->ret = ret < 0 ? -1 : (int)ret;
	outcome->err = ret < 0 ? (int)-ret : 0;
	errno = error;
	return error ? vm_fail(why, "cannot start a thread") : 0;
}

/*
 * RACE_VCPU: enter the guest, and reenter it until it is told to stop. A host page fault that the
 * emulated machine presents to the guest makes it leave the payload early.
 */
static void *run(void *arg)
{
	static const struct psw entry = { .mask = PSW_AMODE_64,
					  .addr = LAYOUT_COUNTER - LAYOUT_SLED };
	struct concurrent *race = arg;
	char why[WHY_MAX];

	do
		vcpu_run(race->guest, entry, 0, ICPT_NONE, why);
	while (!race->stop);
	return NULL;
}

/*
 * RACE_STATE: switch between the two states of the plan. The thread stops only after an even number
 * of turns, when the plan's own state is staged.
 */
static void *change(void *arg)
{
	struct concurrent *race = arg;
	const struct state *states[] = { &race->plan->other, &race->plan->state };
	struct guest *guest = race->guest;
	unsigned int turn, i;

	for (turn = 0; !race->why[0] && (!race->stop || turn % 2); turn++) {
		const struct state *s = states[turn % 2];

		for (i = 0; i < s->n_keys; i++)
			keys_set_one(guest, s->keys[i].block, s->keys[i].key, race->why);
		if (s->absent != states[!(turn % 2)]->absent)
			slots_move(guest, states[!(turn % 2)]->absent, s->absent, race->why);
		sched_yield();
	}
	return NULL;
}

/*
 * Where KVM runs on an emulated machine, the payload may get a spurious protection exception (see
 * warm.h). The program new PSW makes it wait then, and run() enters it again. concurrent_stop()
 * restores low core.
 */
static int put_counter(struct concurrent *race, char *why)
{
	struct guest *guest = race->guest;
	uint8_t *page = memory_at(&guest->live, LAYOUT_COUNTER - LAYOUT_SLED, PAGE_SIZE);
	uint8_t *low = memory_at(&guest->live, 0, LOWCORE_USED);

	memcpy(page, payload_counter, (size_t)(payload_counter_end - payload_counter));
	memcpy(race->low, low, LOWCORE_USED);
	be_store(low + LOWCORE_PGM_NEW_PSW, 8, PSW_WAIT | PSW_AMODE_64);
	be_store(low + LOWCORE_PGM_NEW_PSW + 8, 8, 0);
	if (!guest->emulated)
		return 0;
	/* The payload stores into its block, the exception into low core. */
	return warm_area(guest, LAYOUT_COUNTER, why) || warm_area(guest, 0, why) ? -1 : 0;
}

int concurrent_start(struct guest *guest, const struct plan *plan, char *why)
{
	struct concurrent *race = calloc(1, sizeof(*race));

	if (!race)
		return vm_fail(why, "memory");
	*race = (struct concurrent){ .guest = guest, .plan = plan };
	guest->concurrent = race;
	if (plan->request.race == RACE_THREADS)
		return 0;
	if (plan->request.race == RACE_VCPU && put_counter(race, why))
		return -1;
	errno = pthread_create(&race->thread, NULL, plan->request.race == RACE_VCPU ? run : change,
			       race);
	return errno ? vm_fail(why, "cannot start a thread") : 0;
}

int concurrent_stop(struct guest *guest, char *why)
{
	struct concurrent *race = guest->concurrent;
	uint8_t *page = memory_at(&guest->live, LAYOUT_COUNTER - LAYOUT_SLED, PAGE_SIZE);
	bool failed;

	race->stop = true;
	if (race->plan->request.race == RACE_VCPU)
		be_store(page + COUNTER_STOP, 8, 1);
	if (race->plan->request.race != RACE_THREADS)
		pthread_join(race->thread, NULL);
	if (race->plan->request.race == RACE_VCPU)
		memcpy(memory_at(&guest->live, 0, LOWCORE_USED), race->low, LOWCORE_USED);
	failed = race->why[0];
	if (failed)
		memcpy(why, race->why, WHY_MAX);
	guest->concurrent = NULL;
	free(race);
	return failed ? -1 : 0;
}
