/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of the guest in this process, and the VM's slots.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_STORAGE_H
#define HOST_SUBJECTS_KVM_HISTORY_STORAGE_H

#include "host/subjects/kvm/history/world.h"

/* Make the slots of the history, without a VM; free what is not in areas. */
int storage_make(struct world *world, char *why);
void storage_free(struct world *world);

/* Give a slot new memory. The old memory remains in its area. */
int storage_renew(struct world *world, struct world_slot *slot, char *why);

/* KVM_SET_USER_MEMORY_REGION for all slots of the history. */
int storage_add(struct world *world, char *why);

/*
 * A slot of the suite's own, which no step names: SLOT_OWN, 1 MiB at OWN_BASE. It is made when it is
 * first needed in a VM. Returns its memory, or NULL with one line in why.
 */
#define OWN_BASE (16 * MIB)

uint8_t *storage_own(struct world *world, char *why);

/* The ioctl, which makes, deletes (size 0) or changes a slot. Returns 0 or a negated errno. */
int storage_set(int vm, unsigned int number, uint64_t base, uint64_t size, const uint8_t *bytes,
		bool logging);

#endif
