/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making a guest from its parts, and destroying it.
 */
#ifndef HOST_SUBJECTS_KVM_CREATE_H
#define HOST_SUBJECTS_KVM_CREATE_H

#include "host/subjects/kvm/guest.h"

/*
 * Make the VM and its vCPU, with storage a copy of *storage. NULL on failure, with one line in why.
 */
struct guest *vm_create(enum vm_type vm_type, const struct memory *storage, char *why);
void vm_destroy(struct guest *guest);

#endif
