// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/base/sum.h"
#include "lib/case/selection.h"
#include "lib/journal/results.h"

/* Position in the journal being read. */
struct reader {
	const char *path;
	unsigned int line;
	uint32_t sum;			/* of the preceding lines */
	unsigned int n_suites, room;
	const struct suite **suites;
	char **detail;			/* of the preceding r or run line */
};

static int bad(const struct reader *reader, const char *what)
{
	fprintf(stderr, "memop-cts: %s:%u: %s\n", reader->path, reader->line, what);
	return -1;
}

/* "NAME SIZE SUM" */
static int read_suite(struct results *results, struct reader *reader, char *text)
{
	const struct suite *suite;
	unsigned long long size;
	char name[64];
	unsigned int sum;

	(void)results;
	if (sscanf(text, "%63s %llu %x", name, &size, &sum) != 3)
		return bad(reader, "not a suite line: the journal is damaged");
	suite = suite_find(name);
	if (!suite || suite_size(suite) != size || journal_suite_sum(suite) != sum)
		return bad(reader, "written by a memop-cts with other suites: "
			   "read it with that program, or use that program to make a baseline");
	if (reader->n_suites == reader->room) {
		reader->room = reader->room ? 2 * reader->room : 64;
		reader->suites = xnonnull(realloc(reader->suites,
						  reader->room * sizeof(*reader->suites)));
	}
	reader->suites[reader->n_suites++] = suite;
	return 0;
}

/* "SUITE INDEX VERDICT N N N"; the numbers are the members of the three unions. */
static int read_record(struct results *results, struct reader *reader, char *text)
{
	struct record record = { 0 };
	unsigned int suite;
	char letter;
	int verdict;

	if (sscanf(text, "%u %" SCNu64 " %c %d %d %u", &suite, &record.index, &letter, &record.ret,
		   &record.err, &record.row) != 6 || suite >= reader->n_suites ||
	    record.index >= suite_size(reader->suites[suite]) ||
	    (verdict = verdict_of_letter(letter)) < 0)
		return bad(reader, "not a record: the journal is damaged");
	record.suite = reader->suites[suite];
	record.verdict = (enum verdict)verdict;
	if (results->n == results->room) {
		results->room = results->room ? 2 * results->room : 4096;
		results->records = xnonnull(realloc(results->records,
						    results->room * sizeof(record)));
	}
	results->records[results->n++] = record;
	results->count[record.verdict]++;
	reader->detail = &results->records[results->n - 1].detail;
	return 0;
}

/* "NAME VERDICT" */
static int read_run(struct results *results, struct reader *reader, char *text)
{
	struct run_record *run = &results->runs[results->n_runs];
	char name[64], letter;
	int verdict;

	if (sscanf(text, "%63s %c", name, &letter) != 2 ||
	    (verdict = verdict_of_letter(letter)) < 0)
		return bad(reader, "not a run line: the journal is damaged");
	if (results->n_runs == RESULTS_RUNS)
		return bad(reader, "too many run lines: the journal is damaged");
	*run = (struct run_record){
		.name = xnonnull(strdup(name)), .verdict = (enum verdict)verdict,
	};
	reader->detail = &run->detail;
	results->n_runs++;
	return 0;
}

static void add_line(char **lines, const char *text)
{
	size_t used = *lines ? strlen(*lines) : 0;

	*lines = xnonnull(realloc(*lines, used + strlen(text) + 2));
	sprintf(*lines + used, "%s\n", text);
}

static int read_detail(struct results *results, struct reader *reader, char *text)
{
	(void)results;
	if (!reader->detail)
		return bad(reader, "a d line without an r or run line before it: "
			   "the journal is damaged");
	add_line(reader->detail, text);
	return 0;
}

/* Why the lab ended the journal: a verdict on the run as a whole. */
static int read_lab(struct results *results, struct reader *reader, char *text)
{
	char run[] = "lab e";

	if (read_run(results, reader, run))
		return -1;
	return read_detail(results, reader, text);
}

/* Without an end line the run is cut short, whatever follows. */
static int read_stop(struct results *results, struct reader *reader, char *text)
{
	(void)results;
	(void)reader;
	(void)text;
	return 0;
}

static int read_expect(struct results *results, struct reader *reader, char *text)
{
	(void)reader;
	add_line(&results->expect, text);
	return 0;
}

static int read_meta(struct results *results, struct reader *reader, char *text)
{
	char *value = strchr(text, ' ');

	if (results->n_meta == RESULTS_META)
		return bad(reader, "too many meta lines: the journal is damaged");
	if (value)
		*value++ = 0;
	results->meta[results->n_meta].key = xnonnull(strdup(text));
	results->meta[results->n_meta++].value = xnonnull(strdup(value ? value : ""));
	return 0;
}

static int read_plan(struct results *results, struct reader *reader, char *text)
{
	(void)reader;
	results->planned = strtoull(text, NULL, 10);
	return 0;
}

/* Reports show the first RESULTS_NOTES notes only. */
static int read_note(struct results *results, struct reader *reader, char *text)
{
	(void)reader;
	if (results->n_notes < RESULTS_NOTES)
		results->notes[results->n_notes++] = xnonnull(strdup(text));
	return 0;
}

