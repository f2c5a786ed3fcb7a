/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The outcome of a case as one word without spaces. Two runs are compared by these words, so a word
 * contains what the kernel did and nothing that depends on how the case was run:
 *
 *	RESULT[/ANSWER]		passed; ANSWER: number of the allowed answer observed, unless 0
 *	fail/RESULT/ASPECTS	ASPECTS: what differs (enum aspect), hexadecimal
 *	xfail/RESULT		without the row of known.txt: row numbers change when rows are added
 *	skip/NEED[+NEED]...	what the kernel or the machine lacks (lib/case/need.h)
 *	crash/signal-N crash/exit-N timeout error
 *
 * RESULT is the return value of the ioctl, or the name of the errno if that is -1. A word written
 * by a later version of memop-cts is compared like any other and printed unchanged.
 */
#ifndef LIB_BASELINE_OUTCOME_NAME_H
#define LIB_BASELINE_OUTCOME_NAME_H

#include "lib/journal/results.h"

/* The only copy of this text, never freed: equal texts give equal pointers. */
const char *intern(const char *text);

/* The word for the outcome of a case, interned. */
const char *outcome_name(const struct record *record);

/* The same for a person to read: "5" becomes "5 addressing exception". buf has size bytes. */
void outcome_explain(const char *name, char *buf, size_t size);

#endif
