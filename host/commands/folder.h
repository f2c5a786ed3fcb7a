/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The folder of a run's results. It is NAME.incomplete until the run has come to its end
 * and all reports are in it (report.h).
 */
#ifndef HOST_COMMANDS_FOLDER_H
#define HOST_COMMANDS_FOLDER_H

#include <limits.h>

struct folder {
	char name[PATH_MAX];		/* the final one */
	char partial[PATH_MAX];
};

/*
 * Make the folder NAME.incomplete; name: NULL for one of this time, with the kernel's release in
 * it. Returns 0, or an exit code after one line on stderr: there are results already, another run
 * is under way there, or it cannot be made.
 */
int folder_begin(struct folder *folder, const char *name, const char *release);

/* Write the command into it, as a shell takes it. Returns as folder_begin() does. */
int folder_command(const struct folder *folder, int argc, char **argv);

#endif
