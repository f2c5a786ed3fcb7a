// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/changes.h"
#include "lib/baseline/changes_kind.h"

/* A suite in both runs; a or b is NULL if that run does not have it. */
struct pair {
	const struct baseline_suite *a, *b;
	unsigned int *map[AXES_MAX];	/* for each value of an axis of a its number in b */
	struct change *changes;
	uint64_t *missing, *added;	/* indices of cases: missing in a, added in b */
	struct changes count;
};

#define NOWHERE (~0U)

static unsigned int find_value(const struct baseline_axis *axis, const char *value)
{
	unsigned int v;

	for (v = 0; v < axis->n; v++)
		if (!strcmp(axis->values[v], value))
			return v;
	return NOWHERE;
}

/* Do both have the same axes, so that a case of one can have the id of a case of the other? */
static bool same_axes(const struct baseline_suite *a, const struct baseline_suite *b)
{
	unsigned int i;

	if (!a || !b || a->n_axes != b->n_axes)
		return false;
	for (i = 0; i < a->n_axes; i++)
		if (strcmp(a->axes[i].name, b->axes[i].name))
			return false;
	return true;
}

static void make_maps(struct pair *p)
{
	unsigned int i, v;

	for (i = 0; i < p->a->n_axes; i++) {
		p->map[i] = xnonnull(calloc(p->a->axes[i].n, sizeof(**p->map)));
		for (v = 0; v < p->a->axes[i].n; v++)
			p->map[i][v] = find_value(&p->b->axes[i], p->a->axes[i].values[v]);
	}
}

static int by_index(const void *a, const void *b)
{
	const struct baseline_case *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

/* The case of b that has the id of case c of a, or NULL. */
static const struct baseline_case *counterpart(const struct pair *p, const struct baseline_case *c)
{
	struct baseline_case key = { 0 };
	uint64_t rest = c->index, span = 1;
	unsigned int i, v;

	for (i = p->a->n_axes; i--; rest /= p->a->axes[i].n) {
		v = p->map[i][rest % p->a->axes[i].n];
		if (v == NOWHERE)
			return NULL;
		key.index += v * span;
		span *= p->b->axes[i].n;
	}
	return bsearch(&key, p->b->cases, p->b->n, sizeof(key), by_index);
}

/* Compare each case of a with its counterpart in b, and count. */
static void match(struct pair *p)
{
	bool *met = xnonnull(calloc(p->b ? p->b->n + 1 : 1, sizeof(*met)));
	bool matching = same_axes(p->a, p->b);
	const struct baseline_case *c, *d;
	size_t i;

	if (matching)
		make_maps(p);
	for (i = 0; p->a && i < p->a->n; i++) {
		c = &p->a->cases[i];
		d = matching ? counterpart(p, c) : NULL;
		if (d)
			met[d - p->b->cases] = true;
		if (!d)
			p->missing[p->count.missing++] = c->index;
		else if (d->outcome != c->outcome)
			p->changes[p->count.changed++] =
				(struct change){ c->index, c->outcome, d->outcome };
		else
			p->count.same++;
	}
	for (i = 0; p->b && i < p->b->n; i++)
		if (!met[i])
			p->added[p->count.added++] = p->b->cases[i].index;
	free(met);
}

static void print_only(const struct baseline_suite *suite, const uint64_t *indices, uint64_t n,
		       const char *what, const struct changes_shown *shown, FILE *out)
{
	char id[CASE_ID_MAX];
	uint64_t i;

	if (!n || shown->common)
		return;
	fprintf(out, "  %s: %llu\n", what, (unsigned long long)n);
	/* All ids with -v, otherwise none: ten of many missing cases would not help. */
	for (i = 0; i < n && shown->max_ids == SIZE_MAX; i++) {
		baseline_case_id(suite, indices[i], id, sizeof(id));
		fprintf(out, "    %s\n", id);
	}
}

static void print_pair(const struct pair *p, const struct changes_shown *shown, FILE *out)
{
	const struct changes *n = &p->count;

	if (!n->changed && (shown->common || !(n->missing + n->added)))
		return;
	fprintf(out, "%s: %llu changed, %llu the same\n", p->a ? p->a->name : p->b->name,
		(unsigned long long)n->changed, (unsigned long long)n->same);
	changes_print_kinds(p->a, p->changes, n->changed, shown->max_ids, out);
	print_only(p->a, p->missing, n->missing, "missing, only in A", shown, out);
	print_only(p->b, p->added, n->added, "new, only in B", shown, out);
	fprintf(out, "\n");
}

static void compare_pair(const struct baseline_suite *a, const struct baseline_suite *b,
			 const struct changes_shown *shown, FILE *out, struct changes *total)
{
	struct pair p = { .a = a, .b = b };
	unsigned int i;

	p.changes = xnonnull(calloc(a ? a->n + 1 : 1, sizeof(*p.changes)));
	p.missing = xnonnull(calloc(a ? a->n + 1 : 1, sizeof(*p.missing)));
	p.added = xnonnull(calloc(b ? b->n + 1 : 1, sizeof(*p.added)));
	match(&p);
	print_pair(&p, shown, out);
	total->same += p.count.same;
	total->changed += p.count.changed;
	total->missing += p.count.missing;
	total->added += p.count.added;
	for (i = 0; i < AXES_MAX; i++)
		free(p.map[i]);
	free(p.changes);
	free(p.missing);
	free(p.added);
}

struct changes changes_print(const struct baseline *a, const struct baseline *b,
			     const struct changes_shown *shown, FILE *out)
{
	struct changes total = { 0 };
	unsigned int i = 0, j = 0;
	int order;

	/* Both are sorted by name. */
	while (i < a->n_suites || j < b->n_suites) {
		order = i == a->n_suites ? 1 : j == b->n_suites ? -1 :
			strcmp(a->suites[i].name, b->suites[j].name);
		compare_pair(order <= 0 ? &a->suites[i] : NULL, order >= 0 ? &b->suites[j] : NULL,
			     shown, out, &total);
		i += order <= 0;
		j += order >= 0;
	}
	return total;
}
