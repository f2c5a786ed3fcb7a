/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocation that cannot fail, for code that reads and prints results: without memory it can only
 * give up, and the journal on disk is not affected.
 */
#ifndef LIB_BASE_XNONNULL_H
#define LIB_BASE_XNONNULL_H

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/exit.h"

/*
 * Returns its argument, the result of an allocation; ends the program with an error if it is NULL.
 */
static inline void *xnonnull(void *allocated)
{
	if (allocated)
		return allocated;
	fprintf(stderr, "memop-cts: out of memory while processing results\n");
	exit(EXIT_INFRASTRUCTURE);
}

#endif
