/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has to be done to a guest so that it is in the next state: only what differs is staged
 * again.
 */
#ifndef LIB_MACHINE_DELTA_H
#define LIB_MACHINE_DELTA_H

#include <stdbool.h>

#include "lib/machine/memory.h"
#include "lib/machine/state.h"

struct delta {
	unsigned int n_dwords, n_keys;
	struct dword dwords[2 * STATE_DWORDS];
	struct page_key keys[2 * STATE_KEYS];
	bool control;		/* control or access registers differ */
	bool psw;		/* PSW, prefix or the way to stop differ */
	bool slots;		/* other memory slots are there */
};

/* Is a key what was staged? */
enum key_known {
	KEY_UNKNOWN,
	KEY_ALIKE,		/* access-control and fetch-protection bits are */
	KEY_EXACT,		/* and reference and change bit */
};

/*
 * What is known of a guest. { 0 } knows nothing of registers, and storage to be that of a fresh
 * guest.
 */
struct staged {
	struct state state;
	bool registers_known;
	enum key_known key_known[STATE_KEYS];	/* what is known of the key of state.keys[i] */
};

/* What leads from *now to *want. exact: reference and change bits of the keys matter. */
void delta_make(const struct staged *now, const struct state *want, bool exact, struct delta *delta);

/* The delta has been carried out: *now is *want. */
void delta_done(struct staged *now, const struct delta *delta, const struct state *want);

/* Something else was stored in these bytes of storage, which mem has. */
void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len);

/* The key of this block was seen to be key. */
void delta_saw_key(struct staged *now, uint64_t page, uint8_t key);

/*
 * The block was accessed, or (lost) may have another key altogether, and nobody looked at its key.
 */
void delta_accessed(struct staged *now, uint64_t page, bool lost);

#endif
