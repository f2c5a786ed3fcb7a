/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The difference between the present state of a guest and the next one: only this has to be staged.
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
	bool slots;		/* the set of deleted memory slots differs */
};

/* Which bits of a storage key are known to be as they were staged. */
enum key_known {
	KEY_UNKNOWN,
	KEY_ALIKE,		/* access-control and fetch-protection bits */
	KEY_EXACT,		/* and the change bit; the reference bit is never compared */
};

/* What is known about a guest. { 0 }: fresh storage and keys, unknown registers. */
struct staged {
	struct state state;
	bool registers_known;
	enum key_known key_known[STATE_KEYS];	/* of state.keys[i] */
};

/* Compute the delta from *now to *want. exact: the change bits of storage keys matter, too. */
void delta_make(const struct staged *now, const struct state *want, bool exact,
		struct delta *delta);

/* Record that the delta has been staged: *now becomes *want. */
void delta_done(struct staged *now, const struct delta *delta, const struct state *want);

/* Record that a request stored in these bytes; mem has the new content. */
void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len);

/* Record that the storage key of this block was read and is key. */
void delta_saw_key(struct staged *now, uint64_t block, uint8_t key);

/*
 * Record that the block was accessed and its key not read, so the change bit may differ; lost: all
 * bits of the key may differ.
 */
void delta_accessed(struct staged *now, uint64_t block, bool lost);

#endif
