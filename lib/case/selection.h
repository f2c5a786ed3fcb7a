/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which cases a run tries, and in which order: suites by name, combinations by index.
 */
#ifndef LIB_CASE_SELECTION_H
#define LIB_CASE_SELECTION_H

#include "lib/case/suite.h"

#define SELECTION_MAX 64

/* Nothing named means everything. */
struct selection {
	unsigned int n_suites, n_cases;
	const struct suite *suites[SELECTION_MAX];
	const char *cases[SELECTION_MAX];	/* ids, or patterns as of fnmatch(3) */
	unsigned int shard, shards;		/* every shards-th case, from number shard (0 to shards - 1) */
};

/* A place in the sequence of cases; { 0 } is before the first. */
struct cursor {
	unsigned int suite;
	uint64_t index;
	uint64_t ordinal;
};

struct selected {
	const struct suite *suite;
	uint64_t index;
	unsigned int v[AXES_MAX];
};

#define SELECTION_ALL { .shards = 1 }

/* Step to the next case. False at the end. */
bool selection_next(const struct selection *selection, struct cursor *cursor, struct selected *selected);

/* Number of cases selected. */
uint64_t selection_count(const struct selection *selection);

#endif
