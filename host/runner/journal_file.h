/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file, or block device, that a run writes its journal to. No two runs write to the same one.
 */
#ifndef HOST_RUNNER_JOURNAL_FILE_H
#define HOST_RUNNER_JOURNAL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal_file {
	const char *name;
	int fd;
	uint32_t sum;		/* of all lines so far; see lib/base/sum.h */
	uint64_t size;		/* bytes so far */
	bool ended;		/* the end line is written */
};

/*
 * Create the file, or open it if it exists and is not a regular file. Returns 0, or an exit code
 * after one line on stderr: the file exists, another run is writing to it, or it cannot be created.
 */
int journal_file_open(struct journal_file *journal, const char *name);

/*
 * Append lines and wait until they are safe on the disk. Returns 0, or -1 after one line on stderr.
 */
int journal_file_save(struct journal_file *journal, const char *lines, size_t len);

void journal_file_close(struct journal_file *journal);

/*
 * The exit code for a file that cannot be created or written: 2 if its name is the reason, 3 if the
 * machine is.
 */
int exit_code_of_errno(int error);

#endif
