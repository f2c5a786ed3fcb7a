/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The folder of a run's results. Its name is NAME.incomplete until the run has ended and
 * all reports are in it (report.h).
 */
#ifndef HOST_COMMANDS_FOLDER_H
#define HOST_COMMANDS_FOLDER_H

#include <limits.h>

struct folder {
	char name[PATH_MAX];		/* the final one */
	char partial[PATH_MAX];
};

/*
 * Make the folder NAME.incomplete. If name is NULL, the name consists of the current time and the
 * kernel's release. Returns 0, or an exit code after one line on stderr: the folder has results
 * already, another run uses it, or it cannot be made.
 */
int folder_begin(struct folder *folder, const char *name, const char *release);

/* Write the command to a file in it, quoted for a shell. Returns as folder_begin() does. */
int folder_command(const struct folder *folder, int argc, char **argv);

#endif
