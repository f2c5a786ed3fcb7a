/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests that staging needs, as opposed to those under test.
 */
#ifndef HOST_SUBJECTS_KVM_PLAIN_MEMOP_H
#define HOST_SUBJECTS_KVM_PLAIN_MEMOP_H

#include "host/subjects/kvm/guest.h"

/* An absolute read or write of size bytes; key > 15: without a key. Returns as the ioctl does. */
int memop_absolute(struct guest *guest, uint32_t op, uint64_t addr, void *buf, uint32_t size,
		   unsigned int key);

#define MEMOP_NO_KEY 16

#endif
