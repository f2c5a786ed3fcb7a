/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is not the same in two runs, case by case, by their ids.
 */
#ifndef LIB_BASELINE_CHANGES_H
#define LIB_BASELINE_CHANGES_H

#include "lib/baseline/baseline.h"

struct changes {
	uint64_t same, changed;
	uint64_t missing, added;	/* cases only in the first, only in the second */
};

/* What is left out of the print; everything is counted. */
struct changes_shown {
	size_t max_ids;		/* of each kind of change */
	bool common;		/* say nothing of cases that only one has */
};

/*
 * Compare, and print suite by suite: counts, each kind of change, its cases. Nothing is printed of
 * suites without changes.
 */
struct changes changes_print(const struct baseline *a, const struct baseline *b,
			     const struct changes_shown *shown, FILE *out);

#endif
