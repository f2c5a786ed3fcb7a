// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/known/range.h"

unsigned long version_number(unsigned int major, unsigned int minor, unsigned int patch)
{
	return (major * 1000UL + minor) * (VERSION_PATCH_MAX + 1) + patch;
}

/* Parse "6.12" or "6.1.114", exactly len bytes; patch is used if the patch level is left out. */
static int parse_version(const char *text, size_t len, unsigned int patch, unsigned long *v)
{
	unsigned int major, minor;
	int end = 0, longer = 0;

	if (sscanf(text, "%3u.%3u%n.%4u%n", &major, &minor, &end, &patch, &longer) < 2)
		return -1;
	*v = version_number(major, minor, patch);
	return (size_t)(longer ? longer : end) == len ? 0 : -1;
}

int range_parse(struct range *range, const char *text)
{
	const char *hyphen = strchr(text, '-');

	*range = (struct range){ .last = ULONG_MAX };
	if (strpbrk(text, "*?[")) {
		range->pattern = xnonnull(strdup(text));
		return 0;
	}
	if (!hyphen)
		return -1;
	if (hyphen > text && parse_version(text, (size_t)(hyphen - text), 0, &range->first))
		return -1;
	if (hyphen[1] &&
	    parse_version(hyphen + 1, strlen(hyphen + 1), VERSION_PATCH_MAX, &range->last))
		return -1;
	return range->first <= range->last ? 0 : -1;
}

void range_free(struct range *range)
{
	free(range->pattern);
	range->pattern = NULL;
}

enum covered range_covers(const struct range *range, const struct level *level)
{
	unsigned long version = version_number(level->major, level->minor, level->patch);

	if (range->pattern)
		return fnmatch(range->pattern, level->release, 0) ? NOT_COVERED : COVERED;
	if (level->backports)
		return UNDECIDED;
	return range->first <= version && version <= range->last ? COVERED : NOT_COVERED;
}

bool range_overlaps(const struct range *a, const struct range *b)
{
	if (a->pattern || b->pattern)
		return a->pattern && b->pattern && !strcmp(a->pattern, b->pattern);
	return a->first <= b->last && b->first <= a->last;
}
