/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timestamps for --bench. They are taken only with that option, because clock_gettime(2) costs a
 * third of a system call on an emulated machine.
 */
#ifndef LIB_BASE_CLOCK_H
#define LIB_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

extern bool clock_wanted;

/* Nanoseconds of CLOCK_MONOTONIC; 0 unless clock_wanted. */
static inline uint64_t clock_ns(void)
{
	struct timespec ts;

	if (!clock_wanted)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

#endif
