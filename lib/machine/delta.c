// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/arch/bytes.h"
#include "lib/arch/skey.h"
#include "lib/machine/delta.h"
#include "lib/machine/memory.h"

/* guess: the probable index, because states of consecutive cases are built in the same way. */
static const struct doubleword *find_doubleword(const struct state *state, uint64_t addr,
						size_t guess)
{
	unsigned int i;

	if (guess < state->n_doublewords && state->doublewords[guess].addr == addr)
		return &state->doublewords[guess];
	for (i = 0; i < state->n_doublewords; i++)
		if (state->doublewords[i].addr == addr)
			return &state->doublewords[i];
	return NULL;
}

static int find_key(const struct state *state, uint64_t block)
{
	unsigned int i;

	for (i = 0; i < state->n_keys; i++)
		if (state->keys[i].block == block)
			return (int)i;
	return -1;
}

static void make_doublewords(const struct state *now, const struct state *want,
			     struct delta *delta)
{
	const struct doubleword *d, *other;

	delta->n_doublewords = 0;
	for (d = now->doublewords; d < now->doublewords + now->n_doublewords; d++) {
		if (find_doubleword(want, d->addr, (size_t)(d - now->doublewords)))
			continue;
		delta->doublewords[delta->n_doublewords++] = (struct doubleword){
			.addr = d->addr, .value = pattern_doubleword(d->addr),
		};
	}
	for (d = want->doublewords; d < want->doublewords + want->n_doublewords; d++) {
		other = find_doubleword(now, d->addr, (size_t)(d - want->doublewords));
		if (!other || other->value != d->value)
			delta->doublewords[delta->n_doublewords++] = *d;
	}
}

static void make_keys(const struct staged *now, const struct state *want, bool exact,
		      struct delta *delta)
{
	enum key_known enough = exact ? KEY_EXACT : KEY_ALIKE;
	const struct block_key *k;
	unsigned int i;
	int at;

	delta->n_keys = 0;
	for (i = 0; i < now->state.n_keys; i++)
		if (find_key(want, now->state.keys[i].block) < 0)
			delta->keys[delta->n_keys++] =
				(struct block_key){ .block = now->state.keys[i].block };
	for (k = want->keys; k < want->keys + want->n_keys; k++) {
		at = find_key(&now->state, k->block);
		/* The kernel may lose the storage keys of a deleted slot. */
		if (at < 0 || delta->slots || now->key_known[at] < enough ||
		    now->state.keys[at].key != k->key)
			delta->keys[delta->n_keys++] = *k;
	}
}

void delta_make(const struct staged *now, const struct state *want, bool exact,
		struct delta *delta)
{
	const struct registers *a = &now->state.regs, *b = &want->regs;

	delta->slots = now->state.absent != want->absent;
	make_doublewords(&now->state, want, delta);
	make_keys(now, want, exact, delta);
	delta->control = !now->registers_known || memcmp(a->cr, b->cr, sizeof(a->cr)) ||
			 memcmp(a->ar, b->ar, sizeof(a->ar));
	delta->psw = !now->registers_known || a->psw.mask != b->psw.mask ||
		     a->psw.addr != b->psw.addr || a->prefix != b->prefix ||
		     now->state.icpt != want->icpt;
}

void delta_done(struct staged *now, const struct delta *delta, const struct state *want)
{
	enum key_known known[STATE_KEYS];
	unsigned int i, j;
	int at;

	/* About a key that was not set again, no more is known than before. */
	for (i = 0; i < want->n_keys; i++) {
		for (j = 0; j < delta->n_keys && delta->keys[j].block != want->keys[i].block; j++)
			;
		at = find_key(&now->state, want->keys[i].block);
		known[i] = j < delta->n_keys ? KEY_EXACT : now->key_known[at];
	}
	now->state.vm_type = want->vm_type;
	now->state.regs = want->regs;
	now->state.icpt = want->icpt;
	now->state.absent = want->absent;
	now->state.n_doublewords = want->n_doublewords;
	memcpy(now->state.doublewords, want->doublewords,
	       want->n_doublewords * sizeof(want->doublewords[0]));
	now->state.n_keys = want->n_keys;
	memcpy(now->state.keys, want->keys, want->n_keys * sizeof(want->keys[0]));
	now->registers_known = true;
	memcpy(now->key_known, known, want->n_keys * sizeof(known[0]));
}

void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len)
{
	struct doubleword *d;

	for (d = now->state.doublewords; d < now->state.doublewords + now->state.n_doublewords; d++)
		if (d->addr < addr + len && addr < d->addr + 8)
			d->value = be_load(memory_at(mem, d->addr, 8), 8);
}

void delta_saw_key(struct staged *now, uint64_t block, uint8_t key)
{
	int at = find_key(&now->state, block);
	uint8_t other = at < 0 ? 0 : (key ^ now->state.keys[at].key) & (SKEY_ACC | SKEY_F | SKEY_C);

	if (at < 0)
		return;
	now->key_known[at] = !other ? KEY_EXACT :
			     other & (SKEY_ACC | SKEY_F) ? KEY_UNKNOWN : KEY_ALIKE;
}

void delta_accessed(struct staged *now, uint64_t block, bool lost)
{
	int at = find_key(&now->state, block);

	if (at >= 0 && (lost || now->key_known[at] == KEY_EXACT))
		now->key_known[at] = lost ? KEY_UNKNOWN : KEY_ALIKE;
}
