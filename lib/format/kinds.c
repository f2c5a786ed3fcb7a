// SPDX-License-Identifier: GPL-2.0-only
/* Results of a run by kind. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/changes_kind.h"
#include "lib/format/report.h"

static const struct baseline_suite *find_suite(const struct baseline *baseline, const char *name)
{
	unsigned int i;

	for (i = 0; i < baseline->n_suites; i++)
		if (!strcmp(baseline->suites[i].name, name))
			return &baseline->suites[i];
	return NULL;
}

void report_kinds(const struct results *results, const struct baseline *baseline,
		  bool (*wanted)(const struct record *record, const void *arg), const void *arg,
		  size_t max_ids, FILE *out)
{
	struct change *changes = xnonnull(calloc(results->n + 1, sizeof(*changes)));
	const struct record *r = results->records, *end = r + results->n;
	const struct baseline_suite *suite;
	const struct suite *current;
	size_t i, n;

	while (r < end) {
		current = r->suite;
		suite = find_suite(baseline, current->name);
		/* Both have the cases of a suite in the same order. */
		for (i = n = 0; r < end && r->suite == current; r++, i++)
			if (suite && i < suite->n && wanted(r, arg))
				changes[n++] = (struct change){ .index = suite->cases[i].index,
								.to = suite->cases[i].outcome };
		if (!n)
			continue;
		fprintf(out, "%s:\n", current->name);
		changes_print_kinds(suite, changes, n, max_ids, out);
	}
	free(changes);
}
