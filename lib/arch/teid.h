/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation-exception identification (TEID), 8 bytes at real location 168. Source: Principles of
 * Operation, chapter 3, "Assigned Storage Locations", with enhanced suppression on protection.
 */
#ifndef LIB_ARCH_TEID_H
#define LIB_ARCH_TEID_H

#include "lib/arch/bytes.h"

#define TEID_ADDRESS		(~UINT64_C(0xfff))	/* bits 0-51 */
#define TEID_FETCH		BIT64(52)		/* bits 52-53: the access was a fetch */
#define TEID_STORE		BIT64(53)		/* or a store */
#define TEID_AS			UINT64_C(3)		/* bits 62-63: address-space control */

/* Bits 56, 60, 61: the kind of protection; all zero if the operation was not suppressed. */
#define TEID_LOW_ADDRESS	BIT64(56)
#define TEID_KEY		BIT64(60)
#define TEID_DAT		BIT64(61)
#define TEID_ACCESS_LIST	(BIT64(60) | BIT64(61))
#define TEID_PROTECTION		(BIT64(56) | BIT64(60) | BIT64(61))

/*
 * Zero for the operand of a program: bit 54 is for accesses that are side effects, bits 55 and
 * 57-59 are reserved.
 */
#define TEID_ZERO		(BIT64(54) | BIT64(55) | BIT64(57) | BIT64(58) | BIT64(59))

#endif