/* "CODE TRIED SUM" */
static int read_end(struct results *results, struct reader *reader, char *text)
{
	unsigned long long tried;
	char expected[64];
	struct text line = TEXT_IN(expected);

	if (sscanf(text, "%d %llu", &results->end_code, &tried) != 2)
		return bad(reader, "not an end line: the journal is damaged");
	journal_end(&line, results->end_code, tried, reader->sum);
	expected[line.len - 1] = 0;		/* text has no newline */
	if (tried != results->n || strcmp(expected + strlen("end "), text))
		return bad(reader, "lines were changed, lost or added: the journal is damaged");
	results->ended = true;
	results->complete = results->n == results->planned ||
			    results->planned == SELECTION_ENDLESS;
	return 0;
}

static const struct line {
	const char *word;
	int (*read)(struct results *results, struct reader *reader, char *text);
} lines[] = {
	{ "r ", read_record },
	{ "d ", read_detail },
	{ "meta ", read_meta },
	{ "suite ", read_suite },
	{ "plan ", read_plan },
	{ "note ", read_note },
	{ "expect ", read_expect },
	{ "run ", read_run },
	{ "end ", read_end },
	{ "lab ", read_lab },
	{ "stop ", read_stop },
};

static int read_line(struct results *results, struct reader *reader, char *line)
{
	const struct line *l;

	if (reader->line == 1)
		return strcmp(line, JOURNAL_MAGIC) ?
		       bad(reader, "not a journal that this version of memop-cts can read") : 0;
	if (results->ended)
		return bad(reader, "a line after the end line: the journal is damaged");
	for (l = lines; l < lines + sizeof(lines) / sizeof(lines[0]); l++)
		if (!strncmp(line, l->word, strlen(l->word)))
			return l->read(results, reader, line + strlen(l->word));
	return bad(reader, "not a line of a journal: the journal is damaged");
}

/*
 * Read up to the end of the file, an incomplete last line, or the first zero byte of a raw disk. A
 * run that was killed leaves either of the latter.
 */
static int read_lines(struct results *results, struct reader *reader, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int ret = 0;

	while (!ret && (len = getline(&line, &size, file)) > 0 && line[0] &&
	       line[len - 1] == '\n') {
		uint32_t sum = sum_bytes(reader->sum, line, (size_t)len);

		reader->line++;
		line[len - 1] = 0;
		if (strlen(line) != (size_t)len - 1)
			ret = bad(reader, "a zero byte within a line: the journal is damaged");
		else
			ret = read_line(results, reader, line);
		reader->sum = sum;
	}
	if (!ret && ferror(file))
		ret = bad(reader, strerror(errno));
	if (!ret && !reader->line)
		ret = bad(reader, "not a journal that this version of memop-cts can read");
	free(line);
	return ret;
}

/* The order in which a run takes suites: by name, dangerous ones last. */
static int by_case(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	int order = strcmp(x->suite->name, y->suite->name);

	if (x->suite != y->suite)
		return x->suite->dangerous != y->suite->dangerous ?
		       x->suite->dangerous - y->suite->dangerous : order;
	return (x->index > y->index) - (x->index < y->index);
}

static int sort(struct results *results, const char *path)
{
	char id[CASE_ID_MAX];
	size_t i;

	if (results->n)
		qsort(results->records, results->n, sizeof(*results->records), by_case);
	for (i = 1; i < results->n; i++) {
		if (by_case(&results->records[i - 1], &results->records[i]))
			continue;
		case_id(results->records[i].suite, results->records[i].index, id, sizeof(id));
		fprintf(stderr, "memop-cts: %s: %s occurs twice: the journal is damaged\n", path,
			id);
		return -1;
	}
	if (results->n > results->planned) {
		fprintf(stderr, "memop-cts: %s: more cases than planned: the journal is damaged\n",
			path);
		return -1;
	}
	return 0;
}

int results_read(struct results *results, const char *path)
{
	struct reader reader = { .path = path, .sum = SUM_START };
	FILE *file = fopen(path, "r");
	int ret;

	*results = (struct results){ 0 };
	if (!file) {
		fprintf(stderr, "memop-cts: %s: %s\n", path, strerror(errno));
		return -1;
	}
	ret = read_lines(results, &reader, file);
	free(reader.suites);
	fclose(file);
	return ret ? ret : sort(results, path);
}

void results_free(struct results *results)
{
	size_t i;

	for (i = 0; i < results->n; i++)
		free(results->records[i].detail);
	free(results->records);
	for (i = 0; i < results->n_meta; i++) {
		free(results->meta[i].key);
		free(results->meta[i].value);
	}
	for (i = 0; i < results->n_notes; i++)
		free(results->notes[i]);
	free(results->expect);
	for (i = 0; i < results->n_runs; i++) {
		free(results->runs[i].name);
		free(results->runs[i].detail);
	}
	*results = (struct results){ 0 };
}

const char *results_meta(const struct results *results, const char *key)
{
	unsigned int i;

	for (i = 0; i < results->n_meta; i++)
		if (!strcmp(results->meta[i].key, key))
			return results->meta[i].value;
	return "";
}

int results_exit(const struct results *results)
{
	unsigned int i;

	if (results->ended)
		return results->end_code;
	for (i = 0; i < results->n_runs; i++)
		if (verdict_unexpected(results->runs[i].verdict) &&
		    results->runs[i].verdict != VERDICT_ERROR)
			return EXIT_UNEXPECTED;
	return (int)results_code(results->count, false);
}
