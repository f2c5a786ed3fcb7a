/* SPDX-License-Identifier: GPL-2.0-only */
/* Pseudorandom numbers that are the same on every machine. */
#ifndef LIB_BASE_RANDOM_H
#define LIB_BASE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the next number. */
static inline uint64_t random_next(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* A number below n. */
static inline unsigned int random_below(uint64_t *seed, unsigned int n)
{
	return (unsigned int)(random_next(seed) % n);
}

static inline bool random_one_in(uint64_t *seed, unsigned int n)
{
	return !random_below(seed, n);
}

#endif
