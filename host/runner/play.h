/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One run of a history, up to its first unknown deviation, in a process of its own: before Linux 7.0
 * storage keys, and what excludes CMMA, belong to the process and not to the VM.
 */
#ifndef HOST_RUNNER_PLAY_H
#define HOST_RUNNER_PLAY_H

#include "host/runner/session.h"
#include "lib/outcome/deviation.h"

/* How a run of a history ended. */
struct play {
	bool failed;
	unsigned int step;		/* failed: the number of the step */
	struct deviation deviation;	/* of that step */
	uint32_t described;		/* checksum of the first difference, in words */
	int known;			/* else: row of known.txt of the first known one, or -1 */
	struct deviation first;		/* and that deviation */
};

/*
 * Run the steps of a history that are not left out and that reference_can() allows, in a new world.
 * A known deviation is noted, and the run goes on. text, unless it is NULL, gets the list of steps
 * with their results, and a description of the step that failed.
 */
struct play play_history(struct session *w, struct history *history, const bool *left_out,
			 struct text *text);

#endif
