/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The vCPUs of a world.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_VCPU_H
#define HOST_SUBJECTS_KVM_HISTORY_VCPU_H

#include "host/subjects/kvm/history/world.h"

/*
 * The vCPU of the thread that makes the step; the first call creates it. Returns its file
 * descriptor, or -1 with one line in why.
 */
int vcpu_get(struct world *world, const struct step *step, char *why);

void vcpus_close(struct world *world);

#endif
