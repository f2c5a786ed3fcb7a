/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Workarounds for the TLB of the lab's emulated machine. Only for guests with the emulated flag.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_EMULATED_H
#define HOST_SUBJECTS_KVM_EMULATED_H

#include "host/subjects/kvm/guest.h"

/* Prepare these workarounds for a guest that has its storage. */
int emulated_setup(struct guest *guest, char *why);
void emulated_teardown(struct guest *guest);

/*
 * Call this after the storage key of a block was set. The emulator's TLB caches storage keys and
 * whether the change bit was recorded. Setting a key under SIE does not purge the host's entries.
 * Setting one outside of SIE does, until the TLB has been purged as a whole 4,096 times: from then
 * on the purge counter overlaps the bits by which entries are looked up. So evict the entries of
 * the block, by accesses to pages whose numbers have the same rightmost ten bits. A block has three
 * addresses: that in this process, the guest's, by which SIE translates, and the real one, by which
 * the kernel may access it.
 */
void emulated_forget_block(struct guest *guest, uint64_t addr);

/*
 * Evict all entries, and forget the frames of all blocks. Call this after the memory behind a block
 * was replaced.
 */
void emulated_forget(struct guest *guest);

#endif
