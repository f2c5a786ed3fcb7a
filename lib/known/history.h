/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bugs of the past: results/expectations/history.txt.
 */
#ifndef LIB_KNOWN_HISTORY_H
#define LIB_KNOWN_HISTORY_H

#include <stdio.h>

/*
 * A line for each bug that this case guards against: "hint: guards against <commit>: <what it
 * was>".
 */
void history_hints(const char *id, FILE *out);

/*
 * A line for each row that is damaged or names no case: before, then "history.txt:NUMBER: what is
 * wrong". It takes some milliseconds.
 */
void history_print_complaints(FILE *out, const char *before);

#endif
