// SPDX-License-Identifier: GPL-2.0-only
/* Rows of known.txt: observed deviations, rows whose cases all passed, rows not applied. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/format/report.h"
#include "lib/known/expectations.h"
#include "lib/known/pattern.h"

/* How the cases that a row matches turned out. Skipped cases are not counted. */
struct use {
	enum covered covered;
	bool fits;		/* may match cases of the suite being counted */
	uint64_t tried, passed;
	uint64_t explained;	/* failed exactly as this row says */
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

/*
 * One line for all rows with the same reason, printed for the first of them with failures. first:
 * the row to print; n: the number of rows.
 */
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
	fprintf(out, "known to fail: %llu case%s", (unsigned long long)explained,
		explained == 1 ? "" : "s");
	if (passed)
		fprintf(out, " (%llu more matched by known.txt passed)",
			(unsigned long long)passed);
	fprintf(out, ": %s\n", text);
}

/* Were cases of this row tried, and did all of them pass? */
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
		fprintf(out, "%s: not applied, because it depends on the patch level of this "
			"kernel, which is unknown: %s\n", e->where, e->reason);
	else if (is_unseen(use))
		fprintf(out, "%s: expected to %s, but %llu of %llu cases passed%s: %s\n", e->where,
			e->hangs ? "hang" : "fail", (unsigned long long)use->passed,
			(unsigned long long)use->tried,
			e->hangs ? " (it does not hang every time)" : "", e->reason);
}

/*
 * Count the uses of all *n rows. NULL for a run against the model, to which no row applies because
 * it never deviates.
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

	for (i = 0; uses && i < n; i++)
		print_seen(uses, i, n, out);
	for (i = 0; uses && i < n; i++)
		print_unseen(&uses[i], i, out);
	free(uses);
}

/* Does a row whose cases all passed match this case? */
static bool in_unseen_row(const struct use *uses, unsigned int n, const char *id)
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
		passed += r->verdict == VERDICT_PASS && in_unseen_row(uses, n, id);
	}
	free(uses);
	return passed;
}
