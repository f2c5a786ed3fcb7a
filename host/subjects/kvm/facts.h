/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of the machine before a guest is made.
 */
#ifndef HOST_SUBJECTS_KVM_FACTS_H
#define HOST_SUBJECTS_KVM_FACTS_H

#include "host/subjects/kvm/guest.h"

/* See struct subject. */
enum exit_code kvm_facts(struct facts *facts, const char *level, char *why);

#endif
