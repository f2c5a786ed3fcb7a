// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "lib/known/range.h"

#define PATCH_MAX 9999

static unsigned long number(unsigned int major, unsigned int minor, unsigned int patch)
{
	return (major * 1000UL + minor) * (PATCH_MAX + 1) + patch;
}

/* Parse "6.12" or "6.1.114", exactly len bytes; patch is used if the patch level is left out. */
static int parse_version(const char *text, size_t len, unsigned int patch, unsigned long *v)
{
	unsigned int major, minor;
	int end = 0, longer = 0;

	if (sscanf(text, "%3u.%3u%n.%4u%n", &major, &minor, &end, &patch, &longer) < 2)
		return -1;
	*v = number(major, minor, patch);
	return (size_t)(longer ? longer : end) == len ? 0 : -1;
}

int range_parse(struct range *range, const char *text)
{
	const char *hyphen = strchr(text, '-');

	*range = (struct range){ .last = ULONG_MAX };
	if (!hyphen)
		return -1;
	if (hyphen > text && parse_version(text, (size_t)(hyphen - text), 0, &range->first))
		return -1;
	if (hyphen[1] && parse_version(hyphen + 1, strlen(hyphen + 1), PATCH_MAX, &range->last))
		return -1;
	return range->first <= range->last ? 0 : -1;
}

enum covered range_covers(const struct range *range, const struct level *level)
{
	bool any = level->patch_unknown;
	unsigned long least = number(level->major, level->minor, any ? 0 : level->patch);
	unsigned long most = any ? number(level->major, level->minor, PATCH_MAX) : least;

	if (most < range->first || least > range->last)
		return NOT_COVERED;
	return range->first <= least && most <= range->last ? COVERED : UNDECIDED;
}
