/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What user space does to the memory behind a block of the guest while a request is made.
 */
#ifndef HOST_SUBJECTS_KVM_BACKING_H
#define HOST_SUBJECTS_KVM_BACKING_H

#include "host/subjects/kvm/guest.h"

/* Take away the memory behind request->backing_block, and give it back with the same content. */
int backing_take(struct guest *guest, const struct request *request, struct outcome *outcome,
		 char *why);
int backing_give(struct guest *guest, const struct request *request, char *why);

#endif
