// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/case/need.h"
#include "lib/format/report.h"
#include "lib/known/clauses.h"
#include "lib/known/expectations.h"
#include "lib/known/history.h"

/* What follows word in the first line of the description that begins with it; or NULL. */
static const char *find_line(const char *detail, const char *word)
{
	size_t len = strlen(word);

	for (; detail; detail = strchr(detail, '\n') ? strchr(detail, '\n') + 1 : NULL)
		if (!strncmp(detail, word, len))
			return detail + len;
	return NULL;
}

/* Copy the first line of text; if text is NULL, the name of the verdict. */
static void first_line(const char *text, enum verdict verdict, char *buf, size_t size)
{
	if (text)
		snprintf(buf, size, "%.*s", (int)strcspn(text, "\n"), text);
	else
		snprintf(buf, size, "%s", verdict_names[verdict]);
}

/* Append before and the line at line, unless line is NULL. */
static void add_line(const char *before, const char *line, char *buf, size_t size)
{
	struct text text = { .buf = buf, .size = size, .len = strlen(buf) };

	if (line)
		text_add(&text, "%s%.*s", before, (int)strcspn(line, "\n"), line);
}

/*
 * "returns 4; differs in: return value; expected: returns 0 [API.3]". If several answers are
 * allowed, this is the first.
 */
static void fail_reason(const struct record *record, char *buf, size_t size)
{
	const char *detail = record->detail;

	first_line(find_line(detail, "observed: "), record->verdict, buf, size);
	add_line("; differs in: ", find_line(detail, "differs in: "), buf, size);
	add_line("; expected: ", find_line(detail, "expected: "), buf, size);
}

/* The reason of the row, and the fix that the kernel lacks. */
static void known_reason(unsigned int row, char *buf, size_t size)
{
	const struct expectation *e = expectation_at(row);

	expectation_reason_and_fix(row, buf, size);
	if (e && e->fix.commit[0])
		add_line("", ": not in this kernel", buf, size);
}

void record_reason(const struct record *record, char *buf, size_t size)
{
	const char *line;

	switch (record->verdict) {
	case VERDICT_PASS:
		snprintf(buf, size, "as expected");
		return;
	case VERDICT_SKIP:
		snprintf(buf, size, "%s", need_reason(record->missing));
		return;
	case VERDICT_XFAIL:
		known_reason(record->row, buf, size);
		return;
	case VERDICT_FAIL:
		fail_reason(record, buf, size);
		return;
	default:
		line = record->detail;
	}
	first_line(line, record->verdict, buf, size);
}

void run_reason(const struct run_record *run, char *buf, size_t size)
{
	first_line(run->detail, run->verdict, buf, size);
}

int report_level(const struct results *results, struct level *level)
{
	if (level_parse(level, results_meta(results, "level")))
		return -1;
	snprintf(level->release, sizeof(level->release), "%s", results_meta(results, "release"));
	level_probe(level, atoi(results_meta(results, "mem_op_extension")));
	return 0;
}

void record_describe(const struct results *results, const struct record *record, FILE *out)
{
	const char *detail = record->detail ? record->detail : "";
	const char *repeat = results_meta(results, "repeat");
	char id[CASE_ID_MAX];
	struct level level;

	case_id(record->suite, record->index, id, sizeof(id));
	fputs(detail, out);
	history_hints(id, out);
	/*
	 * A case that crashed or hung has no description: print the rules of its expected results.
	 */
	if (!clauses_cited(out, detail) && !report_level(results, &level))
		clauses_of_case(out, record->suite, record->index, &level);
	fprintf(out, "again: %s --case '%s'%s%s\n", results->again ? results->again : "memop-cts",
		id, *repeat ? " " : "", repeat);
}
