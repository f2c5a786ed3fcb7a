/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Capabilities of the machine, queried without making a guest.
 */
#ifndef HOST_SUBJECTS_KVM_FACTS_H
#define HOST_SUBJECTS_KVM_FACTS_H

#include "host/subjects/kvm/guest.h"

/* See struct subject. */
enum exit_code kvm_facts(struct facts *facts, const char *level, char *why);

#endif
