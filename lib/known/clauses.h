/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clauses of docs/clauses.md in words, and which of them are tested.
 */
#ifndef LIB_KNOWN_CLAUSES_H
#define LIB_KNOWN_CLAUSES_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/evidence/evidence.h"

/* A line for each clause that some case tests: number, rule, source, number of cases. */
void clauses_list(FILE *out, const struct evidence *evidence);

/* A line for each clause that no case tests: number, rule, source, and why. */
void clauses_untested(FILE *out, const struct evidence *evidence);

/*
 * A line "rule: NUMBER RULE (SOURCE)" for each clause that text cites in brackets, as "[DAT.8
 * API.26]". False if there is none.
 */
bool clauses_cited(FILE *out, const char *text);

/*
 * The same for each clause that the expected outcomes of a case rest on. False if there is no
 * memory to find out.
 */
bool clauses_of_case(FILE *out, const struct suite *suite, uint64_t index,
		     const struct level *level);

#endif
