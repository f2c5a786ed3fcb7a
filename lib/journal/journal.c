// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/journal/journal.h"

const char *const verdict_names[VERDICTS] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_FAIL] = "fail",
	[VERDICT_SKIP] = "skip",
	[VERDICT_CRASH] = "crash",
	[VERDICT_TIMEOUT] = "timeout",
	[VERDICT_ERROR] = "error",
	[VERDICT_XFAIL] = "xfail",
};

/* A space and the number. One is written for every case, and printf(3) is slow where the machine is emulated. */
static char *put_number(char *p, int64_t value)
{
	uint64_t v = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char digits[20];
	unsigned int n = 0;

	*p++ = ' ';
	if (value < 0)
		*p++ = '-';
	if (v < 10) {
		*p++ = (char)('0' + v);
		return p;
	}
	do
		digits[n++] = (char)('0' + v % 10);
	while ((v /= 10));
	while (n)
		*p++ = digits[--n];
	return p;
}

void journal_record(struct text *text, unsigned int suite, uint64_t index, enum verdict verdict, int a,
		    int b, unsigned int c)
{
	char line[128], *p = line;

	*p++ = 'r';
	p = put_number(p, suite);
	p = put_number(p, (int64_t)index);
	*p++ = ' ';
	*p++ = VERDICT_LETTERS[verdict];
	p = put_number(p, a);
	p = put_number(p, b);
	p = put_number(p, c);
	*p++ = '\n';
	text_append(text, line, (size_t)(p - line));
}

void journal_detail(struct text *text, const char *lines)
{
	size_t len;

	for (; *lines; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		text_add(text, "d %.*s\n", (int)len, lines);
	}
}

/* The place of reading. */
struct reader {
	const char *path;
	unsigned int line;
	unsigned int n_suites;
	const struct suite *suites[64];
};

static int bad(const struct reader *reader, const char *what)
{
	fprintf(stderr, "memop-cts: %s:%u: %s\n", reader->path, reader->line, what);
	return -1;
}

static int read_suite(struct reader *reader, char *text)
{
	char *size = strchr(text, ' ');
	const struct suite *suite;

	if (!size || reader->n_suites == sizeof(reader->suites) / sizeof(reader->suites[0]))
		return bad(reader, "not a suite line: the journal is damaged");
	*size++ = 0;
	suite = suite_find(text);
	if (!suite || suite_size(suite) != strtoull(size, NULL, 10))
		return bad(reader, "written by a memop-cts with other suites: read it with that one, or make a baseline of it there");
	reader->suites[reader->n_suites++] = suite;
	return 0;
}

static int read_record(struct results *results, struct reader *reader, const char *text)
{
	struct record record = { 0 }, *grown;
	unsigned int suite;
	const char *letter;
	char verdict;

	if (sscanf(text, "%u %" SCNu64 " %c %d %d %u", &suite, &record.index, &verdict, &record.a, &record.b,
		   &record.c) != 6 || suite >= reader->n_suites ||
	    record.index >= suite_size(reader->suites[suite]) || !(letter = strchr(VERDICT_LETTERS, verdict)))
		return bad(reader, "not a record: the journal is damaged");
	record.suite = reader->suites[suite];
	record.verdict = (enum verdict)(letter - VERDICT_LETTERS);
	if (results->n == results->room) {
		results->room = results->room ? 2 * results->room : 4096;
		grown = realloc(results->records, results->room * sizeof(record));
		if (!grown)
			return bad(reader, strerror(errno));
		results->records = grown;
	}
	results->records[results->n++] = record;
	results->count[record.verdict]++;
	return 0;
}

static void read_detail(struct results *results, const char *text)
{
	struct record *last = results->n ? &results->records[results->n - 1] : NULL;
	size_t used;
	char *grown;

	if (!last)
		return;
	used = last->detail ? strlen(last->detail) : 0;
	grown = realloc(last->detail, used + strlen(text) + 2);
	if (!grown)
		return;
	last->detail = grown;
	sprintf(grown + used, "%s\n", text);
}

static void read_meta(struct results *results, char *text)
{
	char *value = strchr(text, ' ');

	if (results->n_meta == sizeof(results->meta) / sizeof(results->meta[0]))
		return;
	if (value)
		*value++ = 0;
	results->meta[results->n_meta].key = strdup(text);
	results->meta[results->n_meta++].value = strdup(value ? value : "");
}

/* If line begins with word and a space, what follows. */
static char *after(char *line, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(line, word, len) && line[len] == ' ' ? line + len + 1 : NULL;
}

static int read_line(struct results *results, struct reader *reader, char *line)
{
	char *text;

	if ((text = after(line, "r")))
		return read_record(results, reader, text);
	if ((text = after(line, "d")))
		read_detail(results, text);
	else if ((text = after(line, "meta")))
		read_meta(results, text);
	else if ((text = after(line, "suite")))
		return read_suite(reader, text);
	else if ((text = after(line, "plan")))
		results->planned = strtoull(text, NULL, 10);
	else if ((text = after(line, "note"))) {
		if (results->n_notes < sizeof(results->notes) / sizeof(results->notes[0]))
			results->notes[results->n_notes++] = strdup(text);
	} else if ((text = after(line, "end"))) {
		results->ended = true;
		results->end_code = atoi(text);
	}
	return 0;
}

int results_read(struct results *results, const char *path)
{
	struct reader reader = { .path = path };
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int ret = -1;

	*results = (struct results){ 0 };
	if (!file) {
		fprintf(stderr, "memop-cts: %s: %s\n", path, strerror(errno));
		return -1;
	}
	while ((len = getline(&line, &size, file)) > 0) {
		reader.line++;
		if (!line[0] || line[len - 1] != '\n')
			break;	/* end of a journal on a bare disk, or a line cut short */
		line[len - 1] = 0;
		if (reader.line == 1 && strcmp(line, JOURNAL_MAGIC)) {
			bad(&reader, "not a journal of memop-cts");
			goto out;
		}
		if (read_line(results, &reader, line))
			goto out;
	}
	ret = reader.line ? 0 : bad(&reader, "empty: not a journal of memop-cts");
out:
	free(line);
	fclose(file);
	return ret;
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
}

const char *results_meta(const struct results *results, const char *key)
{
	unsigned int i;

	for (i = 0; i < results->n_meta; i++)
		if (!strcmp(results->meta[i].key, key))
			return results->meta[i].value;
	return "";
}

enum exit_code results_code(const uint64_t *count, bool ended)
{
	if (count[VERDICT_FAIL] || count[VERDICT_CRASH] || count[VERDICT_TIMEOUT] || count[VERDICT_ERROR])
		return EXIT_UNEXPECTED;
	if (!ended)
		return EXIT_INFRASTRUCTURE;
	return count[VERDICT_PASS] || count[VERDICT_XFAIL] ? EXIT_PASS : EXIT_SKIPPED;
}
