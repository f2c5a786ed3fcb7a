/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A second vCPU, in the state of the first, which makes a request of its own while one of the first
 * is under way.
 */
#ifndef HOST_SUBJECTS_KVM_VCPU2_H
#define HOST_SUBJECTS_KVM_VCPU2_H

#include "host/subjects/kvm/guest.h"

/* Stage the second vCPU like the first; it is made when it is needed first. */
int vcpu2_stage(struct guest *guest, char *why);

/* Its request: a logical read of the block behind the operand. */
void vcpu2_request(struct guest *guest, const struct request *request,
		   struct other_outcome *outcome);

void vcpu2_destroy(struct guest *guest);

#endif
