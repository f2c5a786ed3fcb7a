// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/changes_kind.h"
#include "lib/baseline/outcome_name.h"

#define NAMED_MAX 8	/* up to this many values of an axis are listed; more are only counted */

struct kind {
	const char *from, *to;
	size_t n;
};

/* The set of values that some cases have, for each axis. */
struct box {
	const struct baseline_suite *suite;
	bool *has[AXES_MAX];
	unsigned int n[AXES_MAX];	/* number of values in has */
};

static bool is_of(const struct change *change, const struct kind *kind)
{
	return change->from == kind->from && change->to == kind->to;
}

static void box_make(struct box *box, const struct baseline_suite *suite)
{
	unsigned int a;

	*box = (struct box){ .suite = suite };
	for (a = 0; a < suite->n_axes; a++)
		box->has[a] = xnonnull(calloc(suite->axes[a].n, sizeof(bool)));
}

static void box_free(struct box *box)
{
	unsigned int a;

	for (a = 0; a < box->suite->n_axes; a++)
		free(box->has[a]);
}

static void box_extend(struct box *box, uint64_t index)
{
	unsigned int a, v;

	for (a = box->suite->n_axes; a--; index /= box->suite->axes[a].n) {
		v = (unsigned int)(index % box->suite->axes[a].n);
		box->n[a] += !box->has[a][v];
		box->has[a][v] = true;
	}
}

static bool box_contains(const struct box *box, uint64_t index)
{
	unsigned int a;

	for (a = box->suite->n_axes; a--; index /= box->suite->axes[a].n)
		if (!box->has[a][index % box->suite->axes[a].n])
			return false;
	return true;
}

static void print_values(const struct box *box, unsigned int a, FILE *out)
{
	const struct baseline_axis *axis = &box->suite->axes[a];
	const char *separator = "=";
	unsigned int v;

	fprintf(out, " %s", axis->name);
	if (box->n[a] > NAMED_MAX) {
		fprintf(out, "=(%u of %u values)", box->n[a], axis->n);
		return;
	}
	for (v = 0; v < axis->n; v++) {
		if (!box->has[a][v])
			continue;
		fprintf(out, "%s%s", separator, axis->values[v]);
		separator = "|";
	}
}

/*
 * A hint at the cause: the axis values that the n cases have in common. "all cases with" if they
 * are all cases of the suite that have these values, "only cases with" if there are others.
 */
static void print_box(const struct box *box, size_t n, FILE *out)
{
	size_t i, inside = 0;
	bool narrow = false;
	unsigned int a;

	for (i = 0; i < box->suite->n; i++)
		inside += box_contains(box, box->suite->cases[i].index);
	fprintf(out, "    %s cases", inside == n ? "all" : "only");
	for (a = 0; a < box->suite->n_axes; a++) {
		if (box->n[a] == box->suite->axes[a].n)
			continue;
		fprintf(out, "%s", narrow ? "" : " with");
		print_values(box, a, out);
		narrow = true;
	}
	if (!narrow)
		fprintf(out, inside == n ? " that were tried" : " that have no axis value in common");
	if (inside != n)
		fprintf(out, " (%zu of %zu such cases)", n, inside);
	fprintf(out, "\n");
}

static void print_kind(const struct kind *kind, const struct baseline_suite *suite,
		       const struct change *changes, size_t n, size_t max_ids, FILE *out)
{
	char from[256], to[256], id[CASE_ID_MAX];
	size_t i, shown = 0;
	struct box box;

	outcome_explain(kind->to, to, sizeof(to));
	if (kind->from)
		outcome_explain(kind->from, from, sizeof(from));
	fprintf(out, "  %zu: %s%s%s\n", kind->n, kind->from ? from : "",
		kind->from ? " -> " : "", to);
	box_make(&box, suite);
	for (i = 0; i < n; i++)
		if (is_of(&changes[i], kind))
			box_extend(&box, changes[i].index);
	if (kind->n > 1)
		print_box(&box, kind->n, out);
	box_free(&box);
	for (i = 0; i < n && shown < max_ids; i++) {
		if (!is_of(&changes[i], kind))
			continue;
		baseline_case_id(suite, changes[i].index, id, sizeof(id));
		fprintf(out, "    %s\n", id);
		shown++;
	}
	if (max_ids && shown < kind->n)
		fprintf(out, "    and %zu more\n", kind->n - shown);
}

static int by_number(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;
	int order = (x->n < y->n) - (x->n > y->n);

	if (!order && x->from && y->from)
		order = strcmp(x->from, y->from);
	return order ? order : strcmp(x->to, y->to);
}

void changes_print_kinds(const struct baseline_suite *suite, const struct change *changes, size_t n,
			 size_t max_ids, FILE *out)
{
	struct kind *kinds = NULL;
	size_t n_kinds = 0, i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < n_kinds && !is_of(&changes[i], &kinds[k]); k++)
			;
		if (k == n_kinds) {
			kinds = xnonnull(realloc(kinds, ++n_kinds * sizeof(*kinds)));
			kinds[k] = (struct kind){ changes[i].from, changes[i].to, 0 };
		}
		kinds[k].n++;
	}
	if (n)
		qsort(kinds, n_kinds, sizeof(*kinds), by_number);
	for (k = 0; k < n_kinds; k++)
		print_kind(&kinds[k], suite, changes, n, max_ids, out);
	free(kinds);
}
