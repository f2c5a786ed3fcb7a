/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A profile selects how many combinations of axis values run. Each contains the one before it. The
 * usual values of an axis are its first ones (AXIS_USUAL), or all of them.
 */
#ifndef LIB_CASE_PROFILE_H
#define LIB_CASE_PROFILE_H

#include "lib/case/suite.h"

enum profile {
	PROFILE_QUICK,		/* every pair of usual values of two axes occurs */
	PROFILE_DEFAULT,	/* all combinations of usual values, or as suite.pairs says */
	PROFILE_EXHAUSTIVE,	/* all combinations, but of seeds only axis.many */
	PROFILES,
	PROFILE_ENDLESS = PROFILES,	/* --for: the combinations of all seeds, and no other suite */
};

extern const char *const profile_names[PROFILES];

/*
 * Find the first combination of the profile whose index is at least *index and that is not pruned.
 * Sets *index and its values v (room for AXES_MAX). Returns false if there is none.
 */
bool profile_next(enum profile profile, const struct suite *suite, uint64_t *index,
		  unsigned int *v);

#endif
