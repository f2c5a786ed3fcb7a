/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel stacks of the threads of a process.
 */
#ifndef HOST_RUNNER_STACK_H
#define HOST_RUNNER_STACK_H

#include <sys/types.h>

#include "lib/base/text.h"

/*
 * Add a line "thread N, state S, in: function < function ..." for each thread. The functions are
 * missing if /proc/PID/stack cannot be read.
 */
void stack_describe(pid_t pid, struct text *text);

#endif
