/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What runs in other threads during requests: see struct subject, race_start and race_stop.
 */
#ifndef HOST_SUBJECTS_KVM_CONCURRENT_H
#define HOST_SUBJECTS_KVM_CONCURRENT_H

#include "host/subjects/kvm/guest.h"

int concurrent_start(struct guest *guest, const struct plan *plan, char *why);
int concurrent_stop(struct guest *guest, char *why);

/*
 * RACE_THREADS makes these requests instead of one: RACE_N_THREADS threads add 1 to the operand by
 * compare-and-exchange, RACE_ROUNDS times each. The outcome is what the ioctl returned in a thread
 * in which it failed, otherwise 0. Returns 0, or -1 with one line in why: a thread could not be
 * started.
 */
int concurrent_add(struct guest *guest, struct outcome *outcome, char *why);

#endif
