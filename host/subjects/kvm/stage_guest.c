// SPDX-License-Identifier: GPL-2.0-only
/*
 * Staging by the guest: a payload stores tables, sets keys, and loads registers and the PSW. Its
 * mailbox describes the state.
 */
#include "guest/mailbox.h"
#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/keys.h"
#include "host/subjects/kvm/stage.h"
#include "host/subjects/kvm/vcpu.h"
#include "host/subjects/kvm/warm.h"
#include "lib/arch/bytes.h"
#include "lib/arch/lowcore.h"
#include "lib/arch/pgm.h"

#define TRIES 4	/* to run the payload on an emulated machine */

_Static_assert(MAILBOX_DWORDS_MAX * 16 <= MAILBOX_KEYS - MAILBOX_DWORDS,
	       "doublewords run into the keys");
_Static_assert(MAILBOX_KEYS + MAILBOX_KEYS_MAX * 16 <= PAGE_SIZE, "keys run out of the mailbox");

static void put_pair(uint8_t *list, unsigned int i, uint64_t a, uint64_t b)
{
	be_store(list + 16 * i, 8, a);
	be_store(list + 16 * i + 8, 8, b);
}

static void put_registers(uint8_t *mailbox, const struct state *state)
{
	const struct registers *regs = &state->regs;
	struct psw psw = vcpu_entry_psw(state);
	unsigned int i;

	for (i = 0; i < 16; i++) {
		be_store(mailbox + MAILBOX_CR + 8 * i, 8, regs->cr[i]);
		be_store(mailbox + MAILBOX_AR + 4 * i, 4, regs->ar[i]);
	}
	be_store(mailbox + MAILBOX_PREFIX, 4, regs->prefix);
	put_pair(mailbox + MAILBOX_PSW, 0, psw.mask, psw.addr);
}

/*
 * Run the payload once. A program interruption must stop it, too, but low core holds the pattern or
 * the state of a case. So replace the program new PSW by a wait, and restore it afterwards unless
 * the payload itself stored there. Returns 0; the code of a program interruption, with low core
 * restored; or -1.
 */
static int enter_payload(struct guest *guest, enum icpt icpt, char *why)
{
	static const struct psw entry = { .mask = PSW_AMODE_64, .addr = LAYOUT_STAGER };
	uint8_t *mailbox = memory_at(&guest->live, LAYOUT_STAGER + MAILBOX_DISTANCE, PAGE_SIZE);
	uint8_t *low = memory_at(&guest->live, 0, PAGE_SIZE), saved[LOWCORE_USED], lent[16];
	bool interrupted;
	unsigned int i;
	int code;

	memcpy(saved, low, LOWCORE_USED);
	put_pair(lent, 0, PSW_WAIT | PSW_AMODE_64, 0);
	memcpy(low + LOWCORE_PGM_NEW_PSW, lent, 16);
	be_store(mailbox + MAILBOX_STAGED, 8, 0);
	interrupted = vcpu_run(guest, entry, -1, icpt, why);
	if (interrupted && !vcpu_waits(guest))
		return -1;
	if (interrupted || be_load(mailbox + MAILBOX_STAGED, 8) != MAILBOX_MAGIC) {
		code = (int)be_load(low + LOWCORE_PGM_CODE, 2);
		snprintf(why, WHY_MAX, "the payload got a program interruption, code %#x at %#llx",
			 (unsigned int)code,
			 (unsigned long long)be_load(low + LOWCORE_PGM_OLD_PSW + 8, 8));
		memcpy(low, saved, LOWCORE_USED);
		return code ? code : -1;
	}
	for (i = 0; i < 16; i += 8)
		if (!memcmp(low + LOWCORE_PGM_NEW_PSW + i, lent + i, 8))
			memcpy(low + LOWCORE_PGM_NEW_PSW + i, saved + LOWCORE_PGM_NEW_PSW + i, 8);
	return 0;
}

/*
 * Where KVM runs on an emulated machine, the payload may get a spurious protection exception (see
 * warm.h). The payload can be run again after its storage is mapped again.
 */
