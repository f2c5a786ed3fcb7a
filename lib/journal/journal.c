// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/sum.h"
#include "lib/journal/journal.h"

/*
 * Write a space and the number; returns the end. Several are written for every case, and printf(3)
 * is slow on an emulated machine.
 */
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

void journal_record(struct text *text, unsigned int suite, uint64_t index, enum verdict verdict,
		    int first, int second, unsigned int third)
{
	char line[128], *p = line;

	*p++ = 'r';
	p = put_number(p, suite);
	p = put_number(p, (int64_t)index);
	*p++ = ' ';
	*p++ = VERDICT_LETTERS[verdict];
	p = put_number(p, first);
	p = put_number(p, second);
	p = put_number(p, third);
	*p++ = '\n';
	text_append(text, line, (size_t)(p - line));
}

void journal_detail(struct text *text, const char *lines)
{
	size_t len;

	for (; *lines; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		if (text->size - text->len <= len + strlen("d \n"))
			return;
		text_add(text, "d %.*s\n", (int)len, lines);
	}
}

uint32_t journal_suite_sum(const struct suite *suite)
{
	uint32_t sum = SUM_START;
	char value[CASE_ID_MAX];
	unsigned int a, v;

	for (a = 0; a < suite->n_axes; a++) {
		sum = sum_text(sum_text(sum, "/"), suite->axes[a].name);
		/* Of numbers the last one tells all; there may be a million. */
		for (v = suite->axes[a].label ? 0 : suite->axes[a].n - 1; v < suite->axes[a].n;
		     v++) {
			axis_value(&suite->axes[a], v, value, sizeof(value));
			sum = sum_text(sum_text(sum, "="), value);
		}
	}
	return sum;
}

void journal_plan(struct text *text, uint64_t planned)
{
	unsigned int i;

	for (i = 0; i < suite_count(); i++)
		text_add(text, "suite %s %llu %08x\n", suite_at(i)->name,
			 (unsigned long long)suite_size(suite_at(i)),
			 journal_suite_sum(suite_at(i)));
	text_add(text, "plan %llu\n", (unsigned long long)planned);
}

void journal_run(struct text *text, const char *name, enum verdict verdict)
{
	text_add(text, "run %s %c\n", name, VERDICT_LETTERS[verdict]);
}

void journal_end(struct text *text, int code, uint64_t tried, uint32_t sum)
{
	size_t begin = text->len;

	text_add(text, "end %d %llu ", code, (unsigned long long)tried);
	text_add(text, "%08x\n", sum_text(sum, text->buf + begin));
}
