// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>

#include "lib/machine/state.h"

#define CR0_RESET	UINT64_C(0xe0)
#define CR14_RESET	UINT64_C(0xc2000000)

void state_init(struct state *state)
{
	state->regs = (struct registers){
		.psw.mask = PSW_AMODE_64,
		.cr[0] = CR0_RESET,
		.cr[14] = CR14_RESET,
	};
	state->kind = GUEST_ORDINARY;
	state->cpu = facilities_of(GUEST_ORDINARY);
	state->stopped = STOPPED_WAITING;
	state->absent = 0;
	state->n_dwords = 0;
	state->n_keys = 0;
}

static void full(const char *what, unsigned int max)
{
	fprintf(stderr, "memop-cts: a suite put more than %u %s into a state\n", max, what);
	abort();
}

void state_entry(struct state *state, uint64_t addr, uint64_t value, const char *what)
{
	unsigned int i;

	for (i = 0; i < state->n_dwords && state->dwords[i].addr != addr; i++)
		;
	if (i == STATE_DWORDS)
		full("doublewords", STATE_DWORDS);
	if (i == state->n_dwords)
		state->n_dwords++;
	state->dwords[i] = (struct dword){ .addr = addr, .value = value, .what = what };
}

void state_dword(struct state *state, uint64_t addr, uint64_t value)
{
	state_entry(state, addr, value, NULL);
}

void state_key(struct state *state, uint64_t page, uint8_t key)
{
	unsigned int i;

	for (i = 0; i < state->n_keys && state->keys[i].page != page; i++)
		;
	if (i == STATE_KEYS)
		full("storage keys", STATE_KEYS);
	if (i == state->n_keys)
		state->n_keys++;
	state->keys[i] = (struct page_key){ .page = page, .key = key };
}

static const struct page_key *find_key(const struct state *state, uint64_t page)
{
	unsigned int i;

	for (i = 0; i < state->n_keys; i++)
		if (state->keys[i].page == page)
			return &state->keys[i];
	return NULL;
}

uint8_t state_key_of(const struct state *state, uint64_t page)
{
	const struct page_key *key = find_key(state, page);

	return key ? key->key : 0;
}

bool state_has_key(const struct state *state, uint64_t page)
{
	return find_key(state, page);
}

struct facilities facilities_of(enum guest_kind kind)
{
	return (struct facilities){
		.edat1 = kind != GUEST_WITHOUT_EDAT,
		.edat2 = kind != GUEST_WITHOUT_EDAT && kind != GUEST_WITHOUT_EDAT_2,
	};
}
