/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cases that a run executes, and their order: suites as suite_at() has them, the cases of a
 * suite by index.
 */
#ifndef LIB_CASE_SELECTION_H
#define LIB_CASE_SELECTION_H

#include "lib/case/profile.h"

#define SELECTION_MAX 64

/*
 * A case selected by its id (suite is not NULL), or all cases of the profile whose ids match a
 * pattern of fnmatch(3) (suite is NULL).
 */
struct chosen {
	const char *pattern;
	const struct suite *suite;
	uint64_t index;
};

/*
 * Without suites and cases, the whole profile is selected. A case selected by its id need not be in
 * the profile.
 */
struct selection {
	enum profile profile;
	unsigned int n_suites, n_cases;
	const struct suite *suites[SELECTION_MAX];
	struct chosen cases[SELECTION_MAX];
	unsigned int first_seed;	/* PROFILE_ENDLESS */
	unsigned int shard, shards;	/* only cases number shard, shard + shards, ... (from 0) */
};

/* A position in the selection; { 0 } is before the first case. */
struct cursor {
	unsigned int suite;
	uint64_t index;
	uint64_t ordinal;	/* of the next case, before sharding */
};

struct selected {
	const struct suite *suite;
	uint64_t index;
	unsigned int v[AXES_MAX];
};

#define SELECTION_ALL { .profile = PROFILE_DEFAULT, .shards = 1 }

/* Add an id or a pattern. Returns 0, or -1 if no case has this id or SELECTION_MAX is reached. */
int selection_add(struct selection *selection, const char *id);

/* Advance to the next case. Returns false at the end. */
bool selection_next(const struct selection *selection, struct cursor *cursor,
		    struct selected *selected);

/* The number of selected cases; SELECTION_ENDLESS: as many as there is time for. */
#define SELECTION_ENDLESS UINT64_MAX
uint64_t selection_count(const struct selection *selection);

#endif
