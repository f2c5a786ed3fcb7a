/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that user space provides on demand, with userfaultfd(2), as after a postcopy migration.
 */
#ifndef HOST_SUBJECTS_KVM_UFFD_H
#define HOST_SUBJECTS_KVM_UFFD_H

#include "host/subjects/kvm/guest.h"

/* May this process handle page faults in kernel mode with userfaultfd(2)? */
bool uffd_possible(void);

/*
 * From now on, the memory behind request->backing_block is provided on demand, with this content
 * (PAGE_SIZE bytes, which must stay until uffd_end). What happens before that depends on
 * request->backing. The outcome of a request on the second vCPU is in outcome->other.
 */
int uffd_begin(struct guest *guest, const struct request *request, struct outcome *outcome,
	       const uint8_t *content, char *why);
int uffd_end(struct guest *guest, char *why);

#endif
