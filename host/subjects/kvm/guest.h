/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual machine with one vCPU. Each feature of it has a header of its own in this folder.
 */
#ifndef HOST_SUBJECTS_KVM_GUEST_H
#define HOST_SUBJECTS_KVM_GUEST_H

#include <errno.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "host/subjects/subject.h"

struct guest {
	int system, vm, vcpu;		/* file descriptors: /dev/kvm, the VM, its first vCPU */
	struct kvm_run *run;
	int vcpu2;			/* a second vCPU, if a request needs one; otherwise -1 */
	struct kvm_run *run2;
	size_t run_size;
	struct memory live;		/* guest storage, as mapped into this process */
	enum stage stage;
	enum vm_type vm_type;
	bool emulated;			/* see emulated.h */
	uint8_t *tlb_span;		/* this and the next two belong to emulated.c */
	int pagemap;
	uint64_t *frames;		/* the page frame number of each block; 0: unknown */
	bool guest_sets_keys;		/* STAGE_GUEST, and keys that the guest sets take effect */
	bool warmed;			/* staging stored into all of storage (warm_all()) */
	bool logging;			/* the slots have KVM_MEM_LOG_DIRTY_PAGES */
	const struct state *state;	/* the state that was staged last */
	struct concurrent *concurrent;	/* what runs during the request; concurrent.c */
	struct uffd *uffd;		/* provides memory on demand; uffd.c */
};

/* Put "WHAT: message of errno" into why (WHY_MAX bytes) and return -1. */
static inline int vm_fail(char *why, const char *what)
{
	snprintf(why, WHY_MAX, "%s: %s", what, strerror(errno));
	return -1;
}

#endif
