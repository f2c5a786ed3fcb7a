/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a journal to what the user sees: KTAP and summary on standard output, all formats in a folder.
 */
#ifndef HOST_COMMANDS_REPORT_H
#define HOST_COMMANDS_REPORT_H

#include <stdbool.h>

/*
 * Make the reports of a journal, in the folder dir (NULL: no files) and on the terminal. When all of
 * them are written and the run came to its end, dir is renamed to final (NULL: it keeps its name).
 * Returns the exit code of the run in the journal, EXIT_USAGE if that cannot be read, or
 * EXIT_INFRASTRUCTURE if something could not be written, after one line on stderr.
 */
int publish(const char *journal, const char *dir, const char *final, bool verbose);

/* memop-cts report JOURNAL [-v] [--out DIR [--rename FINAL]] */
int report_main(int argc, char **argv);

/* Make a folder and those above it. Returns 0, or -1 with errno set. */
int make_folder(const char *path);

#endif
