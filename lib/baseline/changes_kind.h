/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of one suite, kind by kind: a kind is one outcome that became another.
 */
#ifndef LIB_BASELINE_CHANGES_KIND_H
#define LIB_BASELINE_CHANGES_KIND_H

#include "lib/baseline/baseline.h"

struct change {
	uint64_t index;
	const char *from, *to;	/* as of intern(); from is NULL in all if there is one run only */
};

/*
 * The most frequent kind first; of each its number, what its cases have in common, and at most
 * max_ids of their ids (0: no word about ids). Indices are those of suite.
 */
void changes_print_kinds(const struct baseline_suite *suite, const struct change *changes, size_t n,
			 size_t max_ids, FILE *out);

#endif
