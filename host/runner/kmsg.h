/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's log: a request must not make the kernel complain of itself.
 */
#ifndef HOST_RUNNER_KMSG_H
#define HOST_RUNNER_KMSG_H

#include <stddef.h>

/* Look at what the kernel logs from now on. Returns a file descriptor, or -1 if its log cannot be read. */
int kmsg_open(void);

/* The first complaint (a warning with a backtrace, an oops, a finding of a debugging option) since the last call: 1 and its text, or 0. */
int kmsg_complaint(int fd, char *text, size_t size);

#endif
