/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A range of kernel versions, the first field of a row of known.txt.
 */
#ifndef LIB_KNOWN_RANGE_H
#define LIB_KNOWN_RANGE_H

#include "lib/abi/level.h"

struct range {
	unsigned long first, last;	/* inclusive; a version as one ordered number */
};

enum covered {
	NOT_COVERED,
	COVERED,
	UNDECIDED,	/* depends on the patch level, which is unknown */
};

/*
 * Parse "FIRST-LAST". Versions are 6.1.114, or 6.12, which as LAST includes all its updates; either
 * may be left out. Returns 0, or -1 if the text has another form or LAST precedes FIRST.
 */
int range_parse(struct range *range, const char *text);

enum covered range_covers(const struct range *range, const struct level *level);

#endif
