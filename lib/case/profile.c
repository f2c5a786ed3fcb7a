// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "lib/case/profile.h"

#define FILLERS 64	/* attempts to extend a pair of values to a whole combination */
#define NO_INDEX UINT64_MAX

const char *const profile_names[PROFILES] = {
	[PROFILE_QUICK] = "quick",
	[PROFILE_DEFAULT] = "default",
	[PROFILE_EXHAUSTIVE] = "exhaustive",
};

/*
 * A combination with value x of axis a and value y of axis b; NO_INDEX if none is found. The other
 * values come from a generator with a fixed seed, so they are the same in every run.
 */
static uint64_t complete(const struct suite *suite, unsigned int a, unsigned int x,
			 unsigned int b, unsigned int y)
{
	uint64_t mix = ((a * 67ULL + x) * 67 + b) * 1048583 + y;
	unsigned int v[AXES_MAX], i, filler;

	for (filler = 0; filler < FILLERS; filler++) {
		for (i = 0; i < suite->n_axes; i++) {
			mix = mix * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			v[i] = (unsigned int)((mix >> 33) % axis_usual(&suite->axes[i]));
		}
		v[a] = x;
		v[b] = y;
		if (!suite_pruned(suite, v))
			return suite_index(suite, v);
	}
	return NO_INDEX;
}