static int enter_until_done(struct guest *guest, enum icpt icpt, char *why)
{
	int tries, code;

	for (tries = 0; tries < TRIES; tries++) {
		code = enter_payload(guest, icpt, why);
		if (code != PGM_PROTECTION || !guest->emulated)
			break;
		if (warm_all(guest, why))
			return -1;
		guest->warmed = true;
	}
	return code ? -1 : 0;
}

/* Run the payload on at most a mailbox full of doublewords and keys. */
static int run_payload(struct guest *guest, const struct doubleword *doublewords,
		       unsigned int n_doublewords, const struct block_key *keys,
		       unsigned int n_keys, const struct state *state, char *why)
{
	uint8_t *mailbox = memory_at(&guest->live, LAYOUT_STAGER + MAILBOX_DISTANCE, PAGE_SIZE);
	unsigned int i;

	for (i = 0; i < n_doublewords; i++)
		put_pair(mailbox + MAILBOX_DWORDS, i, doublewords[i].addr, doublewords[i].value);
	for (i = 0; i < n_keys; i++)
		put_pair(mailbox + MAILBOX_KEYS, i, keys[i].block, keys[i].key);
	be_store(mailbox + MAILBOX_N_DWORDS, 8, n_doublewords);
	be_store(mailbox + MAILBOX_N_KEYS, 8, n_keys);
	put_registers(mailbox, state);
	if (enter_until_done(guest, state->icpt, why))
		return -1;
	for (i = 0; guest->emulated && i < n_keys; i++)
		emulated_forget_block(guest, keys[i].block);
	return 0;
}

int stage_guest_key(struct guest *guest, uint64_t block, uint8_t key, char *why)
{
	const struct block_key block_key = { .block = block, .key = key };
	struct state state;

	state_init(&state);
	return run_payload(guest, NULL, 0, &block_key, 1, &state, why);
}

static unsigned int at_most(unsigned int n, unsigned int max)
{
	return n < max ? n : max;
}

static bool any_elsewhere(const struct delta *delta)
{
	unsigned int i;

	for (i = 0; i < delta->n_keys; i++)
		if (delta->keys[i].block >= guest_map.slot[0].size)
			return true;
	return false;
}

/* Run the payload until all doublewords, and the first n keys, are staged. */
static int run_payloads(struct guest *guest, const struct delta *delta, unsigned int n,
			const struct state *state, char *why)
{
	unsigned int dword = 0, key = 0, n_doublewords, n_keys;

	do {
		n_doublewords = at_most(delta->n_doublewords - dword, MAILBOX_DWORDS_MAX);
		n_keys = at_most(n - key, MAILBOX_KEYS_MAX);
		if (run_payload(guest, delta->doublewords + dword, n_doublewords, delta->keys + key,
				n_keys, state, why))
			return -1;
		dword += n_doublewords;
		key += n_keys;
	} while (dword < delta->n_doublewords || key < n);
	return 0;
}

/*
 * What stores for the sake of staging sets change bits. So the host sets its keys after the payload
 * has run, and again that of block 0, in which enter_payload() stores; or all keys of the state if
 * all of storage was stored into.
 */
static int set_host_keys(struct guest *guest, const struct delta *delta, bool by_host, bool ran,
			 const struct state *state, char *why)
{
	const struct block_key first = { .block = 0, .key = state_key_of(state, 0) };

	if (by_host && keys_set(guest, delta->keys, delta->n_keys, why))
		return -1;
	if (guest->warmed)
		return keys_set(guest, state->keys, state->n_keys, why);
	return ran && state_has_key(state, 0) ? keys_set(guest, &first, 1, why) : 0;
}

int stage_guest(struct guest *guest, const struct delta *delta, const struct state *state,
		char *why)
{
	/*
	 * On an emulated machine, SSKE never ends for a block outside of the slot that the code of
	 * the guest is in.
	 */
	bool by_host = !guest->guest_sets_keys || (guest->emulated && any_elsewhere(delta));
	unsigned int keys = by_host ? 0 : delta->n_keys;
	bool run = delta->n_doublewords || keys || delta->control || delta->psw;

	guest->warmed = false;
	if (run && run_payloads(guest, delta, keys, state, why))
		return -1;
	return set_host_keys(guest, delta, by_host, run, state, why);
}
