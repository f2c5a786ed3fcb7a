// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <string.h>

#include "lib/case/selection.h"

static bool suite_wanted(const struct selection *selection, const struct suite *suite)
{
	size_t len = strlen(suite->name);
	unsigned int i;

	for (i = 0; i < selection->n_suites; i++)
		if (selection->suites[i] == suite)
			return true;
	for (i = 0; i < selection->n_cases; i++)
		if (!strncmp(selection->cases[i], suite->name, len) || strpbrk(selection->cases[i], "*?["))
			return true;
	return !selection->n_suites && !selection->n_cases;
}

static bool case_wanted(const struct selection *selection, const struct suite *suite, uint64_t index)
{
	char id[CASE_ID_MAX];
	unsigned int i;

	for (i = 0; i < selection->n_suites; i++)
		if (selection->suites[i] == suite)
			return true;
	if (!selection->n_cases)
		return true;
	case_id(suite, index, id, sizeof(id));
	for (i = 0; i < selection->n_cases; i++)
		if (!fnmatch(selection->cases[i], id, 0))
			return true;
	return false;
}

bool selection_next(const struct selection *selection, struct cursor *cursor, struct selected *selected)
{
	const struct suite *suite;
	uint64_t index, size;

	for (; (suite = suite_at(cursor->suite)); cursor->suite++, cursor->index = 0) {
		size = suite_wanted(selection, suite) ? suite_size(suite) : 0;
		while (cursor->index < size) {
			index = cursor->index++;
			suite_values(suite, index, selected->v);
			if (suite_pruned(suite, selected->v) || !case_wanted(selection, suite, index))
				continue;
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
