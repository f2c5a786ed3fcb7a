// SPDX-License-Identifier: GPL-2.0-only
/* Rows of known.txt: observed deviations, fixes, rows whose cases all passed. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/case/pattern.h"
#include "lib/format/report.h"
#include "lib/known/expectations.h"

#define SHOWN_IDS 1	/* of each kind of known deviation */

/* How the cases that a row matches turned out. Skipped cases are not counted. */
struct use {
	enum covered covered;
	bool fits;		/* may match cases of the suite being counted */
	uint64_t tried, passed;
	uint64_t masked;	/* of those tried: failed as the row of another fix says */
	uint64_t explained;	/* failed exactly as this row says */
};

struct known {
	const struct results *results;
	const struct baseline *baseline;	/* NULL: print no kinds */
	struct level level;
	unsigned int n;		/* rows */
	struct use *uses;	/* of each row */
};

static unsigned int count_rows(void)
{
	unsigned int n = 0;

	while (expectation_at(n))
		n++;
	return n;
}

static bool same_fix(unsigned int a, unsigned int b)
{
	return !strcmp(expectation_at(a)->fix.commit, expectation_at(b)->fix.commit);
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
	bool known = r->verdict == VERDICT_XFAIL && r->row < n;
	char id[CASE_ID_MAX] = "";
	unsigned int i;

	if (r->verdict == VERDICT_SKIP)
		return;
	if (known)
		uses[r->row].explained++;
	for (i = 0; i < n; i++) {
		if (!uses[i].fits)
			continue;
		if (!id[0])
			case_id(r->suite, r->index, id, sizeof(id));
		if (!pattern_fits(expectation_at(i)->cases, id))
			continue;
		uses[i].tried++;
		uses[i].passed += r->verdict == VERDICT_PASS;
		uses[i].masked += known && !same_fix(i, r->row);
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
		uses[i].covered = expectation_covers(expectation_at(i), level);
	for (r = results->records; r < results->records + results->n; r++) {
		if (r->suite != suite)
			choose_rows(uses, n, r->suite);
		suite = r->suite;
		count_record(uses, n, r);
	}
	return uses;
}

/* Rows with the same reason and fix are reported as one. */
static bool same_bug(unsigned int a, unsigned int b)
{
	return same_fix(a, b) && !strcmp(expectation_at(a)->reason, expectation_at(b)->reason);
}

static bool is_of_bug(const struct record *record, const void *row)
{
	return record->verdict == VERDICT_XFAIL && expectation_at(record->row) &&
	       same_bug(record->row, *(const unsigned int *)row);
}

static void print_bug(const struct expectation *e, unsigned int row, uint64_t explained,
		      uint64_t passed, const struct level *level, FILE *out)
{
	char text[256];

	if (e->fix.commit[0]) {
		fix_name(&e->fix, text, sizeof(text));
		fprintf(out, "%slacks upstream fix %s", e->fix.cve[0] ? "SECURITY: " : "", text);
		if (level->backports && fix_lacks(&e->fix, level) == NOT_COVERED)
			fprintf(out, ", although Linux %u.%u has it", level->major, level->minor);
	} else {
		fprintf(out, "known to fail");
	}
	fprintf(out, ": %llu case%s", (unsigned long long)explained, explained == 1 ? "" : "s");
	if (passed)
		fprintf(out, " (%llu more matched by known.txt passed)",
			(unsigned long long)passed);
	expectation_reason(row, text, sizeof(text));
	fprintf(out, ": %s\n", text);
}

/*
 * A line for all rows of the same bug, and their cases by kind if wanted. Printed for the first of
 * them with failures. first: the row to print.
 */
static void print_seen(const struct known *known, unsigned int first, FILE *out)
{
	const struct use *uses = known->uses;
	uint64_t explained = 0, passed = 0;
	unsigned int i;

	for (i = 0; i < known->n; i++) {
		if (!uses[i].explained || !same_bug(i, first))
			continue;
		if (i < first)
			return;
		explained += uses[i].explained;
		passed += uses[i].passed;
	}
	if (!explained || !uses[first].explained)
		return;
	print_bug(expectation_at(first), first, explained, passed, &known->level, out);
	if (known->baseline)
		report_kinds(known->results, known->baseline, is_of_bug, &first, SHOWN_IDS, out);
}

/*
 * Did all cases of all rows with the fix of this row pass, except those that other bugs made fail?
 * Only if it was undecided. True for the first row of the fix.
 */
static bool has_fix(const struct known *known, unsigned int row)
{
	const struct use *use;
	uint64_t passed = 0;
	unsigned int i;

	for (i = 0; i < known->n; i++) {
		use = &known->uses[i];
		if (!same_fix(i, row))
			continue;
		if (i < row || use->covered != UNDECIDED ||
		    use->passed + use->masked != use->tried)
			return false;
		passed += use->passed;
	}
	return passed && expectation_at(row)->fix.commit[0];
}

/* The fixes that a kernel with backports has, in one line. */
static void print_fixes(const struct known *known, FILE *out)
{
	const char *before = "has these upstream fixes, or never had the bugs: ";
	char name[96];
	unsigned int i;

	for (i = 0; i < known->n; i++) {
		if (!has_fix(known, i))
			continue;
		fix_name(&expectation_at(i)->fix, name, sizeof(name));
		fprintf(out, "%s%s", before, name);
		before = ", ";
	}
	if (*before == ',')
		fputs("\n", out);
}

/* Were cases of this row tried, and did all of them pass? */
static bool is_unseen(const struct use *use)
{
	return use->covered == COVERED && use->tried && use->passed == use->tried;
}

static void print_unseen(const struct use *use, unsigned int i, FILE *out)
{
	const struct expectation *e = expectation_at(i);

	if (is_unseen(use))
		fprintf(out, "%s: expected to %s, but %llu of %llu cases passed%s: %s\n", e->where,
			e->hangs ? "hang" : "fail", (unsigned long long)use->passed,
			(unsigned long long)use->tried,
			e->hangs ? " (it does not hang every time)" : "", e->reason);
}

/*
 * Fill known. known->uses is NULL for a run against the model, to which no row applies because it
 * never deviates.
 */
static void known_begin(struct known *known, const struct results *results)
{
	*known = (struct known){ .results = results, .n = count_rows() };
	if (!strcmp(results_meta(results, "subject"), "kvm") &&
	    !report_level(results, &known->level))
		known->uses = count_uses(results, &known->level, known->n);
}

void report_known(const struct results *results, const struct baseline *baseline, FILE *out)
{
	struct known known;
	unsigned int i;

	known_begin(&known, results);
	known.baseline = baseline;
	for (i = 0; known.uses && i < known.n; i++)
		print_seen(&known, i, out);
	if (known.uses)
		print_fixes(&known, out);
	for (i = 0; known.uses && i < known.n; i++)
		print_unseen(&known.uses[i], i, out);
	free(known.uses);
}

/* Does a row whose cases all passed match this case? */
static bool in_unseen_row(const struct known *known, const char *id)
{
	const struct use *uses = known->uses;
	unsigned int i;

	for (i = 0; i < known->n; i++)
		if (uses[i].fits && is_unseen(&uses[i]) && !expectation_at(i)->hangs &&
		    pattern_fits(expectation_at(i)->cases, id))
			return true;
	return false;
}

uint64_t count_unexpectedly_passed(const struct results *results)
{
	const struct record *r, *end = results->records + results->n;
	const struct suite *suite = NULL;
	char id[CASE_ID_MAX];
	struct known known;
	uint64_t passed = 0;

	known_begin(&known, results);
	for (r = results->records; known.uses && r < end; r++) {
		if (r->suite != suite)
			choose_rows(known.uses, known.n, r->suite);
		suite = r->suite;
		case_id(suite, r->index, id, sizeof(id));
		passed += r->verdict == VERDICT_PASS && in_unseen_row(&known, id);
	}
	free(known.uses);
	return passed;
}
