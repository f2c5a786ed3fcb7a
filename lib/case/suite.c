// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/case/suite.h"

/* The bounds of the section that SUITE() fills; weak, as a program without suites has none. */
extern const struct suite *const __start_suites[] __attribute__((weak));
extern const struct suite *const __stop_suites[] __attribute__((weak));

static const struct suite *sorted[SUITES_MAX];
static unsigned int n_sorted;

static bool before(const struct suite *a, const struct suite *b)
{
	return a->dangerous != b->dangerous ? b->dangerous : strcmp(a->name, b->name) < 0;
}

static void insert(const struct suite *suite)
{
	const char *fault = NULL;
	unsigned int i, a;

	if (n_sorted == SUITES_MAX)
		fault = "there are more than SUITES_MAX suites";
	for (a = 0; a < suite->n_axes && !fault; a++)
		fault = axis_fault(&suite->axes[a]);
	if (fault) {
		fprintf(stderr, "memop-cts: bug in suite %s: %s\n", suite->name, fault);
		abort();
	}
	for (i = n_sorted++; i && before(suite, sorted[i - 1]); i--)
		sorted[i] = sorted[i - 1];
	sorted[i] = suite;
}

unsigned int suite_count(void)
{
	const struct suite *const *s;

	if (!n_sorted)
		for (s = __start_suites; s < __stop_suites; s++)
			insert(*s);
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

uint64_t suite_index(const struct suite *suite, const unsigned int *v)
{
	uint64_t index = 0;
	unsigned int a;

	for (a = 0; a < suite->n_axes; a++)
		index = index * suite->axes[a].n + v[a];
	return index;
}

const char *suite_pruned(const struct suite *suite, const unsigned int *v)
{
	unsigned int i;

	for (i = 0; i < suite->n_prunes; i++)
		if (suite->prunes[i].when(v))
			return suite->prunes[i].reason;
	return NULL;
}

void suite_plan(const struct suite *suite, const unsigned int *v, unsigned int step,
		struct plan *plan)
{
	state_init(&plan->state);
	request_init(&plan->request);
	plan->needs = 0;
	if (suite->steps)
		suite->build_step(v, step, plan);
	else
		suite->build(v, plan);
	if (suite->dangerous)
		plan->needs |= NEED_DANGEROUS;
}
