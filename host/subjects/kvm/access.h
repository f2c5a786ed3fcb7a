/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to /dev/kvm.
 */
#ifndef HOST_SUBJECTS_KVM_ACCESS_H
#define HOST_SUBJECTS_KVM_ACCESS_H

#include "lib/base/exit.h"

/*
 * Open it. Returns EXIT_PASS, or what the run comes to, after putting one line into why (WHY_MAX
 * bytes).
 */
enum exit_code access_open(int *fd, char *why);

#endif
