/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bugs of the past: results/expectations/history.txt.
 */
#ifndef LIB_KNOWN_HISTORY_H
#define LIB_KNOWN_HISTORY_H

#include <stdio.h>

/* A line for each bug that this case guards against: "hint: <commit>: <what it was>". */
void history_hints(const char *id, FILE *out);

/* The number of the first line that is not "CASES | COMMIT | WHAT", or 0. */
unsigned int history_damaged(void);

#endif
