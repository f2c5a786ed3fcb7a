// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key-controlled protection. POP chapter 3, "Key-Controlled Protection",
 * "Fetch-Protection-Override Control" and "Storage-Protection-Override Control".
 */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/arch/skey.h"
#include "lib/oracle/rules.h"

#define FPO_END UINT64_C(2048)	/* fetch-protection override: effective addresses 0-2047 */
#define SPO_ACC 9		/* storage-protection override: access-control bits 9 */

/*
 * Access key 0 matches every storage key (KEY.1), and equal keys match (KEY.2). On a mismatch a
 * store is prohibited (KEY.3), and a fetch if the fetch-protection bit is one (KEY.4).
 */
static bool mismatch_prohibits(const struct question *q, uint8_t key)
{
	if (q->request->key == 0) {
		because(q, KEY_1);
		return false;
	}
	if (q->request->key == skey_acc(key)) {
		because(q, KEY_2);
		return false;
	}
	if (!q->store && !skey_fetch_protected(key))
		because(q, KEY_4);
	return q->store || skey_fetch_protected(key);
}

/*
 * If bit 38 of CR0 is one, fetch protection is ignored for effective addresses 0-2047 (FPO.1), but
 * not in a private space with DAT on (FPO.2). Bytes from 2048 on stay protected (FPO.3), so the
 * override must cover all bytes of the fragment.
 */
static bool fetch_override(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len)
{
	if (q->store || !(q->state->regs.cr[0] & CR0_FETCH_PROTECTION_OVERRIDE))
		return false;
	if (addr >= FPO_END || addr + len > FPO_END) {
		because(q, FPO_3);
		return false;
	}
	because(q, asce & ASCE_P ? FPO_2 : FPO_1);
	return !(asce & ASCE_P);
}

/*
 * SPO.1: if bit 39 of CR0 is one, a block with access-control bits 9 can be fetched from and stored
 * into with any access key.
 */
static bool storage_override(const struct question *q, uint8_t key)
{
	bool open =
		q->state->regs.cr[0] & CR0_STORAGE_PROTECTION_OVERRIDE && skey_acc(key) == SPO_ACC;

	if (open)
		because(q, SPO_1);
	return open;
}

/* ABS.2: the overrides apply to effective addresses of a program, not to absolute accesses. */
static bool key_prohibits(const struct question *q, uint8_t key, bool logical, uint64_t asce,
			  uint64_t addr, uint32_t len)
{
	if (!mismatch_prohibits(q, key))
		return false;
	if (!logical) {
		if (q->state->regs.cr[0] &
		    (CR0_FETCH_PROTECTION_OVERRIDE | CR0_STORAGE_PROTECTION_OVERRIDE))
			because(q, ABS_2);
		return true;
	}
	return !fetch_override(q, asce, addr, len) && !storage_override(q, key);
}

/*
 * KEY.6: if the entry that maps a large frame has its ACCF-validity bit one, a CPU model may use
 * the access-control and fetch-protection bits of the entry or those of the storage key.
 */
enum key_says check_key(const struct question *q, const struct place *place, bool logical,
			uint64_t asce, uint64_t addr, uint32_t len)
{
	uint8_t key = state_key_of(q->state, block_of(place->abs));
	bool prohibits;

	if (!q->keyed)
		return KEY_OPEN;
	in_general(q, API_30);
	prohibits = key_prohibits(q, key, logical, asce, addr, len);
	if (place->av) {
		because(q, KEY_6);
		if (key_prohibits(q, place->av_key, logical, asce, addr, len) != prohibits)
			return KEY_EITHER;
	}
	return prohibits ? KEY_PROHIBITS : KEY_OPEN;
}
