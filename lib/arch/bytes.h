/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Big-endian numbers in guest storage, on a host of either endianness (Principles of Operation,
 * chapter 3, "Information Formats").
 */
#ifndef LIB_ARCH_BYTES_H
#define LIB_ARCH_BYTES_H

#include <stdint.h>

/* The big-endian number in the n (1 to 8) bytes at p. */
static inline uint64_t be_load(const uint8_t *p, unsigned int n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | *p++;
	return v;
}

/* Store the low n (1 to 8) bytes of v at p, most significant first. */
static inline void be_store(uint8_t *p, unsigned int n, uint64_t v)
{
	while (n--) {
		p[n] = (uint8_t)v;
		v >>= 8;
	}
}

/* The mask of bit n of a doubleword, numbered from 0 at the left as in the POP. */
#define BIT64(n) (UINT64_C(1) << (63 - (n)))

#endif
