/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The outcome of a case in one word. Two runs are compared by these words, so a word has what the
 * kernel did and nothing that depends on how it was tried:
 *
 *	RESULT[/ANSWER]			passed; ANSWER: number of the allowed answer seen, if not 0
 *	fail/RESULT/ASPECTS		ASPECTS as of enum aspect, hexadecimal
 *	xfail/RESULT	without the number of the expectation, which is not for ever
 *	skip/NEED[+NEED]...
 *	crash/signal-N crash/exit-N timeout error
 *
 * RESULT is the value returned, or if that is -1 the name of the errno. A word that a later
 * memop-cts has made is compared like any other, and printed as it is.
 */
#ifndef LIB_BASELINE_WORD_H
#define LIB_BASELINE_WORD_H

#include "lib/journal/results.h"

/* The one copy of a word, never freed: equal words are equal pointers. */
const char *word(const char *text);

const char *word_of(const struct record *record);

/* For a person to read, such as "5 addressing exception". buf has room for size bytes. */
void word_explain(const char *w, char *buf, size_t size);

#endif
