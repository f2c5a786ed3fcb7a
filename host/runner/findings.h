/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is found out about a run as a whole. Each kind is one `run` line of the journal: the first
 * time with its description. What else is found of the same kind becomes a note, and is only
 * counted after a few of these.
 */
#ifndef HOST_RUNNER_FINDINGS_H
#define HOST_RUNNER_FINDINGS_H

#include "lib/base/text.h"
#include "lib/journal/journal.h"

enum finding {
	FINDING_KERNEL_LOG,	/* the kernel complained in its log */
	FINDING_TEARDOWN,	/* a worker died or hung while it destroyed its last guest */
	FINDING_OUTSIDE_CASE,	/* or anywhere else outside of a case */
	FINDING_STRAY,		/* storage changed where it should not, but only once */
	FINDING_LOST,		/* so many cases in a row were lost that the run was given up */
	FINDING_REQUIRED,	/* something that --require names is missing */
	FINDING_SKIPS,		/* more cases were skipped than --max-skip allows */
	FINDING_MACHINE,	/* the machine cannot run guests: nothing was tried */
	FINDING_SHARD,		/* the shard holds no case: there was nothing to try */
	FINDINGS,
};

struct findings {
	unsigned int n[FINDINGS];
	unsigned int unexpected;	/* of all kinds: each makes the run fail */
};

/* Write it to text. lines: the description, each line with its end. */
void findings_add(struct findings *findings, struct text *text, enum finding kind,
		  enum verdict verdict, const char *lines);

/* Notes on what was counted only. */
void findings_end(const struct findings *findings, struct text *text);

#endif
