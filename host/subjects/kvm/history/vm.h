/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The VM of a world.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_VM_H
#define HOST_SUBJECTS_KVM_HISTORY_VM_H

#include "host/subjects/kvm/history/world.h"

/*
 * A new VM without slots, for memory of this kind. Returns a file descriptor, or -1 with one line
 * in why.
 */
int vm_new(int kvm, enum host_memory memory, char *why);

/* Make the VM of the world, with its slots; close it and its vCPUs. */
int vm_open(struct world *world, char *why);
void vm_close(struct world *world);

/* KVM_SET_DEVICE_ATTR of a VM. Returns 0 or a negated errno. */
int vm_attribute(int vm, unsigned int group, uint64_t attr, void *value);

#endif
