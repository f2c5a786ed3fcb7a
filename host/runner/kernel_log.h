/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's log while a run is on: a request must not make the kernel complain of itself.
 */
#ifndef HOST_RUNNER_KERNEL_LOG_H
#define HOST_RUNNER_KERNEL_LOG_H

#include <stdio.h>

#include "lib/kernel_log/complaint.h"

struct kernel_log {
	FILE *file;			/* NULL: it is not read */
	char task[16];			/* the name of this process, as the kernel prints it */
	struct complaint_reader reader;
	bool lost;			/* lines were overwritten before they were read */
};

/*
 * Read the log from now on; or, for tests, a file of such records from its beginning. Returns 0, or
 * -1 with errno set.
 */
int kernel_log_open(struct kernel_log *log, const char *file);

/* The next complaint that is complete, if there is one; last: there will be no other call. */
bool kernel_log_next(struct kernel_log *log, bool last, struct complaint *complaint);

void kernel_log_close(struct kernel_log *log);

#endif
