/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_SUBJECTS_KVM_HISTORY_MERGE_H
#define HOST_SUBJECTS_KVM_HISTORY_MERGE_H

#include "host/subjects/kvm/history/world.h"

/* Give the settings of KSM that MERGE changed their former values. */
void merge_stop(struct world *world);

#endif
