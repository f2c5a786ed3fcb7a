/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory slots and their dirty log.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_SLOTS_H
#define HOST_SUBJECTS_KVM_SLOTS_H

#include "host/subjects/kvm/guest.h"

/* Make all slots; their content is a copy of *storage. */
int slots_add(struct guest *guest, const struct memory *storage, char *why);

/* Make these slots (one bit each) absent, and all others present. */
int slots_set_absent(struct guest *guest, unsigned int absent, char *why);

/*
 * The same without a change of guest->live.absent: go from one set of absent slots to another.
 */
int slots_move(struct guest *guest, unsigned int from, unsigned int to, char *why);

/* Switch the dirty log on or off. */
int slots_set_logging(struct guest *guest, bool on, char *why);

/* Get the dirty log into outcome->dirty, and clear it. */
int slots_get_log(struct guest *guest, struct outcome *outcome, char *why);

#endif
