/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that a worker shares with its supervisor, so that nothing is lost when the worker dies.
 */
#ifndef HOST_RUNNER_SHARED_H
#define HOST_RUNNER_SHARED_H

#include <stdatomic.h>

#include "host/runner/options.h"

#define SHARED_TEXT (1 << 20)
#define RECORD_MAX (1 << 14)	/* the longest description of a failed case, more is cut */

/* --bench: the parts of what a case takes. Everything a worker does belongs to one of them. */
enum part {
	PART_PLAN,		/* which case is next, and its state and request */
	PART_STAGE,
	PART_ORACLE,
	PART_CALL,		/* the ioctl alone */
	PART_LOOK,		/* what is arranged around the request, and looked at afterwards */
	PART_JUDGE,		/* compare, and put storage back */
	PART_RECORD,
	PART_CHUNK,		/* compare all of storage, and wait until results are safe */
	PARTS,
};

/* What a worker is doing: so it is known where it died or hung. */
enum doing {
	DOING_START,		/* making its first guest */
	DOING_CASE,		/* trying the case of shared->suite and index */
	DOING_COMPARE,		/* comparing all of storage after a chunk */
	DOING_TEARDOWN,		/* all cases were tried: destroying its last guest */
	DOING_EXIT,		/* leaving */
};

struct shared {
	_Atomic uint64_t progress;	/* grows with every case begun or done */
	_Atomic enum doing doing;
	_Atomic bool destroying;	/* DOING_CASE: the guest of the case before */
	unsigned int suite;		/* the current case, or the last one */
	uint64_t index;
	struct cursor next;		/* where to go on if this worker dies */
	_Atomic size_t text_len;	/* complete lines for the journal */
	char text[SHARED_TEXT];
	struct { uint64_t n, ns[PARTS]; } bench[SUITES_MAX];	/* of each suite */
	uint64_t partly_tried[NEEDS];	/* sequences without the steps that need needs[i] */
	char stray[1024];		/* a store that no case was seen to make, or empty */
	char why[WHY_MAX];		/* why the worker gave up */
};

/* How a worker ends, besides 0 when it is at the end of the cases. */
#define WORKER_GAVE_UP 3		/* see shared.why */

/* Sent by the worker when a chunk is complete; it goes on when it gets it back. */
#define CHUNK_DONE 'c'

/*
 * Try cases from shared->next to the end of the selection, chunk by chunk. channel is the worker's
 * end of a socket pair. Does not return.
 */
void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel) __attribute__((noreturn));

#endif
