/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VM types: CPU models, limits of storage, huge pages, protected guests.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_VM_TYPE_H
#define HOST_SUBJECTS_KVM_VM_TYPE_H

#include "host/subjects/kvm/guest.h"

/* The steps before the guest has slots and vCPUs. */
int vm_type_begin(struct guest *guest, char *why);

/* The last step: make a guest of VM_PROTECTED a protected one. */
int vm_type_end(struct guest *guest, char *why);

/* Get the translation facilities of the guest's CPU model. */
int vm_type_facilities(struct guest *guest, struct facilities *cpu, char *why);

#endif
