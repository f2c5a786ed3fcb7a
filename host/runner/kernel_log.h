/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's log during a run: no request may cause a warning or an oops.
 */
#ifndef HOST_RUNNER_KERNEL_LOG_H
#define HOST_RUNNER_KERNEL_LOG_H

#include <stdio.h>

#include "lib/kernel_log/complaint.h"

struct kernel_log {
	FILE *file;			/* NULL: the log is not read */
	char task[16];			/* the name of this process in the log */
	struct complaint_reader reader;
	bool lost;			/* lines were overwritten before they were read */
};

/*
 * Read the log from now on; or, for tests, a file of such records from its beginning. Returns 0, or
 * -1 with errno set.
 */
int kernel_log_open(struct kernel_log *log, const char *file);

/* Get the next complete complaint, if any. last: also an incomplete one, at the end of the run. */
bool kernel_log_next(struct kernel_log *log, bool last, struct complaint *complaint);

void kernel_log_close(struct kernel_log *log);

#endif
