/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bugs of the past: rows of results/expectations/history.txt.
 */
#ifndef LIB_KNOWN_HISTORY_H
#define LIB_KNOWN_HISTORY_H

#include <stdio.h>

/*
 * Print a line for each fixed bug that this case would detect: "hint: a bug that this case guards
 * against, fixed by COMMIT: WHAT".
 */
void history_hints(const char *id, FILE *out);

/*
 * Print a line for each row that has an error or matches no case: the prefix before, then
 * "history.txt:LINE: ERROR". Takes some milliseconds.
 */
void history_print_complaints(FILE *out, const char *before);

#endif
