// SPDX-License-Identifier: GPL-2.0-only
/* Low-address protection. POP chapter 3, "Low-Address Protection". */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/oracle/rules.h"

static bool overlaps(uint64_t addr, uint32_t len, uint64_t first, uint64_t last)
{
	return addr <= last && addr + len - 1 >= first;
}

/*
 * Stores at effective addresses 0-511 and 4096-4607 are prohibited (LAP.1) if bit 35 of CR0 is one
 * (LAP.2), but not in a private space with DAT on (LAP.3).
 */
bool low_address_protected(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len)
{
	if (!q->store || !(overlaps(addr, len, 0, 511) || overlaps(addr, len, 4096, 4607)))
		return false;
	if (!(q->state->regs.cr[0] & CR0_LOW_ADDRESS_PROTECTION)) {
		because(q, LAP_2);
		return false;
	}
	if (asce & ASCE_P) {
		because(q, LAP_3);
		return false;
	}
	return true;
}
