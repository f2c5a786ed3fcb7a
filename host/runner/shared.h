/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that a worker shares with its supervisor, so that nothing is lost when the worker dies.
 */
#ifndef HOST_RUNNER_SHARED_H
#define HOST_RUNNER_SHARED_H

#include <stdatomic.h>
#include <sys/types.h>

#include "host/runner/options.h"

#define SHARED_TEXT (1 << 20)
#define RECORD_MAX (1 << 14)	/* the longest description of a case; the rest is cut off */

/*
 * --bench: the parts of the time of a case. Everything that a worker does belongs to one of them.
 */
enum part {
	PART_PLAN,		/* select the next case, and build its state and request */
	PART_STAGE,
	PART_ORACLE,
	PART_CALL,		/* the ioctl alone */
	PART_OBSERVE,		/* set up what surrounds the request, and read the outcome */
	PART_COMPARE,		/* compare, and restore storage */
	PART_RECORD,
	PART_CHUNK,		/* compare all of storage, and wait until results are on disk */
	PARTS,
};

/* What a worker is doing: says where it died or hung. */
enum doing {
	DOING_START,		/* making its first guest */
	DOING_CASE,		/* running the case of shared->suite and index */
	DOING_COMPARE,		/* comparing all of storage after a chunk */
	DOING_TEARDOWN,		/* after all cases: destroying its last guest */
	DOING_EXIT,		/* exiting */
};

struct shared {
	_Atomic uint64_t progress;	/* grows when a case begins or ends */
	_Atomic enum doing doing;
	_Atomic pid_t player;		/* the process that runs a history, or 0 (play.c) */
	_Atomic bool destroying;	/* DOING_CASE: destroying the previous guest */
	unsigned int suite;		/* the current case, or the last one */
	uint64_t index;
	struct cursor next;		/* where the next worker continues */
	_Atomic size_t text_len;	/* complete lines for the journal */
	char text[SHARED_TEXT];
	struct { uint64_t n, ns[PARTS]; } bench[SUITES_MAX];	/* of each suite */
	uint64_t partly_tried[NEEDS];	/* sequences run without the steps that need needs[i] */
	char stray[1024];		/* an unexpected store of an unknown case, or empty */
	char why[WHY_MAX];		/* why the worker gave up */
	char steps[RECORD_MAX];		/* of the history that is being played, or empty (play.c) */
};

/* The exit status of a worker that could not test; 0 after the last case. */
#define WORKER_GAVE_UP 3		/* shared.why has the reason */

/* The worker sends it after each chunk, and continues when the supervisor has sent it back. */
#define CHUNK_DONE 'c'

/*
 * Run the cases from shared->next to the end of the selection, chunk by chunk. channel is the
 * worker's end of a socket pair. Does not return.
 */
void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel) __attribute__((noreturn));

#endif
