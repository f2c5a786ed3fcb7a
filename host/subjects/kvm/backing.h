/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kind of memory behind a block of the guest while a request is made.
 */
#ifndef HOST_SUBJECTS_KVM_BACKING_H
#define HOST_SUBJECTS_KVM_BACKING_H

#include "host/subjects/kvm/guest.h"

/* Give request->backing_block the memory that request->backing names; restore ordinary memory. */
int backing_take(struct guest *guest, const struct request *request, struct outcome *outcome,
		 char *why);
int backing_give(struct guest *guest, const struct request *request, char *why);

#endif
