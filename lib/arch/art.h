/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structures of access-register translation. Source: Principles of Operation, chapter 5,
 * "Access-Register Translation".
 */
#ifndef LIB_ARCH_ART_H
#define LIB_ARCH_ART_H

#include <stdbool.h>
#include <stdint.h>

/* Access-list-entry token, 32 bits. */
#define ALET_PRIMARY	0u		/* special values: no access list is used */
#define ALET_SECONDARY	1u
#define ALET_ZEROS	0xfe000000u	/* bits 0-6 must be zero */
#define ALET_P		0x01000000u	/* bit 7: primary-space access list, not the DU's */
#define ALET_ALESN(alet) ((alet) >> 16 & 0xff)	/* sequence number, bits 8-15 */
#define ALET_ALEN(alet)	((alet) & 0xffff)	/* number of the entry, bits 16-31 */

/* Access-list designation: 4 bytes at 16 of the DUCT and of the ASTE. */
#define ALD_OFFSET	16
#define ALD_ALO		0x7fffff80u	/* access-list origin, bits 1-24 with seven zeros */
#define ALD_ALL		0x7fu		/* access-list length, bits 25-31, in units of 8 entries */

/* Access-list entry, 16 bytes. */
#define ALE_SIZE	16
#define ALE_I		0x80000000u	/* word 0, bit 0: invalid */
#define ALE_FO		0x02000000u	/* word 0, bit 6: fetch-only */
#define ALE_P		0x01000000u	/* word 0, bit 7: private; use requires authority */
#define ALE_ALESN(w0)	((w0) >> 16 & 0xff)
#define ALE_ALEAX(w0)	((w0) & 0xffff)
#define ALE_ASTEO	0x7fffffc0u	/* word 2: ASTE origin, bits 65-89 with six zeros */

struct ale {
	bool i, fo, p;
	uint8_t alesn;		/* access-list-entry sequence number; must equal that of the ALET */
	uint16_t aleax;		/* authorization index that may use the entry if it is private */
	uint32_t asteo;
	uint32_t astesn;	/* ASTE sequence number; must equal that of the ASTE */
};

static inline uint32_t ale_word_0(const struct ale *ale)
{
	return (ale->i ? ALE_I : 0) | (ale->fo ? ALE_FO : 0) | (ale->p ? ALE_P : 0) |
	       (uint32_t)ale->alesn << 16 | ale->aleax;
}

/* ASN-second-table entry, 64 bytes. */
#define ASTE_I		0x80000000u	/* word 0, bit 0: invalid */
#define ASTE_ATO	0x7ffffffcu	/* word 0: authority-table origin, bits 1-29 */
#define ASTE_ATL(w1)	((w1) >> 4 & 0xfff)	/* word 1: authority-table length, bits 48-59 */
#define ASTE_ASCE	8		/* bytes 8-15 */
#define ASTE_ASTESN	20		/* bytes 20-23 */

struct aste {
	bool i;
	uint32_t ato;
	uint16_t atl;		/* the authority table has 16 * (atl + 1) entries of two bits */
	uint64_t asce;
	uint32_t astesn;
};

/* Entry eax of the authority table has two bits, primary and secondary authority: the latter. */
#define AUTHORITY_S(byte, eax) ((byte) >> (6 - 2 * ((eax) & 3)) & 1)

#endif
