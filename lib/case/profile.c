// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/case/profile.h"

#define FILLERS 64	/* tries to complete a pair to a combination that exists */

const char *const profile_names[PROFILES] = {
	[PROFILE_QUICK] = "quick",
	[PROFILE_DEFAULT] = "default",
	[PROFILE_EXHAUSTIVE] = "exhaustive",
};

static unsigned int usual(const struct axis *axis)
{
	return axis->usual ? axis->usual : axis->n;
}

static uint64_t index_of(const struct suite *suite, const unsigned int *v)
{
	uint64_t index = 0;
	unsigned int a;

	for (a = 0; a < suite->n_axes; a++)
		index = index * suite->axes[a].n + v[a];
	return index;
}

/* On to the next value of this axis, the first of those behind it, and, where it has no more, of the one before. */
static bool step(enum profile profile, const struct suite *suite, unsigned int a, unsigned int *v)
{
	unsigned int i;

	for (i = a + 1; i < suite->n_axes; i++)
		v[i] = 0;
	while (++v[a] >= (profile == PROFILE_DEFAULT ? usual(&suite->axes[a]) : suite->axes[a].n)) {
		if (!a)
			return false;
		v[a--] = 0;
	}
	return true;
}

/* The values of the first combination from index on whose values are in the profile. False if there is none. */
static bool start(enum profile profile, const struct suite *suite, uint64_t index, unsigned int *v)
{
	unsigned int a;

	if (index >= suite_size(suite))
		return false;
	suite_values(suite, index, v);
	for (a = 0; a < suite->n_axes; a++)
		if (profile == PROFILE_DEFAULT && v[a] >= usual(&suite->axes[a]))
			return step(profile, suite, a, v);
	return true;
}

/*
 * Most combinations of a suite may be pruned, and this is done for each case: where it goes on behind the one found last, nothing is
 * computed anew that a step leaves alone.
 */
bool profile_next(enum profile profile, const struct suite *suite, uint64_t *index, unsigned int *v)
{
	static struct { enum profile profile; const struct suite *suite; uint64_t index; unsigned int v[AXES_MAX]; } last;
	bool found;

	if (suite == last.suite && profile == last.profile && *index == last.index + 1)
		found = step(profile, suite, suite->n_axes - 1, last.v);
	else
		found = start(profile, suite, *index, last.v);
	while (found && !suite_has(suite, last.v))
		found = step(profile, suite, suite->n_axes - 1, last.v);
	last.suite = found ? suite : NULL;
	if (!found)
		return false;
	last.profile = profile;
	last.index = *index = index_of(suite, last.v);
	memcpy(v, last.v, sizeof(last.v));
	return true;
}

/* Some combination with these values of two axes; ~0 if none is found. The other values are scattered, but always the same. */
static uint64_t complete(const struct suite *suite, unsigned int a, unsigned int x, unsigned int b, unsigned int y)
{
	uint64_t mix = ((a * 67ULL + x) * 67 + b) * 1048583 + y;
	unsigned int v[AXES_MAX], i, filler;

	for (filler = 0; filler < FILLERS; filler++) {
		for (i = 0; i < suite->n_axes; i++) {
			mix = mix * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			v[i] = (unsigned int)((mix >> 33) % usual(&suite->axes[i]));
		}
		v[a] = x;
		v[b] = y;
		if (suite_has(suite, v))
			return index_of(suite, v);
	}
	return ~UINT64_C(0);
}

static int by_index(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sort, and keep one of each. */
static size_t unique(uint64_t *list, size_t n)
{
	size_t i, kept = 0;

	qsort(list, n, sizeof(*list), by_index);
	for (i = 0; i < n; i++)
		if (list[i] != ~UINT64_C(0) && (!kept || list[i] != list[kept - 1]))
			list[kept++] = list[i];
	return kept;
}

/* Keep at most so many, evenly spread; all if most is 0, none if it is QUICK_NONE. */
static size_t thin(uint64_t *list, size_t n, int most)
{
	size_t i, kept = most > 0 ? (size_t)most : 0;

	if (!most || (most > 0 && n <= kept))
		return n;
	for (i = 0; i < kept; i++)
		list[i] = list[i * n / kept];
	return kept;
}

uint64_t *profile_quick(const struct suite *suite, size_t *n)
{
	unsigned int a, b, x, y;
	size_t room = 1, used = 0;
	uint64_t *list;

	for (a = 0; a < suite->n_axes; a++)
		for (b = a; b < suite->n_axes; b++)
			room += (size_t)usual(&suite->axes[a]) * usual(&suite->axes[b]);
	list = malloc(room * sizeof(*list));
	if (!list)
		return NULL;
	/* An axis with itself: for suites of one axis. */
	for (a = 0; a < suite->n_axes; a++)
		for (b = suite->n_axes == 1 ? a : a + 1; b < suite->n_axes; b++)
			for (x = 0; x < usual(&suite->axes[a]); x++)
				for (y = 0; y < usual(&suite->axes[b]); y++)
					list[used++] = complete(suite, a, a == b ? y : x, b, y);
	*n = thin(list, unique(list, used), suite->quick);
	return list;
}
