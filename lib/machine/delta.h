/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has to be staged to bring a guest into the next state: only what differs from its state now.
 */
#ifndef LIB_MACHINE_DELTA_H
#define LIB_MACHINE_DELTA_H

#include <stdbool.h>

#include "lib/machine/memory.h"
#include "lib/machine/state.h"

struct delta {
	unsigned int n_doublewords, n_keys;
	struct doubleword doublewords[2 * STATE_DOUBLEWORDS];
	struct block_key keys[2 * STATE_KEYS];
	bool control;		/* control or access registers differ */
	bool psw;		/* PSW, prefix or interception differ */
	bool slots;		/* other memory slots are deleted */
};

/* How much of a key is known to be as it was staged. */
enum key_known {
	KEY_UNKNOWN,
	KEY_ALIKE,		/* access-control and fetch-protection bits */
	KEY_EXACT,		/* and the change bit; nothing is expected of the reference bit */
};

/* What is known of a guest. { 0 }: it has the storage of a fresh guest, and any registers. */
struct staged {
	struct state state;
	bool registers_known;
	enum key_known key_known[STATE_KEYS];	/* of the key that is state.keys[i] */
};

/* The delta from *now to *want. exact: the change bits of the keys matter. */
void delta_make(const struct staged *now, const struct state *want, bool exact,
		struct delta *delta);

/* The delta has been staged: *now is *want. */
void delta_done(struct staged *now, const struct delta *delta, const struct state *want);

/* Something else was stored in these bytes of storage; mem holds it. */
void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len);

/* The key of this block was seen to be key. */
void delta_saw_key(struct staged *now, uint64_t block, uint8_t key);

/* The block was accessed and its key was not read; lost: the key may be another altogether. */
void delta_accessed(struct staged *now, uint64_t block, bool lost);

#endif
