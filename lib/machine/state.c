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
	state->vm_type = VM_ORDINARY;
	state->cpu = facilities_of(VM_ORDINARY);
	state->icpt = ICPT_NONE;
	state->absent = 0;
	state->n_doublewords = 0;
	state->n_keys = 0;
}

static void full(const char *what, unsigned int max)
{
	fprintf(stderr, "memop-cts: bug in a suite: more than %u %s in a state\n", max, what);
	abort();
}

void state_doubleword(struct state *state, uint64_t addr, uint64_t value, const char *what)
{
	unsigned int i;

	for (i = 0; i < state->n_doublewords && state->doublewords[i].addr != addr; i++)
		;
	if (i == STATE_DOUBLEWORDS)
		full("doublewords", STATE_DOUBLEWORDS);
	if (i == state->n_doublewords)
		state->n_doublewords++;
	state->doublewords[i] = (struct doubleword){ .addr = addr, .value = value, .what = what };
}

void state_key(struct state *state, uint64_t block, uint8_t key)
{
	unsigned int i;

	for (i = 0; i < state->n_keys && state->keys[i].block != block; i++)
		;
	if (i == STATE_KEYS)
		full("storage keys", STATE_KEYS);
	if (i == state->n_keys)
		state->n_keys++;
	state->keys[i] = (struct block_key){ .block = block, .key = key };
}

static const struct block_key *find_key(const struct state *state, uint64_t block)
{
	unsigned int i;

	for (i = 0; i < state->n_keys; i++)
		if (state->keys[i].block == block)
			return &state->keys[i];
	return NULL;
}

uint8_t state_key_of(const struct state *state, uint64_t block)
{
	const struct block_key *key = find_key(state, block);

	return key ? key->key : 0;
}

bool state_has_key(const struct state *state, uint64_t block)
{
	return find_key(state, block);
}

struct facilities facilities_of(enum vm_type vm_type)
{
	return (struct facilities){
		.edat1 = vm_type != VM_WITHOUT_EDAT,
		.edat2 = vm_type != VM_WITHOUT_EDAT && vm_type != VM_WITHOUT_EDAT2,
	};
}
