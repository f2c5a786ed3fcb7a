/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between runs: what changed, and what to keep to see it next time. Neither needs a machine.
 */
#ifndef HOST_COMMANDS_COMPARE_RUNS_H
#define HOST_COMMANDS_COMPARE_RUNS_H

/* memop-cts compare A B [-v] [--common]: 0 if nothing changed, 1 if something did, 2 for bad input. */
int compare_main(int argc, char **argv);

/* memop-cts baseline JOURNAL [--out FILE] */
int baseline_main(int argc, char **argv);

#endif
