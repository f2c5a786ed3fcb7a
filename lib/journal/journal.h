/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The journal: what a run writes, chunk by chunk, and all reports are made from. Lines of text:
 *
 *	memop-cts-journal 1
 *	meta KEY VALUE			kernel, machine, level, subject, options ...
 *	suite NAME SIZE			a suite of the program that wrote it, and the size of its product
 *	plan N				number of cases selected
 *	note TEXT			what the user should know
 *	r SUITE INDEX VERDICT A B C	a case; SUITE counts the suite lines from 0, the rest is as struct record says
 *	d TEXT				a line of the description of the case before
 *	end CODE			the run is complete; its exit code
 *
 * A journal on a bare disk ends at the first zero byte. Without an end line the run was cut short.
 */
#ifndef LIB_JOURNAL_JOURNAL_H
#define LIB_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/case/suite.h"
#include "lib/base/text.h"

#define JOURNAL_MAGIC "memop-cts-journal 1"

/* Exit codes of everything in the project. */
enum exit_code {
	EXIT_PASS = 0,
	EXIT_UNEXPECTED = 1,
	EXIT_USAGE = 2,
	EXIT_INFRASTRUCTURE = 3,
	EXIT_SKIPPED = 4,
};

/* In the journal a verdict is its letter. */
enum verdict {
	VERDICT_PASS,		/* p RET ERRNO NUMBER: of the answer among those allowed with this RET and ERRNO */
	VERDICT_FAIL,		/* f RET ERRNO ASPECTS */
	VERDICT_SKIP,		/* s MISSING-NEEDS 0 0 */
	VERDICT_CRASH,		/* x SIGNAL EXIT-CODE 0 */
	VERDICT_TIMEOUT,	/* t SECONDS 0 0 */
	VERDICT_ERROR,		/* e 0 0 0: could not be tried */
	VERDICT_XFAIL,		/* k RET ERRNO EXPECTATION: failed, as is known */
	VERDICTS,
};

#define VERDICT_LETTERS "pfsxtek"

/* "pass", "fail" and so on. */
extern const char *const verdict_names[VERDICTS];

struct record {
	const struct suite *suite;
	uint64_t index;
	enum verdict verdict;
	int a, b;
	unsigned int c;
	char *detail;		/* lines, or NULL */
};

void journal_record(struct text *text, unsigned int suite, uint64_t index, enum verdict verdict, int a,
		    int b, unsigned int c);

/* Add lines as description of the case before. */
void journal_detail(struct text *text, const char *lines);

/* What was in a journal. */
struct results {
	unsigned int n_meta;
	struct { char *key, *value; } meta[32];
	uint64_t planned;
	unsigned int n_notes;
	char *notes[32];
	size_t n, room;
	struct record *records;		/* in the order of the suites and their indices */
	uint64_t count[VERDICTS];
	bool ended;
	int end_code;
};

/*
 * Read a journal. Returns 0, or -1 after one line on stderr that names the file: it cannot be read, is none, or was
 * written by a program with other suites.
 */
int results_read(struct results *results, const char *path);
void results_free(struct results *results);

/* The value of a meta line, "" if there is none. */
const char *results_meta(const struct results *results, const char *key);

/* What the run as a whole came to: the exit code for these counts. */
enum exit_code results_code(const uint64_t *count, bool ended);

#endif
