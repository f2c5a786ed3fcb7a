/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of memop-cts.
 */
#ifndef HOST_COMMANDS_COMMAND_LINE_H
#define HOST_COMMANDS_COMMAND_LINE_H

#include "host/runner/options.h"

/*
 * Returns 0 to go on, or -1 to leave with exit code *code: everything asked for was said, or one
 * line on stderr tells what is wrong with the command line.
 */
int options_parse(struct options *options, int argc, char **argv, int *code);

#endif
