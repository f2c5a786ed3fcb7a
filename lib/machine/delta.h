/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has to be done to a guest so that it is in the next state: only what differs is staged again.
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

/* What is known of a guest. { 0 } knows nothing of registers, and storage to be that of a fresh guest. */
struct staged {
	struct state state;
	bool registers_known;
	bool key_known[STATE_KEYS];	/* the key of state.keys[i] is exactly that, reference and change bit included */
};

/* What leads from *now to *want. */
void delta_make(const struct staged *now, const struct state *want, struct delta *delta);

/* The delta has been carried out: *now is *want. */
void delta_done(struct staged *now, const struct state *want);

/* Something else was stored in these bytes of storage, which mem has. */
void delta_stored(struct staged *now, const struct memory *mem, uint64_t addr, uint64_t len);

/* The key of this block was seen to be key, or was not seen (-1). */
void delta_saw_key(struct staged *now, uint64_t page, int key);

#endif
