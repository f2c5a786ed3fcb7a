/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What memop-cts does without a command: run the selected cases and report.
 */
#ifndef HOST_COMMANDS_RUN_H
#define HOST_COMMANDS_RUN_H

#include "host/runner/options.h"

/* Returns the exit code. */
int run(const struct options *options);

#endif
