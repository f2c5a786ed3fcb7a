// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prefixing. POP chapter 3, "Prefixing": it exchanges the first 8 KiB and the prefix area (PFX.1);
 * every other real address is the absolute address (PFX.2).
 */
#include "lib/oracle/rules.h"

#define PREFIX_AREA UINT64_C(8192)

uint64_t real_to_abs(const struct question *q, uint64_t real)
{
	uint64_t area = real & ~(PREFIX_AREA - 1), prefix = q->state->regs.prefix;

	if (!prefix || (area && area != prefix)) {
		in_general(q, PFX_2);
		return real;
	}
	because(q, PFX_1);
	return area ? real - prefix : prefix | real;
}
