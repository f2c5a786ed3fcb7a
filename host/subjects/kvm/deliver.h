/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Delivery of a pending program interruption.
 */
#ifndef HOST_SUBJECTS_KVM_DELIVER_H
#define HOST_SUBJECTS_KVM_DELIVER_H

#include "host/subjects/kvm/guest.h"

/*
 * Run the vCPU so that it takes the pending program interruption. This changes the PSW and the
 * storage key of low core: both must be staged again.
 */
int vm_deliver(struct guest *guest, struct delivered *delivered, char *why);

#endif
