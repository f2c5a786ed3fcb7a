/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control-register bits that affect storage accesses. Source: Principles of Operation, chapter 4,
 * "Control Registers".
 */
#ifndef LIB_ARCH_CR_H
#define LIB_ARCH_CR_H

#include "lib/arch/bytes.h"

#define CR0_LOW_ADDRESS_PROTECTION	BIT64(35)
#define CR0_FETCH_PROTECTION_OVERRIDE	BIT64(38)
#define CR0_STORAGE_PROTECTION_OVERRIDE	BIT64(39)
#define CR0_ENHANCED_DAT		BIT64(40)
#define CR0_IEP				BIT64(43)	/* instruction-execution protection */

/* Which control register designates which address space. */
#define CR_PRIMARY_ASCE		1
#define CR_DUCT			2	/* dispatchable-unit-control-table origin (DUCTO) */
#define CR_PASTE		5	/* primary-ASN-second-table-entry origin (PASTEO) */
#define CR_SECONDARY_ASCE	7
#define CR_EAX			8	/* extended authorization index, bits 32-47 */
#define CR_HOME_ASCE		13

/* Bits 33-57: the real address of a structure on a 64-byte boundary. */
#define CR2_DUCTO		UINT64_C(0x7fffffc0)
#define CR5_PASTEO		UINT64_C(0x7fffffc0)

#endif
