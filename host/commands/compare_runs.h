/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands that compare runs. They need no KVM.
 */
#ifndef HOST_COMMANDS_COMPARE_RUNS_H
#define HOST_COMMANDS_COMPARE_RUNS_H

/*
 * memop-cts compare A B [-v] [--common]. Returns the exit code: 0 if nothing changed, 1 if
 * something did, 2 for bad input, 3 if standard output cannot be written.
 */
int compare_main(int argc, char **argv);

/* memop-cts baseline JOURNAL [--out FILE]. Returns the exit code: 0, 2 or 3 as above. */
int baseline_main(int argc, char **argv);

#endif
