// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/known/embed.h"
#include "lib/known/expectations.h"

EMBED(expectations_text, "results/expectations/known.txt");

#define ANY_PATCH 9999

struct expectation {
	unsigned long first, last;	/* versions as one number */
	const char *pattern, *reason;
	bool hangs;			/* it never returns */
	bool right;			/* it returns what it should, but something else is wrong */
	int ret;			/* otherwise: what it returns, or the negated errno */
};

static struct expectation expectations[EXPECTATIONS_MAX];
static int n_expectations = -1;		/* not yet read */
static unsigned int damaged;

static unsigned long version(unsigned int major, unsigned int minor, unsigned int patch)
{
	return (major * 1000UL + minor) * 10000 + patch;
}

/* "6.12" or "6.1.114"; patch stands for what is left out. */
static int read_version(const char *text, unsigned int patch, unsigned long *v)
{
	unsigned int major, minor;

	if (sscanf(text, "%u.%u.%u", &major, &minor, &patch) < 2)
		return -1;
	*v = version(major, minor, patch);
	return 0;
}

static int read_range(char *text, struct expectation *e)
{
	char *last = strchr(text, '-');

	if (!last)
		return -1;
	*last++ = 0;
	e->first = 0;
	e->last = ULONG_MAX;
	return (*text && read_version(text, 0, &e->first)) || (*last && read_version(last, ANY_PATCH, &e->last)) ?
	       -1 : 0;
}

/* "returns 40", "returns -14", "returns right", "hangs". */
static int read_observed(const char *text, struct expectation *e)
{
	char rest;

	e->right = !strcmp(text, "returns right");
	e->hangs = !strcmp(text, "hangs");
	return e->right || e->hangs || sscanf(text, "returns %d%c", &e->ret, &rest) == 1 ? 0 : -1;
}

/* Cut off the next field; NULL if there is none, or it is empty. */
static char *next_field(char *field)
{
	char *bar = strstr(field, " | ");

	if (!bar || !bar[3])
		return NULL;
	*bar = 0;
	return bar + 3;
}

static int read_line(char *line, struct expectation *e)
{
	char *pattern = next_field(line);
	char *observed = pattern ? next_field(pattern) : NULL;
	char *reason = observed ? next_field(observed) : NULL;

	if (!reason)
		return -1;
	e->pattern = pattern;
	e->reason = reason;
	return read_range(line, e) || read_observed(observed, e) ? -1 : 0;
}

static void read_all(void)
{
	char *text = strdup(expectations_text), *line, *next;
	unsigned int number = 0;

	n_expectations = 0;
	for (line = text; line && *line; line = next) {
		number++;
		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		if (!*line || *line == '#')
			continue;
		if (n_expectations == EXPECTATIONS_MAX || read_line(line, &expectations[n_expectations])) {
			damaged = number;
			return;
		}
		n_expectations++;
	}
}

static bool covers(const struct expectation *e, const struct level *level)
{
	unsigned long v = version(level->major, level->minor, level->patch);

	return e->first <= v && v <= e->last;
}

int expectation_next(const struct level *level, const char *id, int after)
{
	int i;

	if (n_expectations < 0)
		read_all();
	for (i = after + 1; i < n_expectations; i++)
		if (covers(&expectations[i], level) && !fnmatch(expectations[i].pattern, id, 0))
			return i;
	return -1;
}

int expectation_explain(const struct level *level, const char *id, int ret, bool right)
{
	const struct expectation *e;

	if (n_expectations < 0)
		read_all();
	for (e = expectations; e < expectations + n_expectations; e++)
		if (!e->hangs && (e->right ? right : e->ret == ret) && covers(e, level) && !fnmatch(e->pattern, id, 0))
			return (int)(e - expectations);
	return -1;
}

int expectation_hang(const struct level *level, const char *id)
{
	int i;

	for (i = -1; (i = expectation_next(level, id, i)) >= 0; )
		if (expectations[i].hangs)
			return i;
	return -1;
}

bool expectation_for_suite(const struct level *level, const char *suite)
{
	size_t len = strlen(suite);
	int i;

	if (n_expectations < 0)
		read_all();
	for (i = 0; i < n_expectations; i++)
		if (covers(&expectations[i], level) && !strncmp(expectations[i].pattern, suite, len))
			return true;
	return false;
}

const char *expectation_reason(int number)
{
	if (n_expectations < 0)
		read_all();
	return number >= 0 && number < n_expectations ? expectations[number].reason : "no longer known";
}

unsigned int expectations_damaged(void)
{
	if (n_expectations < 0)
		read_all();
	return damaged;
}
