/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of a journal.
 */
#ifndef LIB_JOURNAL_RESULTS_H
#define LIB_JOURNAL_RESULTS_H

#include <stdio.h>

#include "lib/journal/journal.h"

struct record {
	const struct suite *suite;
	uint64_t index;
	enum verdict verdict;
	/* The three numbers of the journal's record, whose meaning depends on the verdict. */
	union {
		int ret;		/* pass, fail, xfail: return value of the ioctl */
		unsigned int missing;	/* skip: enum need bits that are not met */
		int signal;		/* crash: signal that ended the process, or 0 */
		int seconds;		/* timeout */
	};
	union {
		int err;		/* pass, fail, xfail: errno if ret is -1 */
		int exit_code;		/* crash without a signal */
	};
	union {
		unsigned int answer;	/* pass: number of the allowed answer, from 0 */
		unsigned int aspects;	/* fail: what differs (enum aspect) */
		unsigned int row;	/* xfail: number of the row (expectation_at()) */
	};
	char *detail;			/* lines of text, or NULL */
};

/* Did the ioctl return, so that ret and err are valid? */
static inline bool record_has_result(const struct record *record)
{
	return record->verdict == VERDICT_PASS || record->verdict == VERDICT_FAIL ||
	       record->verdict == VERDICT_XFAIL;
}

/* A result for the run as a whole. */
struct run_record {
	char *name;
	enum verdict verdict;
	char *detail;			/* lines of text, or NULL */
};

#define RESULTS_META 32
#define RESULTS_NOTES 32
#define RESULTS_RUNS 16

struct results {
	unsigned int n_meta;
	struct { char *key, *value; } meta[RESULTS_META];
	uint64_t planned;
	unsigned int n_notes;
	char *notes[RESULTS_NOTES];
	char *expect;			/* rows of --expect, each ends with a newline; or NULL */
	unsigned int n_runs;
	struct run_record runs[RESULTS_RUNS];
	size_t n, room;
	struct record *records;		/* by suite and index, each case once */
	uint64_t count[VERDICTS];	/* of records; runs are not counted */
	bool ended;			/* has an end line: the run was not cut short */
	bool complete;			/* all planned cases were tried; --fail-fast stops before */
	int end_code;
	const char *again;		/* command that repeats cases; NULL: memop-cts */
};

/*
 * Read a journal. Returns 0, or -1 after one line on stderr that names the file and the problem: it
 * cannot be read, is not a journal, was written by a program with other suites or axes, is damaged,
 * contains a case twice. Call results_free() in either case.
 */
int results_read(struct results *results, const char *path);
void results_free(struct results *results);

/* The value of a meta line, or "". */
const char *results_meta(const struct results *results, const char *key);

/* The exit code of the run: from its end line, or computed from the results if it was cut short. */
int results_exit(const struct results *results);

#endif
