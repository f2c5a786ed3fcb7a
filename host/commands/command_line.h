/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of memop-cts.
 */
#ifndef HOST_COMMANDS_COMMAND_LINE_H
#define HOST_COMMANDS_COMMAND_LINE_H

#include "host/runner/options.h"

/*
 * Parse the command line. Returns 0 to go on, or -1 to exit with *code: help or version were
 * printed, or one line on stderr names the option that is wrong.
 */
int options_parse(struct options *options, int argc, char **argv, int *code);

#endif
