/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compare two runs case by case, by case id.
 */
#ifndef LIB_BASELINE_CHANGES_H
#define LIB_BASELINE_CHANGES_H

#include "lib/baseline/baseline.h"

struct changes {
	uint64_t same, changed;
	uint64_t missing, added;	/* cases of only the first run, of only the second */
};

/* What to print; everything is counted. */
struct changes_shown {
	size_t max_ids;		/* ids to print for each kind of change */
	bool common;		/* print nothing about cases that only one run has */
};

/*
 * Compare a with b and print for each suite with changes: counts, kinds of change, case ids.
 * Returns the totals.
 */
struct changes changes_print(const struct baseline *a, const struct baseline *b,
			     const struct changes_shown *shown, FILE *out);

#endif
