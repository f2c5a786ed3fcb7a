/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which cases a run tries, and in which order: suites by name, cases of a suite by index.
 */
#ifndef LIB_CASE_SELECTION_H
#define LIB_CASE_SELECTION_H

#include "lib/case/profile.h"

#define SELECTION_MAX 64

/*
 * A case named by its id (suite is then not NULL), or a pattern of fnmatch(3) for the ids of cases
 * in the profile.
 */
struct chosen {
	const char *pattern;
	const struct suite *suite;
	uint64_t index;
};

/*
 * With neither suites nor cases: everything in the profile. A case named by its id is tried in any
 * profile.
 */
struct selection {
	enum profile profile;
	unsigned int n_suites, n_cases;
	const struct suite *suites[SELECTION_MAX];
	struct chosen cases[SELECTION_MAX];
	unsigned int shard, shards;	/* every shards-th case, beginning with number shard */
};

/* A position between two cases; { 0 } is before the first. */
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

#define SELECTION_ALL { .profile = PROFILE_DEFAULT, .shards = 1 }

/* Add an id or a pattern. Returns 0, or -1 if there is no case with this id, or no room for it. */
int selection_add(struct selection *selection, const char *id);

/* Step to the next case. Returns false at the end. */
bool selection_next(const struct selection *selection, struct cursor *cursor,
		    struct selected *selected);

/* The number of selected cases. */
uint64_t selection_count(const struct selection *selection);

#endif
