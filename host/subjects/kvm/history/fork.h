/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_SUBJECTS_KVM_HISTORY_FORK_H
#define HOST_SUBJECTS_KVM_HISTORY_FORK_H

#include "host/subjects/kvm/history/world.h"

/* End the children of FORK_STAY. */
void fork_end(struct world *world);

#endif
