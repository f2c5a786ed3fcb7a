/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernels of a row of known.txt: a range of kernel versions, or a pattern for releases.
 */
#ifndef LIB_KNOWN_RANGE_H
#define LIB_KNOWN_RANGE_H

#include "lib/abi/level.h"

struct range {
	unsigned long first, last;	/* inclusive; a version as one ordered number */
	char *pattern;			/* of releases (uname -r), as of fnmatch(3), or NULL */
};

enum covered {
	NOT_COVERED,
	COVERED,
	UNDECIDED,	/* the version does not tell: only the result of a case does */
};

/* A version as a number that orders versions; patch is at most VERSION_PATCH_MAX. */
#define VERSION_PATCH_MAX 9999
unsigned long version_number(unsigned int major, unsigned int minor, unsigned int patch);

/*
 * Parse "FIRST-LAST" or a pattern, which has one of the characters *?[. Versions are 6.1.114, or
 * 6.12, which as LAST includes all its updates; either may be left out. Returns 0, or -1 if the
 * text has another form or LAST precedes FIRST. range_free() in both cases.
 */
int range_parse(struct range *range, const char *text);
void range_free(struct range *range);

/*
 * A pattern decides for any kernel. A range is undecided for a kernel with backports, whose version
 * tells neither which bugs it has nor which fixes.
 */
enum covered range_covers(const struct range *range, const struct level *level);

/* Can both cover the same kernel? A pattern is only compared with patterns, as text. */
bool range_overlaps(const struct range *a, const struct range *b);

#endif
