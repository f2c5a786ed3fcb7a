/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_SUBJECTS_KVM_HISTORY_OTHER_VM_H
#define HOST_SUBJECTS_KVM_HISTORY_OTHER_VM_H

#include "host/subjects/kvm/history/world.h"

/* Close the other VM, if a step VM_OTHER has made it. */
void other_vm_close(struct world *world);

#endif
