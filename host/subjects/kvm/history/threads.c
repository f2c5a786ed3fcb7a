// SPDX-License-Identifier: GPL-2.0-only
/* Steps in the background, which FINISH ends. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/late.h"
#include "host/subjects/kvm/history/threads.h"

#define STACK_SIZE (64 * 1024)
#define POLL_MS 3		/* between looks at a thread */
#define GO_ON_MS 100		/* for threads that have waited for another one */
#define ASLEEP 5		/* so many looks find a thread that waits asleep */
#define START_MS 300		/* for a thread to wait, if it does not wait for memory */
#define LOOP_MS 50		/* for a vCPU to run */
#define END_MS 20000		/* for a thread to end, or to wait for memory */

struct thread {
	pthread_t id;
	bool started;		/* and not yet joined */
	_Atomic int tid;
	_Atomic bool ended;
	struct world *world;
	const struct step *step;
	step_fn *fn;
	struct seen seen;
	int failed;
	char why[WHY_MAX];
	uint8_t *stack;
	uint8_t *buffer;	/* two pages */
	uint8_t *held;		/* two pages, the second of which is missing */
};

struct threads {
	struct thread thread[THREADS_MAX];
};

static void ignore(int number)
{
	(void)number;
}

static bool wanted(const struct history *history)
{
	unsigned int i;

	for (i = 0; i < history->n; i++)
		if (history->step[i].thread)
			return true;
	return false;
}

int threads_make(struct world *world, char *why)
{
	/* Without SA_RESTART, so that KVM_RUN ends with EINTR. */
	const struct sigaction action = { .sa_handler = ignore };
	uint8_t *memory;
	unsigned int i;

	if (!wanted(world->history))
		return 0;
	memory = area_memory(world, THREADS_MAX * (STACK_SIZE + 2 * THREADS_BUFFER), why);
	if (!memory)
		return -1;
	world->threads = calloc(1, sizeof(*world->threads));
	if (!world->threads || sigaction(SIGUSR1, &action, NULL))
		return vm_fail(why, "background threads");
	for (i = 0; i < THREADS_MAX; i++) {
		struct thread *thread = &world->threads->thread[i];

		thread->world = world;
		thread->stack = memory;
		thread->buffer = memory + STACK_SIZE;
		thread->held = thread->buffer + THREADS_BUFFER;
		memory = thread->held + THREADS_BUFFER;
	}
	return 0;
}

uint8_t *threads_buffer(const struct world *world, const struct step *step)
{
	const struct thread *thread;

	if (!step->thread)
		return world->buffer;
	thread = &world->threads->thread[step->thread - 1];
	if (!step->held)
		return thread->buffer;
	return step->op == STEP_LOG_GET ? thread->held : thread->held + PAGE_SIZE;
}

static void *make_step(void *arg)
{
	struct thread *thread = arg;

	thread->tid = gettid();
	thread->failed = thread->fn(thread->world, thread->step, &thread->seen, thread->why);
	thread->ended = true;
	return NULL;
}

/* Is the thread in state S or D? See proc_pid_stat(5); the state is after the name. */
static bool sleeps(int tid)
{
	char path[64], stat[512];
	const char *name_end;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	stat[n > 0 ? n : 0] = 0;
	name_end = strrchr(stat, ')');
	return name_end && (name_end[2] == 'S' || name_end[2] == 'D');
}

static void wait_ms(unsigned int ms)
{
	const struct timespec time = { .tv_nsec = ms * 1000000L };

	nanosleep(&time, NULL);
}

/*
 * Return when the thread has ended or waits: for memory, of which the userfaultfd tells; or for
 * something else, when it is found asleep again and again. A thread that does neither goes on in
 * the background.
 */
static void settle(const struct thread *thread, unsigned int faults)
{
	unsigned int waited, asleep = 0, limit = START_MS;

	if (thread->step->op == STEP_RUN_LOOP)
		limit = LOOP_MS;
	else if (late_holds(thread->world))
		limit = END_MS;
	for (waited = 0; waited < limit && asleep < ASLEEP; waited += POLL_MS) {
		if (thread->ended || late_faults(thread->world) != faults)
			return;
		asleep = thread->tid && sleeps(thread->tid) ? asleep + 1 : 0;
		wait_ms(POLL_MS);
	}
}