static int by_index(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sort the list and drop duplicates and NO_INDEX. Returns the new length. */
static size_t unique(uint64_t *list, size_t n)
{
	size_t i, kept = 0;

	qsort(list, n, sizeof(*list), by_index);
	for (i = 0; i < n; i++)
		if (list[i] != NO_INDEX && (!kept || list[i] != list[kept - 1]))
			list[kept++] = list[i];
	return kept;
}

/* Keep at most suite->quick elements, evenly spread. Returns the new length. */
static size_t thin(uint64_t *list, size_t n, int quick)
{
	size_t i, kept = quick > 0 ? (size_t)quick : 0;

	if (!quick || (quick > 0 && n <= kept))
		return n;
	for (i = 0; i < kept; i++)
		list[i] = list[i * n / kept];
	return kept;
}

/* Which pairs of values of two axes occur in a list; NULL: not recorded. */
struct occurring {
	const struct suite *suite;
	unsigned int offset[AXES_MAX], values;	/* the number of the first value of each axis */
	bool *pair;				/* [values][values] */
};

static void occurring_init(struct occurring *o, const struct suite *suite)
{
	unsigned int a;

	*o = (struct occurring){ .suite = suite };
	for (a = 0; a < suite->n_axes; a++) {
		o->offset[a] = o->values;
		o->values += axis_usual(&suite->axes[a]);
	}
}

static bool *occurring_at(const struct occurring *o, unsigned int a, unsigned int x, unsigned int b,
			  unsigned int y)
{
	return &o->pair[(o->offset[a] + x) * o->values + o->offset[b] + y];
}

static void occurring_add(const struct occurring *o, uint64_t index)
{
	unsigned int v[AXES_MAX], a, b;

	if (!o->pair || index == NO_INDEX)
		return;
	suite_values(o->suite, index, v);
	for (a = 0; a < o->suite->n_axes; a++)
		for (b = a + 1; b < o->suite->n_axes; b++)
			*occurring_at(o, a, v[a], b, v[b]) = true;
}

static void *allocate(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (p)
		return p;
	fprintf(stderr, "memop-cts: out of memory for the list of cases\n");
	exit(3);
}

/*
 * Combinations in which each pair of values occurs, in ascending order: *n of them, allocated. For
 * suites whose default profile has no more than these, a pair that occurs already gets none.
 */
static uint64_t *make_pairs(const struct suite *suite, size_t *n)
{
	unsigned int a, b, x, y;
	size_t room = 1, used = 0;
	struct occurring occurring;
	uint64_t *list;

	for (a = 0; a < suite->n_axes; a++)
		for (b = a; b < suite->n_axes; b++)
			room += (size_t)axis_usual(&suite->axes[a]) * axis_usual(&suite->axes[b]);
	list = allocate(room, sizeof(*list));
	occurring_init(&occurring, suite);
	if (suite->pairs)
		occurring.pair = allocate((size_t)occurring.values * occurring.values, 1);
	/* A suite with one axis pairs it with itself. */
	for (a = 0; a < suite->n_axes; a++)
		for (b = suite->n_axes == 1 ? a : a + 1; b < suite->n_axes; b++)
			for (x = 0; x < axis_usual(&suite->axes[a]); x++)
				for (y = 0; y < axis_usual(&suite->axes[b]); y++) {
					if (occurring.pair && *occurring_at(&occurring, a, x, b, y))
						continue;
					list[used] = complete(suite, a, a == b ? y : x, b, y);
					occurring_add(&occurring, list[used++]);
				}
	free(occurring.pair);
	*n = unique(list, used);
	return list;
}

/*
 * Is the profile of this suite a list of pairs? Otherwise it consists of all combinations of
 * values.
 */
static bool is_list(enum profile profile, const struct suite *suite)
{
	return profile == PROFILE_QUICK || (profile == PROFILE_DEFAULT && suite->pairs);
}

/* The least index of such a profile that is at least start, or NO_INDEX. */
static uint64_t next_in_list(enum profile profile, const struct suite *suite, uint64_t start)
{
	/*
	 * Keep the list: making it takes as long as many cases, and the next call is nearly always
	 * for the same suite.
	 */
	static struct {
		const struct suite *suite;
		enum profile profile;
		uint64_t *list;
		size_t n;
	} kept;
	size_t low = 0, high, middle;

	if (kept.suite != suite || kept.profile != profile) {
		free(kept.list);
		kept.list = make_pairs(suite, &kept.n);
		if (profile == PROFILE_QUICK)
			kept.n = thin(kept.list, kept.n, suite->quick);
		kept.suite = suite;
		kept.profile = profile;
	}
	for (high = kept.n; low < high; ) {
		middle = (low + high) / 2;
		if (kept.list[middle] < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < kept.n ? kept.list[low] : NO_INDEX;
}

/* The number of values of an axis in a profile. */
static unsigned int values(enum profile profile, const struct axis *axis)
{
	if (profile == PROFILE_DEFAULT)
		return axis_usual(axis);
	return axis->many && profile == PROFILE_EXHAUSTIVE ? axis->many : axis->n;
}

/*
 * Advance axis a, reset the axes to its right, carry to the left. Returns false after the last
 * combination.
 */
static bool step(enum profile profile, const struct suite *suite, unsigned int a, unsigned int *v)
{
	unsigned int i;

	for (i = a + 1; i < suite->n_axes; i++)
		v[i] = 0;
	while (++v[a] >= values(profile, &suite->axes[a])) {
		if (!a)
			return false;
		v[a--] = 0;
	}
	return true;
}

/*
 * Split an index into values like suite_values(). Returns the leftmost axis whose value is not in
 * the profile; n_axes if all values are.
 */
static unsigned int split(enum profile profile, const struct suite *suite, uint64_t index,
			  unsigned int *v)
{
	unsigned int a, beyond = suite->n_axes;

	for (a = suite->n_axes; a--; index /= suite->axes[a].n) {
		v[a] = (unsigned int)(index % suite->axes[a].n);
		if (v[a] >= values(profile, &suite->axes[a]))
			beyond = a;
	}
	return beyond;
}

bool profile_next(enum profile profile, const struct suite *suite, uint64_t *index,
		  unsigned int *v)
{
	unsigned int beyond;
	bool found = true;

	if (profile == PROFILE_ENDLESS && !suite_is_endless(suite))
		return false;
	if (is_list(profile, suite))
		*index = next_in_list(profile, suite, *index);
	if (*index >= suite_size(suite))
		return false;
	beyond = split(profile, suite, *index, v);
	if (is_list(profile, suite) || (beyond == suite->n_axes && !suite_pruned(suite, v)))
		return true;
	if (beyond < suite->n_axes)
		found = step(profile, suite, beyond, v);
	while (found && suite_pruned(suite, v))
		found = step(profile, suite, suite->n_axes - 1, v);
	*index = found ? suite_index(suite, v) : NO_INDEX;
	return found;
}
