// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/arch/bytes.h"
#include "lib/arch/skey.h"
#include "lib/machine/delta.h"
#include "lib/machine/memory.h"

/* guess: where it is likely to be, for the states of neighbours are made in the same way. */
static const struct dword *find_dword(const struct state *state, uint64_t addr, size_t guess)
{
	unsigned int i;

	if (guess < state->n_dwords && state->dwords[guess].addr == addr)
		return &state->dwords[guess];
	for (i = 0; i < state->n_dwords; i++)
		if (state->dwords[i].addr == addr)
			return &state->dwords[i];
	return NULL;
}

static int find_key(const struct state *state, uint64_t page)
{
	unsigned int i;

	for (i = 0; i < state->n_keys; i++)
		if (state->keys[i].page == page)
			return (int)i;
	return -1;
}

static void make_dwords(const struct state *now, const struct state *want, struct delta *delta)
{
	const struct dword *d, *other;

	delta->n_dwords = 0;
	for (d = now->dwords; d < now->dwords + now->n_dwords; d++)
		if (!find_dword(want, d->addr, (size_t)(d - now->dwords)))
			delta->dwords[delta->n_dwords++] =
				(struct dword){ .addr = d->addr, .value = pattern_dword(d->addr) };
	for (d = want->dwords; d < want->dwords + want->n_dwords; d++) {
		other = find_dword(now, d->addr, (size_t)(d - want->dwords));
		if (!other || other->value != d->value)
			delta->dwords[delta->n_dwords++] = *d;
	}
}

static void make_keys(const struct staged *now, const struct state *want, bool exact, struct delta *delta)
{
	enum key_known enough = exact ? KEY_EXACT : KEY_ALIKE;
	const struct page_key *k;
	unsigned int i;
	int at;

	delta->n_keys = 0;
	for (i = 0; i < now->state.n_keys; i++)
		if (find_key(want, now->state.keys[i].page) < 0)
			delta->keys[delta->n_keys++] = (struct page_key){ .page = now->state.keys[i].page };
	for (k = want->keys; k < want->keys + want->n_keys; k++) {
		at = find_key(&now->state, k->page);
		/* The kernel may lose the keys of a slot that is deleted. */
		if (at < 0 || delta->slots || now->key_known[at] < enough || now->state.keys[at].key != k->key)
			delta->keys[delta->n_keys++] = *k;
	}
}

void delta_make(const struct staged *now, const struct state *want, bool exact, struct delta *delta)
{
	const struct registers *a = &now->state.regs, *b = &want->regs;

	delta->slots = now->state.absent != want->absent;
	make_dwords(&now->state, want, delta);
	make_keys(now, want, exact, delta);
	delta->control = !now->registers_known || memcmp(a->cr, b->cr, sizeof(a->cr)) ||
			 memcmp(a->ar, b->ar, sizeof(a->ar));
	delta->psw = !now->registers_known || a->psw.mask != b->psw.mask || a->psw.addr != b->psw.addr ||
		     a->prefix != b->prefix || now->state.stopped != want->stopped;
}

void delta_done(struct staged *now, const struct delta *delta, const struct state *want)
{
	enum key_known known[STATE_KEYS];
	unsigned int i, j;
	int at;

	/* A key that was not set again is as well known as before. */
	for (i = 0; i < want->n_keys; i++) {
		for (j = 0; j < delta->n_keys && delta->keys[j].page != want->keys[i].page; j++)
			;
		at = find_key(&now->state, want->keys[i].page);
		known[i] = j < delta->n_keys ? KEY_EXACT : now->key_known[at];
	}
	now->state.kind = want->kind;
	now->state.regs = want->regs;
	now->state.stopped = want->stopped;
	now->state.absent = want->absent;
	now->state.n_dwords = want->n_dwords;
	memcpy(now->state.dwords, want->dwords, want->n_dwords * sizeof(want->dwords[0]));
	now->state.n_keys = want->n_keys;
	memcpy(now->state.keys, want->keys, want->n_keys * sizeof(want->keys[0]));
	now->registers_known = true;
	memcpy(now->key_known, known, want->n_keys * sizeof(known[0]));
}

void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len)
{
	struct dword *d;

	for (d = now->state.dwords; d < now->state.dwords + now->state.n_dwords; d++)
		if (d->addr < addr + len && addr < d->addr + 8)
			d->value = be_load(memory_at(mem, d->addr, 8), 8);
}

void delta_saw_key(struct staged *now, uint64_t page, uint8_t key)
{
	int at = find_key(&now->state, page);
	uint8_t other = at < 0 ? 0 : (key ^ now->state.keys[at].key) & (SKEY_ACC | SKEY_F | SKEY_C);

	if (at >= 0)
		now->key_known[at] = !other ? KEY_EXACT : other & (SKEY_ACC | SKEY_F) ? KEY_UNKNOWN : KEY_ALIKE;
}

void delta_accessed(struct staged *now, uint64_t page, bool lost)
{
	int at = find_key(&now->state, page);

	if (at >= 0 && (lost || now->key_known[at] == KEY_EXACT))
		now->key_known[at] = lost ? KEY_UNKNOWN : KEY_ALIKE;
}
