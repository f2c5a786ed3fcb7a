// SPDX-License-Identifier: GPL-2.0-only
/* Effective address. POP chapter 3, "Address Size and Wraparound". */
#include "lib/oracle/rules.h"

#define MASK_24 UINT64_C(0xffffff)
#define MASK_31 UINT64_C(0x7fffffff)

/*
 * The address consists of all bits in 64-bit mode (EA.1), of bits 33-63 in 31-bit mode (EA.2), of
 * bits 40-63 in 24-bit mode (EA.3). No case has a PSW with EA one and BA zero, which is invalid
 * (EA.4).
 */
uint64_t effective_address(const struct question *q, uint64_t addr)
{
	switch (q->state->regs.psw.mask & PSW_AMODE_64) {
	case PSW_AMODE_64:
		in_general(q, EA_1);
		return addr;
	case PSW_AMODE_31:
		because(q, EA_2);
		return addr & MASK_31;
	default:
		because(q, EA_3);
		return addr & MASK_24;
	}
}
