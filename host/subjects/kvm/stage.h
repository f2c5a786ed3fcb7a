/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bringing the guest into a state.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_STAGE_H
#define HOST_SUBJECTS_KVM_STAGE_H

#include "host/subjects/kvm/guest.h"

/* The host stages: tables through the mapping, keys and registers through ioctls. */
int stage_host(struct guest *guest, const struct delta *delta, const struct state *state,
	       char *why);

/* A payload in the guest stages what its mailbox describes. */
int stage_guest(struct guest *guest, const struct delta *delta, const struct state *state,
		char *why);

/* Let the payload set the key of one block. */
int stage_guest_key(struct guest *guest, uint64_t block, uint8_t key, char *why);

/*
 * Put the payload into the guest and run it once. On an emulated machine, test whether storage keys
 * that the guest sets take effect. If they do not, note says so, and the host will set them.
 */
int stage_guest_setup(struct guest *guest, char *note, char *why);

#endif
