/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clauses of docs/clauses.md, and which suites test them.
 */
#ifndef LIB_KNOWN_CLAUSES_H
#define LIB_KNOWN_CLAUSES_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/case/suite.h"

/* A line for each clause that a suite tests: number, rule, source, suites. suite: only its clauses; NULL: all. */
void clauses_list(FILE *out, const struct suite *suite);

/* A line "rule: NUMBER RULE (SOURCE)" for each clause that text cites in brackets, as "[DAT.8 API.26]". False if there is none. */
bool clauses_cited(FILE *out, const char *text);

/* A line for each clause that no suite tests: number, rule, source, and why. */
void clauses_untested(FILE *out);

#endif
