// SPDX-License-Identifier: GPL-2.0-only
/* Make a baseline from the results in a journal. */
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/baseline.h"
#include "lib/baseline/outcome_name.h"

/* Meta lines that are the same whenever the same kernel is tested: no times, no paths. */
static const char *const kept[] = {
	"kernel", "machine", "subject", "stage", "level", "mem_op", "mem_op_extension",
};

/* For each value of an axis its number in the baseline, which has only values that occur. */
struct places {
	unsigned int *axis[AXES_MAX];
};

static void find_places(const struct suite *suite, const struct results *results,
			struct places *places)
{
	unsigned int v[AXES_MAX], a;
	size_t i;

	for (a = 0; a < suite->n_axes; a++)
		places->axis[a] = xnonnull(calloc(suite->axes[a].n, sizeof(unsigned int)));
	for (i = 0; i < results->n; i++) {
		if (results->records[i].suite != suite)
			continue;
		suite_values(suite, results->records[i].index, v);
		for (a = 0; a < suite->n_axes; a++)
			places->axis[a][v[a]] = 1;
	}
}

static void add_axes(const struct suite *suite, struct baseline_suite *to, struct places *places)
{
	char name[CASE_ID_MAX];
	unsigned int a, v;

	to->n_axes = suite->n_axes;
	for (a = 0; a < suite->n_axes; a++) {
		to->axes[a].name = xnonnull(strdup(suite->axes[a].name));
		for (v = 0; v < suite->axes[a].n; v++) {
			if (!places->axis[a][v])
				continue;
			places->axis[a][v] = to->axes[a].n;
			axis_value(&suite->axes[a], v, name, sizeof(name));
			baseline_add_value(&to->axes[a], name);
		}
	}
}

static void add_cases(const struct suite *suite, const struct results *results,
		      struct baseline_suite *to, const struct places *places)
{
	unsigned int v[AXES_MAX], a;
	struct baseline_case *c;
	size_t i;

	for (i = 0; i < results->n; i++) {
		if (results->records[i].suite != suite)
			continue;
		suite_values(suite, results->records[i].index, v);
		c = &to->cases[to->n++];
		c->outcome = outcome_name(&results->records[i]);
		c->index = 0;
		for (a = 0; a < suite->n_axes; a++)
			c->index = c->index * to->axes[a].n + places->axis[a][v[a]];
	}
}

static int by_index(const void *a, const void *b)
{
	const struct baseline_case *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

static int check_order(struct baseline_suite *suite, const char *path)
{
	char id[CASE_ID_MAX];
	size_t i;

	qsort(suite->cases, suite->n, sizeof(*suite->cases), by_index);
	for (i = 1; i < suite->n; i++) {
		if (suite->cases[i].index != suite->cases[i - 1].index)
			continue;
		baseline_case_id(suite, suite->cases[i].index, id, sizeof(id));
		fprintf(stderr, "memop-cts: %s: %s occurs twice: the journal is damaged\n", path,
			id);
		return -1;
	}
	return 0;
}

static int add_suite(struct baseline *baseline, const struct suite *suite,
		     const struct results *results, size_t n, const char *path)
{
	struct baseline_suite *to = baseline_add_suite(baseline, suite->name);
	struct places places;
	unsigned int a;

	to->cases = xnonnull(calloc(n, sizeof(*to->cases)));
	find_places(suite, results, &places);
	add_axes(suite, to, &places);
	add_cases(suite, results, to, &places);
	for (a = 0; a < suite->n_axes; a++)
		free(places.axis[a]);
	baseline->n += n;
	return check_order(to, path);
}

int baseline_of_results(struct baseline *baseline, const struct results *results, const char *path)
{
	const struct suite *suite;
	unsigned int i;
	size_t r, n;

	*baseline = (struct baseline){ .planned = results->planned };
	for (i = 0; i < ARRAY_SIZE(kept); i++)
		baseline_add_meta(baseline, kept[i], results_meta(results, kept[i]));
	for (i = 0; (suite = suite_at(i)); i++) {
		for (r = n = 0; r < results->n; r++)
			n += results->records[r].suite == suite;
		if (n && add_suite(baseline, suite, results, n, path))
			return -1;
	}
	baseline->complete = results->complete;
	baseline->cut_short = !results->ended;
	return 0;
}
