/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Storage keys, through KVM_S390_GET_SKEYS and KVM_S390_SET_SKEYS.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_KEYS_H
#define HOST_SUBJECTS_KVM_KEYS_H

#include "host/subjects/kvm/guest.h"

/* Get the storage keys of n consecutive blocks; set the key of one block. */
int keys_get(struct guest *guest, uint64_t block, unsigned int n, uint8_t *keys, char *why);
int keys_set_one(struct guest *guest, uint64_t block, uint8_t key, char *why);

/*
 * Set n keys, with one ioctl for consecutive blocks. On an emulated machine, also evict the TLB
 * entries of these blocks, so that accesses obey the new keys.
 */
int keys_set(struct guest *guest, const struct block_key *keys, unsigned int n, char *why);

#endif
