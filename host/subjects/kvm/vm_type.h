/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of guest: CPU models, limits of storage, huge pages, protected guests.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_VM_TYPE_H
#define HOST_SUBJECTS_KVM_VM_TYPE_H

#include "host/subjects/kvm/guest.h"

/* What must be done before the guest has slots and vCPUs. */
int vm_type_begin(struct guest *guest, char *why);

/* What must be done last: give the guest to the ultravisor. */
int vm_type_end(struct guest *guest, char *why);

/* Which of the facilities that change translation the CPU model of the guest has. */
int vm_type_facilities(struct guest *guest, struct facilities *cpu, char *why);

#endif
