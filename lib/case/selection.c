// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/pattern.h"
#include "lib/case/selection.h"

#define NO_INDEX UINT64_MAX

int selection_add(struct selection *selection, const char *id)
{
	struct chosen chosen = { .pattern = id };

	if (selection->n_cases == SELECTION_MAX)
		return -1;
	if (!is_pattern(id) && case_find(id, &chosen.suite, &chosen.index))
		return -1;
	selection->cases[selection->n_cases++] = chosen;
	return 0;
}

/* Does the selection have all cases of this suite that are in the profile? */
static bool has_suite(const struct selection *selection, const struct suite *suite)
{
	unsigned int i;

	for (i = 0; i < selection->n_suites; i++)
		if (selection->suites[i] == suite)
			return true;
	return !selection->n_suites && !selection->n_cases;
}

/* Can a pattern match a case of this suite? Trying all ids takes seconds on an emulated machine. */
static bool any_pattern(const struct selection *selection, const struct suite *suite)
{
	const struct chosen *c;

	for (c = selection->cases; c < selection->cases + selection->n_cases; c++)
		if (!c->suite && pattern_fits_suite(c->pattern, suite->name))
			return true;
	return false;
}

static bool pattern_matches(const struct selection *selection, const struct suite *suite,
			    uint64_t index)
{
	char id[CASE_ID_MAX];
	unsigned int i;

	case_id(suite, index, id, sizeof(id));
	for (i = 0; i < selection->n_cases; i++)
		if (!selection->cases[i].suite && pattern_fits(selection->cases[i].pattern, id))
			return true;
	return false;
}

/* The least index from start on that is selected by id, whatever the profile; or NO_INDEX. */
static uint64_t next_named(const struct selection *selection, const struct suite *suite,
			   uint64_t start)
{
	uint64_t least = NO_INDEX;
	const struct chosen *c;

	for (c = selection->cases; c < selection->cases + selection->n_cases; c++)
		if (c->suite == suite && c->index >= start && c->index < least)
			least = c->index;
	return least;
}

/* The least index from start on that is selected, and its values; or NO_INDEX. */
static uint64_t next_index(const struct selection *s, const struct suite *suite, uint64_t start,
			   unsigned int *v)
{
	bool all = has_suite(s, suite), some = any_pattern(s, suite);
	uint64_t named = next_named(s, suite, start), index = start;

	if (all || some)
		for (; profile_next(s->profile, suite, &index, v) && index < named; index++)
			if (all || pattern_matches(s, suite, index))
				return index;
	if (named != NO_INDEX)
		suite_values(suite, named, v);
	return named;
}

/* The index of the first case with the first seed, which is the value of the first axis. */
static uint64_t first_index(const struct selection *selection, const struct suite *suite)
{
	return selection->first_seed * (suite_size(suite) / suite->axes[0].n);
}

bool selection_next(const struct selection *selection, struct cursor *cursor,
		    struct selected *selected)
{
	const struct suite *suite;
	uint64_t index;

	while ((suite = suite_at(cursor->suite))) {
		if (selection->profile == PROFILE_ENDLESS && suite_is_endless(suite) &&
		    cursor->index < first_index(selection, suite))
			cursor->index = first_index(selection, suite);
		index = next_index(selection, suite, cursor->index, selected->v);
		if (index == NO_INDEX) {
			cursor->suite++;
			cursor->index = 0;
			continue;
		}
		cursor->index = index + 1;
		if (cursor->ordinal++ % selection->shards != selection->shard)
			continue;
		selected->suite = suite;
		selected->index = index;
		return true;
	}
	return false;
}

uint64_t selection_count(const struct selection *selection)
{
	struct selected selected;
	struct cursor cursor = { 0 };
	uint64_t n = 0;

	if (selection->profile == PROFILE_ENDLESS)
		return SELECTION_ENDLESS;
	while (selection_next(selection, &cursor, &selected))
		n++;
	return n;
}
