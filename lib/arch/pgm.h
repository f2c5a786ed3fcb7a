/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Program-interruption codes of the access exceptions.
 * Source: Principles of Operation, chapter 6, "Program-Interruption Conditions".
 */
#ifndef LIB_ARCH_PGM_H
#define LIB_ARCH_PGM_H

enum pgm {
	PGM_PROTECTION = 0x04,
	PGM_ADDRESSING = 0x05,
	PGM_SEGMENT_TRANSLATION = 0x10,
	PGM_PAGE_TRANSLATION = 0x11,
	PGM_TRANSLATION_SPECIFICATION = 0x12,
	PGM_ALET_SPECIFICATION = 0x28,
	PGM_ALEN_TRANSLATION = 0x29,
	PGM_ALE_SEQUENCE = 0x2a,
	PGM_ASTE_VALIDITY = 0x2b,
	PGM_ASTE_SEQUENCE = 0x2c,
	PGM_EXTENDED_AUTHORITY = 0x2d,
	PGM_ASCE_TYPE = 0x38,
	PGM_REGION_FIRST_TRANSLATION = 0x39,
	PGM_REGION_SECOND_TRANSLATION = 0x3a,
	PGM_REGION_THIRD_TRANSLATION = 0x3b,
};

/* The name of a program-interruption code, or NULL if it is none of the above. */
const char *pgm_name(int code);

#endif
