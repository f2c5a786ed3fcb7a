/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the lab's emulated machine does differently from a real one when a guest stages its own state, and how to live
 * with it. Used only where struct guest says emulated; functions as in vm.h.
 */
#ifndef HOST_KVM_EMULATED_H
#define HOST_KVM_EMULATED_H

#include "host/kvm/vm.h"

/* Prepare a guest that has its storage; guest_stores: code in it is to store there. */
int emulated_setup(struct guest *guest, bool guest_stores, char *why);
void emulated_teardown(struct guest *guest);

/*
 * The emulator's TLB remembers keys and whether a change was recorded. A key that is set under SIE does not purge the host's
 * entries, and one that the host sets misses some, once in a thousand times: make it forget them all, by accesses to as many
 * other pages as it has entries.
 */
void emulated_forget(struct guest *guest);

/* Are keys that the guest sets obeyed, all of them, one after the other with accesses between? */
int emulated_try_keys(struct guest *guest, bool *obeyed, char *why);

#endif
