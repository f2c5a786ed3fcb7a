/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For programs that read results: without memory for them there is nothing else to do.
 */
#ifndef LIB_BASE_MUST_H
#define LIB_BASE_MUST_H

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/exit.h"

/* What an allocation returned; never NULL. */
static inline void *must(void *allocated)
{
	if (allocated)
		return allocated;
	fprintf(stderr, "memop-cts: no memory for the results\n");
	exit(EXIT_INFRASTRUCTURE);
}

#endif
