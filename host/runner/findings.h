/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Findings about a run as a whole. The first finding of each kind is a `run` line of the journal
 * with a description; the next few of the same kind become notes, and all others are only counted.
 */
#ifndef HOST_RUNNER_FINDINGS_H
#define HOST_RUNNER_FINDINGS_H

#include "lib/base/text.h"
#include "lib/journal/journal.h"

enum finding {
	FINDING_KERNEL_LOG,	/* the kernel complained in its log */
	FINDING_TEARDOWN,	/* a worker died or hung while it destroyed its last guest */
	FINDING_OUTSIDE_CASE,	/* a worker died or hung elsewhere outside of a case */
	FINDING_STRAY,		/* an unexpected store that did not happen again */
	FINDING_LOST,		/* so many cases in a row were lost that the run was given up */
	FINDING_SECURITY,	/* the kernel lacks the fix of a CVE */
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

/* Add a finding to text. lines: the description, each line with its newline. */
void findings_add(struct findings *findings, struct text *text, enum finding kind,
		  enum verdict verdict, const char *lines);

/* Add notes about the findings that were only counted. */
void findings_end(const struct findings *findings, struct text *text);

#endif
