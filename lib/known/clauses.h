/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of the clauses in docs/clauses.md, and the number of cases that test each.
 */
#ifndef LIB_KNOWN_CLAUSES_H
#define LIB_KNOWN_CLAUSES_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/evidence/evidence.h"

/* Print a line for each clause that a case tests: number, rule, source, number of cases. */
void clauses_list(FILE *out, const struct evidence *evidence);

/* Print a line for each clause that no case tests: number, rule, source, and the reason. */
void clauses_untested(FILE *out, const struct evidence *evidence);

/*
 * Print "rule: NUMBER RULE (SOURCE)" for each clause that text cites in brackets, such as "[DAT.8
 * API.26]". Returns false if there is none.
 */
bool clauses_cited(FILE *out, const char *text);

/*
 * The same for each clause that decides the expected outcomes of a case. Returns false if memory to
 * find out cannot be allocated.
 */
bool clauses_of_case(FILE *out, const struct suite *suite, uint64_t index,
		     const struct level *level);

#endif
