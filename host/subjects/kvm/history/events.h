/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a machine offers for histories.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_EVENTS_H
#define HOST_SUBJECTS_KVM_HISTORY_EVENTS_H

#include "lib/abi/level.h"

/* The needs of histories (enum need_bit, or-ed) that are met. kvm: /dev/kvm. */
unsigned int events_probe(const struct level *level, int kvm);

#endif
