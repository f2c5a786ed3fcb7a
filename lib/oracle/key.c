// SPDX-License-Identifier: GPL-2.0-only
/* Key-controlled protection. POP chapter 3, "Key-Controlled Protection" and the two overrides after it. */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/arch/skey.h"
#include "lib/oracle/rules.h"

#define FPO_END UINT64_C(2048)	/* fetch-protection override: effective addresses 0-2047 */
#define SPO_ACC 9		/* storage-protection override: access-control bits 9 */

/*
 * KEY.1 access key zero matches all, KEY.2 equal keys match; on a mismatch a store is prohibited (KEY.3), and so is a fetch if the
 * fetch-protection bit is one (KEY.4).
 */
static bool mismatch_prohibits(const struct question *q, uint8_t key)
{
	if (q->request->key == 0 || q->request->key == skey_acc(key))
		return false;
	return q->store || skey_fetch_protected(key);
}

/*
 * FPO.1 with bit 38 of control register 0, fetch protection is ignored for effective addresses 0-2047, FPO.2 but not with DAT on
 * in a private space. It has to cover all bytes of the piece: those from 2048 on are as protected as ever (FPO.3).
 */
static bool fetch_override(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len)
{
	return !q->store && q->state->regs.cr[0] & CR0_FETCH_PROTECTION_OVERRIDE &&
	       !(asce & ASCE_P) && addr < FPO_END && addr + len <= FPO_END;
}

/* SPO.1 with bit 39 of control register 0, a block with access-control bits 9 is open to fetches and stores of any key. */
static bool storage_override(const struct question *q, uint8_t key)
{
	return q->state->regs.cr[0] & CR0_STORAGE_PROTECTION_OVERRIDE && skey_acc(key) == SPO_ACC;
}

bool key_protected(const struct question *q, uint64_t abs, bool logical, uint64_t asce, uint64_t addr,
		   uint32_t len)
{
	uint8_t key = state_key_of(q->state, abs & ~(PAGE_SIZE - 1));

	if (!q->keyed || !mismatch_prohibits(q, key))
		return false;
	return !logical || !(fetch_override(q, asce, addr, len) || storage_override(q, key));
}
