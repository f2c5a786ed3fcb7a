/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The storage key of a 4 KiB block: access-control bits, fetch-protection bit, reference bit and
 * change bit. Source: Principles of Operation, chapter 3, "Storage Key".
 */
#ifndef LIB_ARCH_SKEY_H
#define LIB_ARCH_SKEY_H

#include <stdbool.h>
#include <stdint.h>

#define SKEY_ACC	0xf0	/* access-control bits */
#define SKEY_F		0x08	/* fetch-protection bit */
#define SKEY_R		0x04	/* reference bit */
#define SKEY_C		0x02	/* change bit */

/* A storage key with access-control bits acc (0-15), fetch-protection bit f, R and C zero. */
static inline uint8_t skey_make(unsigned int acc, bool f)
{
	return (uint8_t)(acc << 4 | (f ? SKEY_F : 0));
}

static inline unsigned int skey_acc(uint8_t key)
{
	return key >> 4;
}

static inline bool skey_fetch_protected(uint8_t key)
{
	return key & SKEY_F;
}

#endif
