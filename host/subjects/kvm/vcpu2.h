/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A second vCPU in the same state as the first. A request on it is made while one on the first is
 * in progress.
 */
#ifndef HOST_SUBJECTS_KVM_VCPU2_H
#define HOST_SUBJECTS_KVM_VCPU2_H

#include "host/subjects/kvm/guest.h"

/* Stage the second vCPU like the first. The first call makes the vCPU. */
int vcpu2_stage(struct guest *guest, char *why);

/* Its request: a logical read of the block after the operand's. */
void vcpu2_request(struct guest *guest, const struct request *request,
		   struct other_outcome *outcome);

void vcpu2_destroy(struct guest *guest);

#endif
