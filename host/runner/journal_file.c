// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/runner/journal_file.h"
#include "lib/base/exit.h"
#include "lib/base/sum.h"

int exit_code_of_errno(int error)
{
	static const int of_name[] = {
		ENOENT, ENOTDIR, EISDIR, EEXIST, ENOTEMPTY, EACCES, EPERM, ENAMETOOLONG, ELOOP,
		EINVAL, ENXIO, ENODEV, ETXTBSY,
	};
	unsigned int i;

	for (i = 0; i < sizeof(of_name) / sizeof(of_name[0]); i++)
		if (of_name[i] == error)
			return EXIT_USAGE;
	return EXIT_INFRASTRUCTURE;
}

static int complain(const char *name, const char *what, int code)
{
	fprintf(stderr, "memop-cts: %s: %s\n", name, what);
	return code;
}

int journal_file_open(struct journal_file *journal, const char *name)
{
	struct stat st;
	bool device = !stat(name, &st) && !S_ISREG(st.st_mode);
	int error;

	*journal = (struct journal_file){ .name = name, .sum = SUM_START };
	journal->fd = open(name, O_WRONLY | O_CLOEXEC | (device ? 0 : O_CREAT | O_EXCL), 0666);
	if (journal->fd < 0 && errno == EEXIST)
		return complain(name, "exists: remove it, or name another file",
				EXIT_USAGE);
	if (journal->fd < 0) {
		error = errno;
		return complain(name, strerror(error), exit_code_of_errno(error));
	}
	if (flock(journal->fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		close(journal->fd);
		return complain(name, "another memop-cts is writing to it", EXIT_USAGE);
	}
	return 0;
}

/* EINVAL and EROFS: a file that does not support fsync(2), such as a pipe. */
static int make_safe(int fd)
{
	return fsync(fd) && errno != EINVAL && errno != EROFS ? -1 : 0;
}

int journal_file_save(struct journal_file *journal, const char *lines, size_t len)
{
	size_t done = 0;
	ssize_t n;

	journal->sum = sum_bytes(journal->sum, lines, len);
	while (done < len) {
		n = write(journal->fd, lines + done, len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		done += (size_t)n;
	}
	journal->size += done;
	if (done == len && !make_safe(journal->fd))
		return 0;
	return complain(journal->name, strerror(errno), -1);
}

void journal_file_close(struct journal_file *journal)
{
	close(journal->fd);
}
