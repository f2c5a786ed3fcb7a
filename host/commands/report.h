/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a journal to what the user sees: KTAP and summary on standard output, all formats in a folder.
 */
#ifndef HOST_COMMANDS_REPORT_H
#define HOST_COMMANDS_REPORT_H

#include <stdbool.h>

/* Returns the exit code of the run in the journal. dir == NULL: no files. One line on stderr if something fails. */
int publish(const char *journal, const char *dir, bool verbose);

/* memop-cts report JOURNAL [-v] [--out DIR] */
int report_main(int argc, char **argv);

/* Make a folder and those above it. Returns 0, or -1 with errno set. */
int make_folder(const char *path);

#endif
