/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The supervisor never makes a guest. It forks workers, one after the other, writes their results
 * to the journal, and replaces a worker that died or hangs. Only the case that the worker was
 * running is lost.
 */
#ifndef HOST_RUNNER_SUPERVISOR_H
#define HOST_RUNNER_SUPERVISOR_H

#include "host/runner/journal_file.h"
#include "host/runner/options.h"

/*
 * Run the selected cases and write the journal. missing: why this machine cannot run guests, so
 * that no case is run; otherwise NULL. Returns the exit code of the run: that of the journal's
 * end line, or, if the run was cut short and has none, 128 and the number of a signal, 1 or 3.
 */
int supervise(const struct options *options, struct facts *facts, struct journal_file *journal,
	      const char *missing);

#endif
