/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The progress line on the terminal.
 */
#ifndef HOST_RUNNER_PROGRESS_H
#define HOST_RUNNER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown;		/* standard error is a terminal */
	uint64_t planned;	/* cases */
	uint64_t start_ms;
};

/* Milliseconds of the monotonic clock. */
uint64_t progress_now_ms(void);

void progress_show(const struct progress *progress, uint64_t tried, uint64_t unexpected);
void progress_clear(const struct progress *progress);

#endif
