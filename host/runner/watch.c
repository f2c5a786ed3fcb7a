// SPDX-License-Identifier: GPL-2.0-only
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/runner/progress.h"
#include "host/runner/signals.h"
#include "host/runner/stack.h"
#include "host/runner/watch.h"

#define TICK_MS 100	/* interval between checks of a worker's progress */
#define GRACE_MS 2000	/* time for a killed worker to end, unless it is stuck in the kernel */

int watch_start(struct watch *watch, const struct options *options, struct facts *facts,
		struct shared *shared, struct memory *fresh)
{
	int channel[2];

	*watch = (struct watch){ .shared = shared, .timeout_ms = 1000 * options->case_timeout };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel))
		return -1;
	fflush(NULL);
	watch->pid = fork();
	if (!watch->pid) {
		close(channel[0]);
		worker(options, facts, shared, fresh, channel[1]);
	}
	close(channel[1]);
	watch->channel = channel[0];
	watch->since_ms = progress_now_ms();
	if (watch->pid < 0)
		close(channel[0]);
	return watch->pid < 0 ? -1 : 0;
}

static bool hangs(struct watch *watch)
{
	uint64_t progress = atomic_load(&watch->shared->progress), now = progress_now_ms();

	if (progress != watch->progress) {
		watch->progress = progress;
		watch->since_ms = now;
	}
	return now - watch->since_ms > watch->timeout_ms;
}

enum watch_event watch_wait(struct watch *watch)
{
	struct pollfd fd = { .fd = watch->channel, .events = POLLIN };
	char byte;

	while (!signal_caught) {
		if (poll(&fd, 1, TICK_MS) > 0)
			return read(watch->channel, &byte, 1) == 1 ? WATCH_CHUNK : WATCH_LEFT;
		if (hangs(watch))
			return WATCH_HUNG;
	}
	return WATCH_SIGNAL;
}

void watch_go_on(struct watch *watch)
{
	char byte = CHUNK_DONE;

	/* If the worker has ended, the next watch_wait() notices. */
	if (write(watch->channel, &byte, 1) != 1)
		return;
	watch->since_ms = progress_now_ms();
}

/* Wait for the worker to end, at most this time. */
static bool reap(pid_t pid, int *status, unsigned int max_ms)
{
	uint64_t since = progress_now_ms();
	pid_t got;

	while ((got = waitpid(pid, status, WNOHANG)) == 0 &&
	       progress_now_ms() - since < max_ms)
		usleep(1000);
	return got == pid;
}

/* Of the worker, and of the process that runs a history for it. */
static void describe_stacks(const struct watch *watch, struct text *stacks)
{
	pid_t player = atomic_load(&watch->shared->player);

	stack_describe(watch->pid, stacks);
	if (player)
		stack_describe(player, stacks);
}

void watch_end(struct watch *watch, enum watch_event last, struct ending *ending)
{
	struct text stacks = TEXT_IN(ending->stacks);

	ending->hung = ending->stuck = false;
	ending->status = 0;
	ending->stacks[0] = 0;
	if (last != WATCH_LEFT || !reap(watch->pid, &ending->status, watch->timeout_ms)) {
		ending->hung = last == WATCH_HUNG || last == WATCH_LEFT;
		if (ending->hung)
			describe_stacks(watch, &stacks);
		kill(watch->pid, SIGKILL);
		ending->stuck = !reap(watch->pid, &ending->status, GRACE_MS);
	}
	close(watch->channel);
}
