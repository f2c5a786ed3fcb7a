// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/case/pattern.h"
#include "lib/known/embed.h"
#include "lib/known/expectation_row.h"

EMBED(expectations_text, "results/expectations/known.txt");

#define FINDINGS "docs/findings/"
#define NO_CASE "CASES matches no case of any suite"

static struct expectation *rows;
static unsigned int n_rows, n_built_in;
static char complaints[1024];
static bool loaded, ignored;

static void add_row(const struct expectation *row)
{
	rows = xnonnull(realloc(rows, (n_rows + 1) * sizeof(*rows)));
	rows[n_rows++] = *row;
}

static bool same_deviations(const struct expectation *a, const struct expectation *b)
{
	unsigned int i;

	if (a->hangs != b->hangs || a->n_observed != b->n_observed)
		return false;
	for (i = 0; i < a->n_observed; i++)
		if (!deviation_equal(&a->observed[i], &b->observed[i]))
			return false;
	return true;
}

/* An earlier row that says the same of the same kernels, or NULL. */
static const struct expectation *find_duplicate(const struct expectation *row)
{
	const struct expectation *e;

	for (e = rows; e < rows + n_rows; e++)
		if (!strcmp(e->cases, row->cases) && same_deviations(e, row) &&
		    range_overlaps(&e->kernels, &row->kernels))
			return e;
	return NULL;
}

/* Returns NULL, or what is wrong with the parsed row. */
static const char *check_row(const struct expectation *row, bool check_cases)
{
	static char problem[80];
	const struct expectation *duplicate = find_duplicate(row);

	if (duplicate) {
		snprintf(problem, sizeof(problem), "%s already says this", duplicate->where);
		return problem;
	}
	return check_cases && !pattern_names_a_case(row->cases) ? NO_CASE : NULL;
}

/*
 * Add the rows of text, one a line. Errors are appended to wrong, one a line, with file and line.
 */
static void read_rows(const char *text, const char *name, bool check_cases, struct text *wrong)
{
	struct expectation row;
	const char *problem;
	unsigned int line;
	size_t len;

	for (line = 1; *text; line++, text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (!len || *text == '#')
			continue;
		problem = expectation_parse(&row, text, len);
		snprintf(row.where, sizeof(row.where), "%.20s:%u", name, line);
		if (!problem) {
			problem = check_row(&row, check_cases);
			add_row(&row);
		}
		if (problem)
			text_add(wrong, "%s: %s\n", row.where, problem);
	}
}

static void load(void)
{
	struct text wrong = TEXT_IN(complaints);

	if (loaded)
		return;
	loaded = true;
	read_rows(expectations_text, "known.txt", false, &wrong);
	n_built_in = n_rows;
}

/* Drop the rows of expectations_add(). */
static void drop_added(void)
{
	while (n_rows > n_built_in)
		expectation_free(&rows[--n_rows]);
}

int expectations_add(const char *text, const char *name, char *why, size_t size)
{
	struct text wrong = { .buf = why, .size = size };

	load();
	drop_added();
	why[0] = 0;
	read_rows(text, name, true, &wrong);
	if (!why[0])
		return 0;
	why[strcspn(why, "\n")] = 0;
	drop_added();
	return -1;
}

void expectations_ignore(void)
{
	ignored = true;
}

const struct expectation *expectation_at(unsigned int number)
{
	load();
	return number < n_rows ? &rows[number] : NULL;
}

enum covered expectation_covers(const struct expectation *row, const struct level *level)
{
	enum covered covered = range_covers(&row->kernels, level);

	return covered == COVERED && !row->kernels.pattern ? fix_lacks(&row->fix, level) : covered;
}

bool expectation_for_suite(const struct level *level, const char *suite)
{
	const struct expectation *e;
	unsigned int i;

	for (i = 0; !ignored && (e = expectation_at(i)); i++)
		if (expectation_covers(e, level) != NOT_COVERED &&
		    pattern_fits_suite(e->cases, suite))
			return true;
	return false;
}

static bool has_deviation(const struct expectation *e, const struct deviation *d)
{
	const struct deviation *known;

	for (known = e->observed; known < e->observed + e->n_observed; known++)
		if (deviation_equal(known, d))
			return true;
	return false;
}

/* deviation == NULL: the case hangs. */
static bool describes(const struct expectation *e, const char *id,
		      const struct deviation *deviation)
{
	return pattern_fits(e->cases, id) && (deviation ? has_deviation(e, deviation) : e->hangs);
}

static int find(const struct level *level, const char *id, const struct deviation *deviation)
{
	const struct expectation *e;
	enum covered covered;
	int undecided = -1;
	unsigned int i;

	for (i = 0; !ignored && (e = expectation_at(i)); i++) {
		covered = expectation_covers(e, level);
		if (covered == NOT_COVERED || (covered == UNDECIDED && undecided >= 0) ||
		    !describes(e, id, deviation))
			continue;
		if (covered == COVERED)
			return (int)i;
		undecided = (int)i;
	}
	return undecided;
}

int expectation_explain(const struct level *level, const char *id,
			const struct deviation *deviation)
{
	return find(level, id, deviation);
}

int expectation_elsewhere(const char *id, const struct deviation *deviation)
{
	const struct expectation *e;
	unsigned int i;

	for (i = 0; (e = expectation_at(i)); i++)
		if (describes(e, id, deviation))
			return (int)i;
	return -1;
}

int expectation_hang(const struct level *level, const char *id)
{
	return find(level, id, NULL);
}

void expectation_reason(unsigned int number, char *buf, size_t size)
{
	const struct expectation *e = expectation_at(number);
	const char *finding = e ? strstr(e->reason, "(F") : NULL;
	int before, len;

	if (!finding) {
		snprintf(buf, size, "%s", e ? e->reason : "a row that known.txt no longer has");
		return;
	}
	finding++;
	before = (int)(finding - e->reason);
	len = 1 + (int)strspn(finding + 1, "0123456789");
	snprintf(buf, size, "%.*s" FINDINGS "%.*s.md%s", before, e->reason, len, finding,
		 finding + len);
}

void expectation_reason_and_fix(unsigned int number, char *buf, size_t size)
{
	const struct expectation *e = expectation_at(number);
	char fix[96];
	size_t len;

	expectation_reason(number, buf, size);
	if (!e || !e->fix.commit[0])
		return;
	fix_name(&e->fix, fix, sizeof(fix));
	len = strlen(buf);
	snprintf(buf + len, size - len, "; fixed upstream by %s", fix);
}

void expectations_print_complaints(FILE *out, const char *before)
{
	const char *line;
	unsigned int i;

	load();
	for (line = complaints; *line; line = strchr(line, '\n') + 1)
		fprintf(out, "%s%.*s\n", before, (int)strcspn(line, "\n"), line);
	for (i = 0; i < n_built_in; i++)
		if (!pattern_names_a_case(rows[i].cases))
			fprintf(out, "%s%s: %s\n", before, rows[i].where, NO_CASE);
}

unsigned int expectations_built_in(void)
{
	load();
	return n_built_in;
}