static int create(struct thread *thread)
{
	pthread_attr_t attr;
	int error = pthread_attr_init(&attr);

	if (error)
		return error;
	error = pthread_attr_setstack(&attr, thread->stack, STACK_SIZE);
	if (!error)
		error = pthread_create(&thread->id, &attr, make_step, thread);
	pthread_attr_destroy(&attr);
	return error;
}

int threads_start(struct world *world, const struct step *step, step_fn *fn, struct seen *seen,
		  char *why)
{
	struct thread *thread = &world->threads->thread[step->thread - 1];
	unsigned int faults = late_faults(world);

	if (thread->started) {
		snprintf(why, WHY_MAX, "step %u: background thread %u already runs",
			 world_number(world, step), step->thread);
		return -1;
	}
	if (step->held && late_hold(world, thread->held + PAGE_SIZE, why))
		return -1;
	thread->step = step;
	thread->fn = fn;
	thread->seen = *seen;
	thread->failed = 0;
	thread->tid = 0;
	thread->ended = false;
	errno = create(thread);
	if (errno)
		return vm_fail(why, "cannot start a thread");
	thread->started = true;
	settle(thread, faults);
	seen->ret = 0;
	return 0;
}

/* Wait for the end of a thread; a signal makes a vCPU leave the guest. */
static int join(struct thread *thread, bool signal)
{
	struct timespec until;
	unsigned int waited;

	for (waited = 0; waited < END_MS; waited += POLL_MS) {
		if (signal)
			pthread_kill(thread->id, SIGUSR1);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += POLL_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		if (!pthread_timedjoin_np(thread->id, NULL, &until)) {
			thread->started = false;
			return 0;
		}
	}
	return -1;
}

/* What a held buffer contains: the operand of the step, if it has one that the kernel reads. */
static int provide_buffer(struct world *world, const struct thread *thread, char *why)
{
	_Alignas(uint64_t) uint8_t content[PAGE_SIZE] = { 0 };
	const struct step *step = thread->step;

	if (step->op == STEP_REQUEST && step->access != READ)
		history_fill(world->history, world_number(world, step), step->extent, content);
	if (step->op == STEP_REQUEST && step->access == CMPXCHG)
		*request_held_old(content) = request_old(step, &thread->seen);
	if (step->op == STEP_KEY_SET)
		content[0] = (uint8_t)step->key;
	if (step->op == STEP_USAGE_SET)
		content[0] = step->arg;
	return late_give(world, thread->held + PAGE_SIZE, content, why);
}

/*
 * What has waited for the thread that ended, such as the deletion of a memslot, goes on to where it
 * waits next. It was asleep before, too, so only time tells.
 */
static void let_others_go_on(struct world *world)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < THREADS_MAX; i++)
		any |= world->threads->thread[i].started;
	if (any)
		wait_ms(GO_ON_MS);
}

int step_finish(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	struct thread *thread = &world->threads->thread[step->thread - 1];

	if (!thread->started) {
		snprintf(why, WHY_MAX, "step %u: background thread %u does not run",
			 world_number(world, step), step->thread);
		return -1;
	}
	if (thread->step->held && provide_buffer(world, thread, why))
		return -1;
	if (join(thread, thread->step->op == STEP_RUN_LOOP)) {
		snprintf(why, WHY_MAX, "step %u, in the background, does not end",
			 world_number(world, thread->step));
		return -1;
	}
	let_others_go_on(world);
	*seen = thread->seen;
	if (thread->failed)
		memcpy(why, thread->why, WHY_MAX);
	return thread->failed;
}

bool threads_end(struct world *world)
{
	bool ended = true;
	unsigned int i;

	if (!world->threads)
		return true;
	for (i = 0; i < THREADS_MAX; i++)
		if (world->threads->thread[i].started && join(&world->threads->thread[i], true))
			ended = false;
	if (ended)
		free(world->threads);
	return ended;
}
