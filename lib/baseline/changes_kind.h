/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes within one suite, grouped by kind: cases with the same outcome before and after.
 */
#ifndef LIB_BASELINE_CHANGES_KIND_H
#define LIB_BASELINE_CHANGES_KIND_H

#include "lib/baseline/baseline.h"

struct change {
	uint64_t index;
	const char *from, *to;	/* outcome_name(); from is NULL if there is only one run */
};

/*
 * Print the most frequent kind first: number of cases, the axis values they have in common, and at
 * most max_ids of their ids (0: print no ids). changes[].index are indices of suite.
 */
void changes_print_kinds(const struct baseline_suite *suite, const struct change *changes, size_t n,
			 size_t max_ids, FILE *out);

#endif
