// SPDX-License-Identifier: GPL-2.0-only
/* What became of known deviations: which were seen, which were not, which could not be applied. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/format/report.h"
#include "lib/known/expectations.h"
#include "lib/known/history.h"
#include "lib/known/pattern.h"

/* Of the cases of a row that were tried. */
struct use {
	enum covered covered;
	bool fits;		/* the suite whose records are being counted */
	uint64_t tried, passed, explained;
};

static unsigned int count_rows(void)
{
	unsigned int n = 0;

	while (expectation_at(n))
		n++;
	return n;
}

static void choose_rows(struct use *uses, unsigned int n, const struct suite *suite)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		uses[i].fits = uses[i].covered != NOT_COVERED &&
			       pattern_fits_suite(expectation_at(i)->cases, suite->name);
}

static void count_record(struct use *uses, unsigned int n, const struct record *r)
{
	char id[CASE_ID_MAX] = "";
	unsigned int i;

	if (r->verdict == VERDICT_SKIP)
		return;
	if (r->verdict == VERDICT_XFAIL && r->row < n)
		uses[r->row].explained++;
	for (i = 0; i < n; i++) {
		if (!uses[i].fits)
			continue;
		if (!id[0])
			case_id(r->suite, r->index, id, sizeof(id));
		if (fnmatch(expectation_at(i)->cases, id, 0))
			continue;
		uses[i].tried++;
		uses[i].passed += r->verdict == VERDICT_PASS;
	}
}

static struct use *count_uses(const struct results *results, const struct level *level,
			      unsigned int n)
{
	struct use *uses = xnonnull(calloc(n + 1, sizeof(*uses)));
	const struct suite *suite = NULL;
	const struct record *r;
	unsigned int i;

	for (i = 0; i < n; i++)
		uses[i].covered = range_covers(&expectation_at(i)->kernels, level);
	for (r = results->records; r < results->records + results->n; r++) {
		if (r->suite != suite)
			choose_rows(uses, n, r->suite);
		suite = r->suite;
		count_record(uses, n, r);
	}
	return uses;
}

/* Rows with the same reason are counted together, where the first of them is. */
static void print_seen(const struct use *uses, unsigned int first, unsigned int n, FILE *out)
{
	const char *reason = expectation_at(first)->reason;
	uint64_t explained = 0, passed = 0;
	char text[256];
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (strcmp(expectation_at(i)->reason, reason) || !uses[i].explained)
			continue;
		if (i < first)
			return;
		explained += uses[i].explained;
		passed += uses[i].passed;
	}
	if (!explained || !uses[first].explained)
		return;
	expectation_reason(first, text, sizeof(text));
	fprintf(out, "known to fail %llu", (unsigned long long)explained);
	if (passed)
		fprintf(out, ", %llu others passed", (unsigned long long)passed);
	fprintf(out, ": %s\n", text);
}

/* Its cases were tried, and all passed. */
static bool is_unseen(const struct use *use)
{
	return use->covered == COVERED && use->tried && use->passed == use->tried;
}

static void print_unseen(const struct use *use, unsigned int i, FILE *out)
{
	const struct expectation *e = expectation_at(i);

	if (!use->tried)
		return;
	if (use->covered == UNDECIDED)
		fprintf(out, "%s: not applied, for it takes the patch level of this kernel, "
			"which is unknown: %s\n", e->where, e->reason);
	else if (is_unseen(use))
		fprintf(out, "%s: known to %s, but all %llu passed%s: %s\n", e->where,
			e->hangs ? "hang" : "fail", (unsigned long long)use->tried,
			e->hangs ? ", which may be chance" : "", e->reason);
}

/*
 * The uses of all *n rows on the kernel that was tried; NULL if no row is about it: the model is
 * right by definition.
 */
static struct use *uses_of(const struct results *results, unsigned int *n)
{
	struct level level;

	*n = count_rows();
	if (strcmp(results_meta(results, "subject"), "kvm") ||
	    level_parse(&level, results_meta(results, "level")))
		return NULL;
	return count_uses(results, &level, *n);
}

void report_known(const struct results *results, FILE *out)
{
	unsigned int i, n;
	struct use *uses = uses_of(results, &n);

	expectations_print_complaints(out, "note: ");
	history_print_complaints(out, "note: ");
	for (i = 0; uses && i < n; i++)
		print_seen(uses, i, n, out);
	for (i = 0; uses && i < n; i++)
		print_unseen(&uses[i], i, out);
	free(uses);
}

/* Does a row that was never seen name this case? */
static bool names_in_vain(const struct use *uses, unsigned int n, const char *id)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (uses[i].fits && is_unseen(&uses[i]) && !expectation_at(i)->hangs &&
		    !fnmatch(expectation_at(i)->cases, id, 0))
			return true;
	return false;
}

uint64_t count_unexpectedly_passed(const struct results *results)
{
	const struct record *r, *end = results->records + results->n;
	const struct suite *suite = NULL;
	char id[CASE_ID_MAX];
	unsigned int n;
	struct use *uses = uses_of(results, &n);
	uint64_t passed = 0;

	for (r = results->records; uses && r < end; r++) {
		if (r->suite != suite)
			choose_rows(uses, n, r->suite);
		suite = r->suite;
		case_id(suite, r->index, id, sizeof(id));
		passed += r->verdict == VERDICT_PASS && names_in_vain(uses, n, id);
	}
	free(uses);
	return passed;
}
