/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_CLOCK_H
#define HOST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Does somebody want to know? To look takes a third of a system call where the machine is emulated. */
extern bool clock_wanted;

/* Nanoseconds since some time; 0 if nobody wants to know. */
static inline uint64_t clock_ns(void)
{
	struct timespec ts;

	if (!clock_wanted)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

#endif
