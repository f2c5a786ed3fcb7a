/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A range of kernel versions, as rows of known.txt name it.
 */
#ifndef LIB_KNOWN_RANGE_H
#define LIB_KNOWN_RANGE_H

#include "lib/abi/level.h"

struct range {
	unsigned long first, last;	/* versions as one number each, both included */
};

enum covered {
	NOT_COVERED,
	COVERED,
	UNDECIDED,	/* it takes the patch level, and that is unknown */
};

/*
 * "FIRST-LAST": versions such as 6.12, which as LAST stands for all its updates, or 6.1.114; either
 * may be left out. Returns 0, or -1 if the text is anything else or the last comes before the
 * first.
 */
int range_parse(struct range *range, const char *text);

enum covered range_covers(const struct range *range, const struct level *level);

#endif
