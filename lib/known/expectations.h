/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known deviations: the rows of results/expectations/known.txt, which is part of the program, and
 * of a file that --expect names. The head of known.txt describes the format of a row.
 */
#ifndef LIB_KNOWN_EXPECTATIONS_H
#define LIB_KNOWN_EXPECTATIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/known/fix.h"
#include "lib/outcome/deviation.h"

#define OBSERVED_MAX 4

struct expectation {
	struct range kernels;
	char *cases;				/* see lib/case/pattern.h */
	bool hangs;
	unsigned int n_observed;
	struct deviation observed[OBSERVED_MAX];	/* alternatives; none if it hangs */
	struct fix fix;
	char *reason;
	char *row, where[32];			/* its text, and its place: "known.txt:12" */
};

/*
 * The row with this number, from 0: rows of known.txt, then added ones; NULL beyond the last.
 * Journals contain the number, so it is valid only for unchanged files. The pointer is valid until
 * rows are added.
 */
const struct expectation *expectation_at(unsigned int number);

/*
 * Add rows in the format of known.txt; they replace rows added before. name: file name for
 * messages, without folders. Returns 0, or -1 with one line about the first error in why, which has
 * size bytes; then no row is added.
 */
int expectations_add(const char *text, const char *name, char *why, size_t size);

/* The number of rows of known.txt. */
unsigned int expectations_built_in(void);

/* Apply no row from now on: the functions below find none (--strict). */
void expectations_ignore(void);

/*
 * Does the row apply to this kernel? COVERED: its deviation is expected. UNDECIDED: it may occur,
 * because the kernel has backports, or because the update with the fix is unknown.
 */
enum covered expectation_covers(const struct expectation *row, const struct level *level);

/* Can any row apply to a case of this suite? Fast: compares the beginning of patterns only. */
bool expectation_for_suite(const struct level *level, const char *suite);

/*
 * The number of the row that describes this deviation of a case, or -1. Of several rows the first
 * that covers the kernel counts, or else the first that is undecided.
 */
int expectation_explain(const struct level *level, const char *id,
			const struct deviation *deviation);

/* The same for rows that do not apply: those of other kernels, and with --strict all. */
int expectation_elsewhere(const char *id, const struct deviation *deviation);

/* The same for a case that hangs. */
int expectation_hang(const struct level *level, const char *id);

/* The REASON of a row, with "F2" completed to "docs/findings/F2.md". buf has size bytes. */
void expectation_reason(unsigned int number, char *buf, size_t size);

/* The same, with the fix if there is one: "REASON; fixed upstream by 01be7f53dfc2 (in 6.9)". */
void expectation_reason_and_fix(unsigned int number, char *buf, size_t size);

/*
 * Print a line for each row of known.txt that has an error or matches no case: the prefix before,
 * then "known.txt:LINE: ERROR". Takes some milliseconds, as it tries all case ids.
 */
void expectations_print_complaints(FILE *out, const char *before);

#endif
