/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bits of the program-status word (PSW) that affect storage accesses.
 * Source: Principles of Operation, chapter 4, "Program-Status-Word Format".
 */
#ifndef LIB_ARCH_PSW_H
#define LIB_ARCH_PSW_H

#include <stdint.h>

#include "lib/arch/bytes.h"

#define PSW_DAT		BIT64(5)	/* DAT mode */
#define PSW_WAIT	BIT64(14)	/* wait state */
#define PSW_AS_SHIFT	(63 - 17)	/* address-space control, bits 16-17 */
#define PSW_AS_MASK	(UINT64_C(3) << PSW_AS_SHIFT)
#define PSW_EA		BIT64(31)	/* extended addressing mode */
#define PSW_BA		BIT64(32)	/* basic addressing mode */
#define PSW_AMODE_64	(PSW_EA | PSW_BA)
#define PSW_AMODE_31	PSW_BA
#define PSW_AMODE_24	0

/* Values of the address-space control. */
enum psw_as {
	PSW_AS_PRIMARY = 0,
	PSW_AS_ACCESS_REGISTER = 1,
	PSW_AS_SECONDARY = 2,
	PSW_AS_HOME = 3,
};

struct psw {
	uint64_t mask;	/* bits 0-63 */
	uint64_t addr;	/* bits 64-127 */
};

static inline enum psw_as psw_as(uint64_t mask)
{
	return (enum psw_as)(mask >> PSW_AS_SHIFT & 3);
}

#endif
