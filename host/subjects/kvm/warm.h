/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * On an emulated machine: map storage for stores before code in the guest stores there.
 * 
 * A host page fault on a store of the guest is presented to the guest as its own protection
 * exception there. So every block is made writable for the guest beforehand, and again when such an
 * exception shows that the host has unmapped one.
 */
#ifndef HOST_SUBJECTS_KVM_WARM_H
#define HOST_SUBJECTS_KVM_WARM_H

#include "host/subjects/kvm/guest.h"

/* All of storage, or the 64 KiB around an address. */
int warm_all(struct guest *guest, char *why);
int warm_area(struct guest *guest, uint64_t addr, char *why);

#endif
