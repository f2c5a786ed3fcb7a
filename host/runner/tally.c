// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/runner/tally.h"
#include "lib/known/expectations.h"

/* A known deviation, "k RET ERRNO ROW": is it the bug of a CVE? */
static void count_security(struct tally *tally, const char *numbers)
{
	const struct expectation *e;
	unsigned int row;

	if (sscanf(numbers, "%*d %*d %u", &row) != 1)
		return;
	e = expectation_at(row);
	if (e && e->fix.cve[0] && !tally->security++)
		tally->security_row = row;
}

/*
 * "r SUITE INDEX VERDICT A ...\n": parsed by hand, as scanf(3) and strcspn(3) are slow on an
 * emulated machine.
 */
static void count_line(struct tally *tally, const char *line)
{
	unsigned int spaces = 0;
	const char *letter;

	if (line[0] != 'r' || line[1] != ' ')
		return;
	for (; spaces < 3 && *line != '\n'; line++)
		spaces += *line == ' ';
	letter = strchr(VERDICT_LETTERS, *line);
	if (!letter)
		return;
	tally->count[letter - VERDICT_LETTERS]++;
	if (*line == VERDICT_LETTERS[VERDICT_SKIP] && strtoul(line + 2, NULL, 10) & tally->required)
		tally->missing_required++;
	if (*line == VERDICT_LETTERS[VERDICT_XFAIL])
		count_security(tally, line + 2);
}

void tally_lines(struct tally *tally, const char *lines, size_t len)
{
	const char *line = lines, *end = lines + len, *eol;

	for (; line < end && (eol = memchr(line, '\n', (size_t)(end - line))); line = eol + 1)
		count_line(tally, line);
}

uint64_t tally_tried(const struct tally *tally)
{
	uint64_t n = 0;
	unsigned int i;

	for (i = 0; i < VERDICTS; i++)
		n += tally->count[i];
	return n;
}

uint64_t tally_unexpected(const struct tally *tally)
{
	uint64_t n = 0;
	unsigned int i;

	for (i = 0; i < VERDICTS; i++)
		n += verdict_unexpected((enum verdict)i) ? tally->count[i] : 0;
	return n;
}
