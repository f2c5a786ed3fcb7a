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

struct shared {
	_Atomic uint64_t progress;	/* grows with every case begun or done */
	_Atomic bool in_case;
	unsigned int suite;		/* in_case: the current case */
	uint64_t index;
	struct cursor next;		/* where to go on if this worker dies: behind the current case */
	_Atomic size_t text_len;	/* complete lines for the journal */
	char text[SHARED_TEXT];
	struct { uint64_t n, ns[PARTS]; } bench[SUITES_MAX];	/* of each suite, cases tried, and what they took */
	char why[WHY_MAX];		/* why the worker gave up */
};

/* How a worker ends, besides 0 when it is at the end of the cases. */
#define WORKER_GAVE_UP 3		/* see shared.why */

/* Sent by the worker when a chunk is complete; it goes on when it gets it back. */
#define CHUNK_DONE 'c'

/*
 * Try cases from shared->next to the end of the selection, chunk by chunk. channel is the worker's end of a socket pair.
 * Does not return.
 */
void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel) __attribute__((noreturn));

#endif
