/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes reports from a journal: KTAP on standard output, failures and summary on standard error,
 * and all formats in a folder.
 */
#ifndef HOST_COMMANDS_WRITE_REPORTS_H
#define HOST_COMMANDS_WRITE_REPORTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Print the reports of a journal and, unless dir is NULL, write all formats to files in dir. When
 * all of them are written and the run has ended, dir is renamed to final (NULL: it keeps its name).
 * again: the command that failures name for trying a case again, "--case ID" is appended.
 * Returns the exit code of the run in the journal, EXIT_USAGE if the journal cannot be
 * read, or EXIT_INFRASTRUCTURE if something could not be written, after one line on stderr.
 */
int write_reports(const char *journal, const char *dir, const char *final, bool verbose,
		  const char *again);

/* memop-cts report JOURNAL [-v] [--out DIR [--rename FINAL]] [--again COMMAND] */
int report_main(int argc, char **argv);

/* Can the command be printed as part of one line? */
bool is_one_line(const char *command);

/*
 * The command that repeats cases: command, or if it is NULL this program as it was called; and the
 * option --expect unless expect is NULL. buf has size bytes.
 */
void again_command(const char *command, const char *expect, char *buf, size_t size);

/* Make a folder and its parents. Returns 0, or -1 with errno set. */
int make_folder(const char *path);

#endif
