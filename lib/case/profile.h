/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much of each product is tried. Every profile is contained in the next.
 */
#ifndef LIB_CASE_PROFILE_H
#define LIB_CASE_PROFILE_H

#include "lib/case/suite.h"

enum profile {
	PROFILE_QUICK,		/* every pair of usual values of two axes occurs */
	PROFILE_DEFAULT,	/* all combinations of usual values */
	PROFILE_EXHAUSTIVE,	/* all combinations */
	PROFILES,
};

extern const char *const profile_names[PROFILES];

/*
 * The least index from *index on that exists and whose values are all in the default or the exhaustive profile, and its values.
 * False if there is none. v has room for AXES_MAX.
 */
bool profile_next(enum profile profile, const struct suite *suite, uint64_t *index, unsigned int *v);

/*
 * The quick profile of a suite: its indices in rising order, without pruned combinations. Allocated, *n long; NULL if there is
 * no memory.
 */
uint64_t *profile_quick(const struct suite *suite, size_t *n);

#endif
