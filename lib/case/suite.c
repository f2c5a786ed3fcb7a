// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/suite.h"

/* The linker collects what SUITE() declares; a program without suites has no such section. */
extern const struct suite *const __start_suites[] __attribute__((weak));
extern const struct suite *const __stop_suites[] __attribute__((weak));

#define SUITES_MAX 64

static const struct suite *sorted[SUITES_MAX];
static unsigned int n_sorted;

static bool before(const struct suite *a, const struct suite *b)
{
	return a->last != b->last ? b->last : strcmp(a->name, b->name) < 0;
}

static void sort(void)
{
	const struct suite *const *s;
	unsigned int i;

	for (s = __start_suites; s < __stop_suites && n_sorted < SUITES_MAX; s++) {
		for (i = n_sorted++; i && before(*s, sorted[i - 1]); i--)
			sorted[i] = sorted[i - 1];
		sorted[i] = *s;
	}
}

unsigned int suite_count(void)
{
	if (!n_sorted)
		sort();
	return n_sorted;
}

const struct suite *suite_at(unsigned int i)
{
	return i < suite_count() ? sorted[i] : NULL;
}

const struct suite *suite_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < suite_count(); i++)
		if (!strcmp(sorted[i]->name, name))
			return sorted[i];
	return NULL;
}

uint64_t suite_size(const struct suite *suite)
{
	uint64_t size = 1;
	unsigned int a;

	for (a = 0; a < suite->n_axes; a++)
		size *= suite->axes[a].n;
	return size;
}

void suite_values(const struct suite *suite, uint64_t index, unsigned int *v)
{
	unsigned int a;

	for (a = suite->n_axes; a--; index /= suite->axes[a].n)
		v[a] = (unsigned int)(index % suite->axes[a].n);
}

const char *suite_pruned(const struct suite *suite, const unsigned int *v)
{
	unsigned int i;

	for (i = 0; i < suite->n_prunes; i++)
		if (suite->prunes[i].when(v))
			return suite->prunes[i].reason;
	return NULL;
}

bool suite_has(const struct suite *suite, const unsigned int *v)
{
	static unsigned int last;	/* the prune that fitted last: neighbours are pruned for the same reason */
	unsigned int i;

	if (last < suite->n_prunes && suite->prunes[last].when(v))
		return false;
	for (i = 0; i < suite->n_prunes && !suite->prunes[i].when(v); i++)
		;
	if (i == suite->n_prunes)
		return true;
	last = i;
	return false;
}

uint64_t suite_cases(const struct suite *suite)
{
	uint64_t index, n = 0, size = suite_size(suite);
	unsigned int v[AXES_MAX];

	for (index = 0; index < size; index++) {
		suite_values(suite, index, v);
		n += suite_has(suite, v);
	}
	return n;
}

void suite_plan(const struct suite *suite, const unsigned int *v, unsigned int step, struct plan *plan)
{
	state_init(&plan->state);
	request_init(&plan->request);
	plan->needs = 0;
	if (suite->steps)
		suite->build_step(v, step, plan);
	else
		suite->build(v, plan);
	if (suite->last)
		plan->needs |= NEED_HAZARDOUS;
}
