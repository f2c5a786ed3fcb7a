// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/baseline.h"

const char *baseline_meta(const struct baseline *baseline, const char *key)
{
	unsigned int i;

	for (i = 0; i < baseline->n_meta; i++)
		if (!strcmp(baseline->meta[i].key, key))
			return baseline->meta[i].value;
	return "";
}

void baseline_add_meta(struct baseline *baseline, const char *key, const char *value)
{
	if (baseline->n_meta == BASELINE_META)
		return;
	baseline->meta[baseline->n_meta].key = xnonnull(strdup(key));
	baseline->meta[baseline->n_meta++].value = xnonnull(strdup(value));
}

struct baseline_suite *baseline_add_suite(struct baseline *baseline, const char *name)
{
	struct baseline_suite *suite;

	suite = xnonnull(realloc(baseline->suites, (baseline->n_suites + 1) * sizeof(*suite)));
	baseline->suites = suite;
	suite += baseline->n_suites++;
	*suite = (struct baseline_suite){ .name = xnonnull(strdup(name)) };
	return suite;
}

void baseline_add_value(struct baseline_axis *axis, const char *value)
{
	axis->values = xnonnull(realloc(axis->values, (axis->n + 1) * sizeof(*axis->values)));
	axis->values[axis->n++] = xnonnull(strdup(value));
}

void baseline_case_id(const struct baseline_suite *suite, uint64_t index, char *buf, size_t size)
{
	const char *values[AXES_MAX];
	struct text text = { .buf = buf, .size = size };
	unsigned int a;

	for (a = suite->n_axes; a--; index /= suite->axes[a].n)
		values[a] = suite->axes[a].values[index % suite->axes[a].n];
	text_add(&text, "%s", suite->name);
	for (a = 0; a < suite->n_axes; a++)
		text_add(&text, "%c%s=%s", a ? ',' : '/', suite->axes[a].name, values[a]);
}

static void free_suite(struct baseline_suite *suite)
{
	unsigned int a, v;

	for (a = 0; a < suite->n_axes; a++) {
		for (v = 0; v < suite->axes[a].n; v++)
			free(suite->axes[a].values[v]);
		free(suite->axes[a].values);
		free(suite->axes[a].name);
	}
	free(suite->cases);
	free(suite->name);
}

void baseline_free(struct baseline *baseline)
{
	unsigned int i;

	for (i = 0; i < baseline->n_suites; i++)
		free_suite(&baseline->suites[i]);
	free(baseline->suites);
	for (i = 0; i < baseline->n_meta; i++) {
		free(baseline->meta[i].key);
		free(baseline->meta[i].value);
	}
	*baseline = (struct baseline){ 0 };
}
