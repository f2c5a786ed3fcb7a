/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The other process: its memory may be in page frames that the guest gets later.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_OTHER_PROCESS_H
#define HOST_SUBJECTS_KVM_HISTORY_OTHER_PROCESS_H

#include "host/subjects/kvm/history/world.h"

/*
 * Fork a process for the steps PROCESS_OTHER, if the history has any. This process must not have a
 * VM yet: a fork would change the memory of the guest. Returns 0, or -1 with one line in why.
 */
int other_process_make(struct world *world, char *why);
void other_process_end(struct world *world);

#endif
