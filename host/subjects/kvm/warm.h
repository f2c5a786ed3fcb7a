/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * On an emulated machine, map storage for stores before code in the guest stores there.
 *
 * The emulator presents a host page fault on a store of the guest to the guest, as a protection
 * exception. So map every block writable for the guest in advance, and again after such an
 * exception, which shows that the host has unmapped a block.
 */
#ifndef HOST_SUBJECTS_KVM_WARM_H
#define HOST_SUBJECTS_KVM_WARM_H

#include "host/subjects/kvm/guest.h"

/* All of storage, or the 64 KiB around an address. */
int warm_all(struct guest *guest, char *why);
int warm_area(struct guest *guest, uint64_t addr, char *why);

#endif
