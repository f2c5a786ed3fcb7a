/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Low core: real storage locations with an assigned use. Source: Principles of Operation, chapter
 * 3, "Assigned Storage Locations".
 */
#ifndef LIB_ARCH_LOWCORE_H
#define LIB_ARCH_LOWCORE_H

#define LOWCORE_PGM_ILC		0x08c	/* 2 bytes: instruction length, 0, 2, 4 or 6 */
#define LOWCORE_PGM_CODE	0x08e	/* 2 bytes */
#define LOWCORE_ACCESS_ID	0x0a0	/* 1 byte: exception access identification */
#define LOWCORE_TEID		0x0a8	/* 8 bytes: translation-exception identification */
#define LOWCORE_PGM_OLD_PSW	0x150	/* 16 bytes */
#define LOWCORE_PGM_NEW_PSW	0x1d0	/* 16 bytes */
#define LOWCORE_USED		0x200	/* a program interruption stores below this only */

#endif
