/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The background threads of a world, and their buffers.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_THREADS_H
#define HOST_SUBJECTS_KVM_HISTORY_THREADS_H

#include "host/subjects/kvm/history/steps.h"

#define THREADS_BUFFER (2 * PAGE_SIZE)	/* the size of a buffer: the longest dirty log */

/* Prepare what the threads of the history need. Returns 0, or -1 with one line in why. */
int threads_make(struct world *world, char *why);

/*
 * End all threads: late_end() must have released those that wait for memory. False if a thread does
 * not end, and goes on using the world.
 */
bool threads_end(struct world *world);

/*
 * Let the thread of a step make it by calling fn; return when that has ended, or waits. *seen is
 * what fn gets. Returns 0 with seen->ret 0, or -1 with one line in why.
 */
int threads_start(struct world *world, const struct step *step, step_fn *fn, struct seen *seen,
		  char *why);

/*
 * The buffer in user space of a step. The memory of a held buffer is missing; of that of
 * LOG_GET only the second page.
 */
uint8_t *threads_buffer(const struct world *world, const struct step *step);

#endif
