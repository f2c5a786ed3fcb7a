/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of a run. host/commands/command_line.c sets them.
 */
#ifndef HOST_RUNNER_OPTIONS_H
#define HOST_RUNNER_OPTIONS_H

#include "host/subjects/subject.h"
#include "lib/case/selection.h"

/* A fault in the runner itself, to test how it is handled. */
enum fault {
	FAULT_NONE,
	FAULT_CRASH,		/* in a case: die of a signal */
	FAULT_HANG,		/* wait forever */
	FAULT_LOSE,		/* give up the guest */
	FAULT_EXIT,		/* leave with exit code 0 */
	FAULT_STRAY,		/* store outside of the operand, each time the case is tried */
	FAULT_STRAY_ONCE,	/* only the first time */
	FAULT_TEARDOWN,		/* die while the last guest is destroyed */
	FAULT_TEARDOWN_HANG,	/* wait forever at that point */
};

/*
 * Are suites run that may leave the machine unusable? BY_MACHINE: on an emulated machine and with
 * the model.
 */
enum dangerous { DANGEROUS_BY_MACHINE, DANGEROUS_YES, DANGEROUS_NO };

struct options {
	struct selection selection;
	const struct subject *subject;
	enum stage stage;
	const char *journal;		/* write only the journal, to this file */
	const char *results;		/* or a folder, with journal and reports */
	const char *level;		/* instead of that of the running kernel */
	unsigned int case_timeout;	/* seconds */
	uint64_t end_ms;		/* --for: the time of progress_now_ms(), or 0 */
	unsigned int chunk;		/* cases */
	unsigned int required;		/* enum need_bit, or-ed: --require */
	long max_skip;			/* -1: any number */
	enum dangerous dangerous;
	bool seeded;			/* --seed was given */
	bool help, version, list, dry_run, verbose;
	bool bench;			/* report the times of cases and of the ioctl alone */
	bool clauses, untested;		/* print clauses that the suites test, or do not test */
	bool fail_fast;			/* stop after the chunk with the first unexpected result */
	enum fault fault;
	uint64_t fault_at;		/* the case, from 1; 0: outside of cases */
	const char *kernel_log;		/* for tests: read this instead of /dev/kmsg */
	char echo[512];			/* the options in one line, for the record */
	char repeat[512];		/* those that a single case needs, quoted for a shell */
	const char *again;		/* command that repeats cases; NULL: this program */
	const char *expect;		/* file with more rows of known deviations */
	int argc;			/* the command, for the record */
	char **argv;
};

#endif
