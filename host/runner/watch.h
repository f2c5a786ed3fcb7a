/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One worker process, from its fork to its end.
 */
#ifndef HOST_RUNNER_WATCH_H
#define HOST_RUNNER_WATCH_H

#include <sys/types.h>

#include "host/runner/shared.h"

struct watch {
	const struct shared *shared;
	pid_t pid;
	int channel;			/* the supervisor's end of a socket pair */
	unsigned int timeout_ms;	/* a worker without progress for this time hangs */
	uint64_t progress, since_ms;	/* shared->progress, and when it changed */
};

enum watch_event {
	WATCH_CHUNK,		/* a chunk is complete; the worker waits for watch_go_on() */
	WATCH_LEFT,		/* the worker closed its channel: it has ended or is about to */
	WATCH_HUNG,
	WATCH_SIGNAL,		/* the run must stop: see signal_caught */
};

/* How a worker ended. */
struct ending {
	bool hung;		/* it had to be killed */
	bool stuck;		/* and could not be killed: it is stuck in the kernel */
	int status;		/* if it did not hang: as from waitpid(2) */
	char stacks[4096];	/* hung: lines that say where in the kernel its threads were */
};

/* Fork a worker. Returns 0, or -1 with errno set. */
int watch_start(struct watch *watch, const struct options *options, struct facts *facts,
		struct shared *shared, struct memory *fresh);

enum watch_event watch_wait(struct watch *watch);

/* The results of the chunk are safe. */
void watch_go_on(struct watch *watch);

/* Wait until the worker has ended. Kill it unless the last event was WATCH_LEFT. */
void watch_end(struct watch *watch, enum watch_event last, struct ending *ending);

#endif
