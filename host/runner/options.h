/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a run is told to do. The command line fills it in.
 */
#ifndef HOST_RUNNER_OPTIONS_H
#define HOST_RUNNER_OPTIONS_H

#include "host/subjects/subject.h"
#include "lib/case/selection.h"

/* A fault of the runner's own, made on purpose to test it. */
enum fault { FAULT_NONE, FAULT_CRASH, FAULT_HANG, FAULT_LOSE, FAULT_EXIT };

struct options {
	struct selection selection;
	const struct subject *subject;
	enum stage stage;
	const char *journal;		/* write the journal here and report nothing */
	const char *results;		/* or make a folder here, with the journal and the reports */
	const char *level;		/* behaviour level, instead of that of the kernel's release */
	unsigned int case_timeout;	/* seconds */
	unsigned int chunk;		/* cases */
	unsigned int required;		/* enum need_bit, or-ed: cases must not be skipped for these */
	long max_skip;			/* -1: any number */
	bool list, dry_run, verbose;
	bool bench;			/* say how long cases take, and how long the ioctl alone */
	bool clauses, untested;		/* say which clauses the suites test, or which none does */
	bool fail_fast;			/* stop after the chunk with the first unexpected result */
	enum fault fault;
	uint64_t fault_at;		/* number of the case, from 1 */
	char echo[512];			/* the options, for the record */
};

#endif
