/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where in the kernel the threads of a process are.
 */
#ifndef HOST_RUNNER_STACK_H
#define HOST_RUNNER_STACK_H

#include <sys/types.h>

#include "lib/base/text.h"

/* A line "thread N, STATE, in: function < function ..." for each thread, as far as /proc tells. */
void stack_describe(pid_t pid, struct text *text);

#endif
