// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/case/selection.h"

static bool is_pattern(const char *id)
{
	return strpbrk(id, "*?[");
}

int selection_add(struct selection *selection, const char *id)
{
	struct chosen *chosen = &selection->cases[selection->n_cases];

	if (selection->n_cases == SELECTION_MAX)
		return -1;
	*chosen = (struct chosen){ .pattern = id };
	if (!is_pattern(id) && case_find(id, &chosen->suite, &chosen->index))
		return -1;
	selection->n_cases++;
	return 0;
}

/* Is the whole of the suite (as far as the profile goes) wanted? */
static bool suite_named(const struct selection *selection, const struct suite *suite)
{
	unsigned int i;

	for (i = 0; i < selection->n_suites; i++)
		if (selection->suites[i] == suite)
			return true;
	return !selection->n_suites && !selection->n_cases;
}

static bool patterns_match(const struct selection *selection, const struct suite *suite, uint64_t index)
{
	char id[CASE_ID_MAX] = "";
	unsigned int i;

	for (i = 0; i < selection->n_cases; i++) {
		if (selection->cases[i].suite)
			continue;
		if (!id[0])
			case_id(suite, index, id, sizeof(id));
		if (!fnmatch(selection->cases[i].pattern, id, 0))
			return true;
	}
	return false;
}

/* The least index from start on that is named by its id; ~0 if there is none. */
static uint64_t next_named(const struct selection *selection, const struct suite *suite, uint64_t start)
{
	uint64_t index, least = ~UINT64_C(0);
	unsigned int i;

	for (i = 0; i < selection->n_cases; i++) {
		index = selection->cases[i].index;
		if (selection->cases[i].suite == suite && index >= start && index < least)
			least = index;
	}
	return least;
}

static bool any_pattern(const struct selection *selection)
{
	unsigned int i;

	for (i = 0; i < selection->n_cases; i++)
		if (!selection->cases[i].suite)
			return true;
	return false;
}

/* The quick profile's list of the suite asked for last. */
static const uint64_t *quick_list(const struct suite *suite, size_t *n)
{
	static const struct suite *of;
	static uint64_t *list;
	static size_t length;

	if (of != suite) {
		free(list);
		list = profile_quick(suite, &length);
		if (!list) {
			fprintf(stderr, "memop-cts: no memory for the list of cases\n");
			exit(3);
		}
		of = suite;
	}
	*n = length;
	return list;
}

/* The least index from start on that exists and is in the profile, and its values; ~0 if there is none. */
static uint64_t next_in_profile(enum profile profile, const struct suite *suite, uint64_t start, unsigned int *v)
{
	const uint64_t *list;
	size_t n, low = 0, high, middle;

	if (profile != PROFILE_QUICK)
		return profile_next(profile, suite, &start, v) ? start : ~UINT64_C(0);
	list = quick_list(suite, &n);
	for (high = n; low < high; ) {
		middle = (low + high) / 2;
		if (list[middle] < start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == n)
		return ~UINT64_C(0);
	suite_values(suite, list[low], v);
	return list[low];
}

/* The least index from start on that is wanted, and its values; ~0 if there is none. */
static uint64_t next_wanted(const struct selection *selection, const struct suite *suite, uint64_t start, unsigned int *v)
{
	bool all = suite_named(selection, suite);
	uint64_t named = next_named(selection, suite, start), index = ~UINT64_C(0);

	if (all || any_pattern(selection))
		index = next_in_profile(selection->profile, suite, start, v);
	while (index < named && !all && !patterns_match(selection, suite, index))
		index = next_in_profile(selection->profile, suite, index + 1, v);
	if (index < named || named == ~UINT64_C(0))
		return index;
	suite_values(suite, named, v);
	return named;
}

bool selection_next(const struct selection *selection, struct cursor *cursor, struct selected *selected)
{
	const struct suite *suite;
	uint64_t index;

	for (; (suite = suite_at(cursor->suite)); cursor->suite++, cursor->index = 0) {
		while ((index = next_wanted(selection, suite, cursor->index, selected->v)) != ~UINT64_C(0)) {
			cursor->index = index + 1;
			if (cursor->ordinal++ % selection->shards != selection->shard)
				continue;
			selected->suite = suite;
			selected->index = index;
			return true;
		}
	}
	return false;
}

uint64_t selection_count(const struct selection *selection)
{
	struct selected selected;
	struct cursor cursor = { 0 };
	uint64_t n = 0;

	while (selection_next(selection, &cursor, &selected))
		n++;
	return n;
}
