/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the lab's emulated machine does differently from a real one when a guest stages its own
 * state, and how to live with it. Used only where struct guest says emulated. Functions that return
 * int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_EMULATED_H
#define HOST_SUBJECTS_KVM_EMULATED_H

#include "host/subjects/kvm/guest.h"

/* Prepare a guest that has its storage. */
int emulated_setup(struct guest *guest, char *why);
void emulated_teardown(struct guest *guest);

/*
 * Storage keys have been set. The emulator's TLB remembers keys and whether a change was recorded.
 * To set a key under SIE does not purge the host's entries; to set one outside of SIE does, but not
 * any more when the TLB has been purged as a whole 4,096 times, for then the number of the purge
 * runs into the index that the entries are looked up by. So make it forget what it knows of a
 * block: an access to another page whose number ends in the same ten bits takes the place of an
 * entry. A block has three addresses: that of this process, that of the guest, by which SIE
 * translates, and the real one, by which the kernel may access it.
 */
void emulated_forget_block(struct guest *guest, uint64_t page);

/*
 * Forget everything, after the memory behind a block was taken away; the block may be somewhere
 * else afterwards.
 */
void emulated_forget(struct guest *guest);

#endif
