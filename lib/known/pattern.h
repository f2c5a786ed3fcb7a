/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Patterns for the ids of cases, as of fnmatch(3).
 */
#ifndef LIB_KNOWN_PATTERN_H
#define LIB_KNOWN_PATTERN_H

#include <stdbool.h>

/*
 * Can it match an id of this suite? Cheap: only what comes before the first wildcard is looked at.
 */
bool pattern_fits_suite(const char *pattern, const char *suite);

/* Does it match any case of any suite, in whatever profile? */
bool pattern_names_a_case(const char *pattern);

#endif
