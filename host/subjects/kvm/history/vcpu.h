/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The vCPUs of a world.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_VCPU_H
#define HOST_SUBJECTS_KVM_HISTORY_VCPU_H

#include "host/subjects/kvm/history/world.h"

/*
 * The payload that loops is in the first block of a slot of its own, SLOT_LOOP, its prefix area in the
 * next.
 */
#define LOOP_BASE (16 * MIB)
#define LOOP_PREFIX (LOOP_BASE + 2 * PAGE_SIZE)

/* The memory of that slot, 1 MiB; NULL on failure, with one line in why. */
uint8_t *vcpu_loop_memory(struct world *world, char *why);

/*
 * The vCPU of the thread that makes the step; the first call creates it. Returns its file
 * descriptor, or -1 with one line in why.
 */
int vcpu_get(struct world *world, const struct step *step, char *why);

void vcpus_close(struct world *world);

#endif
