/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A checksum (FNV-1a, 32 bits) that detects damaged or edited files.
 */
#ifndef LIB_BASE_SUM_H
#define LIB_BASE_SUM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SUM_START 2166136261U

/* Extend the checksum of the bytes so far by len more. Start with SUM_START. */
static inline uint32_t sum_bytes(uint32_t sum, const char *bytes, size_t len)
{
	while (len--)
		sum = (sum ^ (unsigned char)*bytes++) * 16777619;
	return sum;
}

static inline uint32_t sum_text(uint32_t sum, const char *text)
{
	return sum_bytes(sum, text, strlen(text));
}

#endif
