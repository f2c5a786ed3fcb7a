/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The supervisor never makes a guest. It forks workers, one after the other, takes their results to the journal, and
 * replaces a worker that died or hangs; that costs the one case it was at.
 */
#ifndef HOST_RUNNER_SUPERVISOR_H
#define HOST_RUNNER_SUPERVISOR_H

#include <stdio.h>

#include "host/runner/options.h"

/*
 * Run the selected cases and write the journal (to an open file, whose name is for messages). Returns the exit code
 * of the run, which is also in the journal's end line.
 */
int supervise(const struct options *options, struct facts *facts, FILE *journal, const char *name);

#endif
