/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known deviations: results/expectations/known.txt, which is part of the program, so that it can be
 * copied alone; and rows of a file that the user names. The former says what a row means.
 */
#ifndef LIB_KNOWN_EXPECTATIONS_H
#define LIB_KNOWN_EXPECTATIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/known/range.h"
#include "lib/outcome/deviation.h"

#define OBSERVED_MAX 4

struct expectation {
	struct range kernels;
	char *cases;				/* pattern */
	bool hangs;
	unsigned int n_observed;
	struct deviation observed[OBSERVED_MAX];	/* any of them */
	char *reason;
	char *row, where[32];			/* as it was read, and from where: "known.txt:12" */
};

/*
 * The rows, by their number: those of known.txt, then those that were added; NULL behind the last.
 * A number stays the same as long as the files do: journals have it.
 */
const struct expectation *expectation_at(unsigned int number);

/*
 * Add rows of the same form, instead of others that were added before; name is for messages and has
 * no folder. Returns 0, or -1 after putting what is wrong into why, which has room for size bytes;
 * then nothing is added.
 */
int expectations_add(const char *text, const char *name, char *why, size_t size);

/* How many are those of known.txt. */
unsigned int expectations_built_in(void);

/* Expect no deviation: those below find none any more (--strict). */
void expectations_ignore(void);

/* Might there be a row for a case of this suite? Cheap. */
bool expectation_for_suite(const struct level *level, const char *suite);

/* The number of the first row that has this deviation of a case, or -1. */
int expectation_explain(const struct level *level, const char *id,
			const struct deviation *deviation);

/* The number of the first row by which a case hangs, or -1. */
int expectation_hang(const struct level *level, const char *id);

/*
 * Why the case of a row fails, with the path of what a finding such as (F2) refers to. buf has room
 * for size bytes.
 */
void expectation_reason(unsigned int number, char *buf, size_t size);

/*
 * A line for each row of known.txt that is damaged or names no case: before, then
 * "known.txt:NUMBER: what is wrong". It takes some milliseconds.
 */
void expectations_print_complaints(FILE *out, const char *before);

#endif
