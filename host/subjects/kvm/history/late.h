/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory that is provided late, by userfaultfd(2): blocks of the guest (steps LATE and PROVIDE), and
 * held buffers of background threads.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_LATE_H
#define HOST_SUBJECTS_KVM_HISTORY_LATE_H

#include "host/subjects/kvm/history/world.h"

/* Make the userfaultfd and its thread, if the history needs them. */
int late_make(struct world *world, char *why);

/* Close it, which releases all threads that wait for memory. */
void late_end(struct world *world);

/* The memory of a page is missing from now on; threads wait for late_give(). */
int late_hold(struct world *world, uint8_t *page, char *why);
int late_give(struct world *world, uint8_t *page, const uint8_t *content, char *why);

/* Is memory missing that only late_give() provides? How many faults have waited for such memory? */
bool late_holds(const struct world *world);
unsigned int late_faults(const struct world *world);

/* Did the thread fail? Then why is set, and -1 returned. */
int late_check(const struct world *world, char *why);

#endif
