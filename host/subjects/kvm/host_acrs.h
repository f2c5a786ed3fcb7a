/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests made while the access registers of the calling thread hold chosen values.
 */
#ifndef HOST_SUBJECTS_KVM_HOST_ACRS_H
#define HOST_SUBJECTS_KVM_HOST_ACRS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * ioctl(2) with these 16 access registers; *changed: the system call returned with other values in
 * them. Returns as the system call does: a negative errno on failure.
 */
long host_acrs_ioctl(int fd, unsigned long number, void *arg, const uint32_t *ars, bool *changed);

#endif
