/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Patterns for case ids, as of fnmatch(3), with alternatives: @(a|b*) is a or what begins with b.
 */
#ifndef LIB_CASE_PATTERN_H
#define LIB_CASE_PATTERN_H

#include <stdbool.h>

/* Is it a pattern, and not an id? */
bool is_pattern(const char *text);

bool pattern_fits(const char *pattern, const char *id);

/*
 * Can the pattern match an id of this suite? Fast: it compares only the text before the first
 * wildcard.
 */
bool pattern_fits_suite(const char *pattern, const char *suite);

/* Does the pattern match a case of any suite, in the exhaustive profile? Tries all ids. */
bool pattern_names_a_case(const char *pattern);

#endif
