// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "lib/known/fix.h"

#define NO_FIX "none"
#define FORM "FIX must be \"none\", or \"COMMIT in VERSION\" and perhaps \", UPDATE\" of older " \
	     "versions and \", CVE-NUMBER\""

static bool is_commit(const char *text, size_t len)
{
	return len >= 12 && len <= 40 && strspn(text, "0123456789abcdef") == len;
}

/* Copy the text up to the next ", " and return what follows it, or NULL at the end. */
static const char *next_part(const char *text, char *part, size_t size)
{
	const char *end = strstr(text, ", ");

	snprintf(part, size, "%.*s", end ? (int)(end - text) : (int)strlen(text), text);
	return end ? end + 2 : NULL;
}

static int parse_mainline(struct fix *fix, const char *text)
{
	unsigned int major, minor;
	int end = 0;

	if (sscanf(text, "%3u.%3u%n", &major, &minor, &end) != 2 || text[end])
		return -1;
	snprintf(fix->since, sizeof(fix->since), "%u.%u", major, minor);
	fix->mainline = version_number(major, minor, 0);
	return 0;
}

/* "6.1.114" or "6.1.?", of an older series than the fix in mainline. */
static int parse_stable(struct fix *fix, const char *text)
{
	unsigned int major, minor, patch = 0;
	int end = 0;
	bool unknown;

	if (sscanf(text, "%3u.%3u.%n", &major, &minor, &end) != 2 || !end ||
	    fix->n == FIX_BACKPORTS_MAX)
		return -1;
	unknown = !strcmp(text + end, "?");
	text += end;
	if (!unknown && (sscanf(text, "%4u%n", &patch, &end) != 1 || text[end]))
		return -1;
	fix->stable[fix->n].series = version_number(major, minor, 0);
	fix->stable[fix->n].from = version_number(major, minor, patch);
	fix->stable[fix->n].unknown = unknown;
	return fix->stable[fix->n++].series < fix->mainline ? 0 : -1;
}

const char *fix_parse(struct fix *fix, const char *text)
{
	const char *rest = strstr(text, " in ");
	char part[sizeof(fix->cve)];

	*fix = (struct fix){ 0 };
	if (!strcmp(text, NO_FIX))
		return NULL;
	if (!rest || !is_commit(text, (size_t)(rest - text)))
		return FORM;
	memcpy(fix->commit, text, (size_t)(rest - text));
	rest = next_part(rest + strlen(" in "), part, sizeof(part));
	if (parse_mainline(fix, part))
		return FORM;
	while (rest) {
		rest = next_part(rest, part, sizeof(part));
		if (!strncmp(part, "CVE-", 4) && !rest)
			memcpy(fix->cve, part, sizeof(part));
		else if (parse_stable(fix, part))
			return FORM;
	}
	return NULL;
}

enum covered fix_lacks(const struct fix *fix, const struct level *level)
{
	unsigned long series = version_number(level->major, level->minor, 0);
	unsigned int i;

	if (!fix->commit[0])
		return COVERED;
	if (series >= fix->mainline)
		return NOT_COVERED;
	for (i = 0; i < fix->n; i++) {
		if (fix->stable[i].series != series)
			continue;
		if (fix->stable[i].unknown)
			return UNDECIDED;
		return series + level->patch < fix->stable[i].from ? COVERED : NOT_COVERED;
	}
	return COVERED;
}

void fix_name(const struct fix *fix, char *buf, size_t size)
{
	snprintf(buf, size, "%s (%s%sin %s)", fix->commit, fix->cve, fix->cve[0] ? ", " : "",
		 fix->since);
}
