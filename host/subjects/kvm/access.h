/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opening /dev/kvm.
 */
#ifndef HOST_SUBJECTS_KVM_ACCESS_H
#define HOST_SUBJECTS_KVM_ACCESS_H

#include "lib/base/exit.h"

/*
 * Open it. Returns EXIT_PASS, or the exit code of the run with one line in why (WHY_MAX bytes).
 */
enum exit_code access_open(int *fd, char *why);

#endif
