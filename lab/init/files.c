// SPDX-License-Identifier: GPL-2.0-only
/* Files that are read or written as a whole. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/* Reads until the end, because files of the kernel do not report their size. */
char *slurp(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *buf = NULL, *more;
	size_t size = 0;
	ssize_t n = 1;

	*len = 0;
	if (fd < 0)
		return NULL;
	while (n > 0) {
		size += 65536;
		more = realloc(buf, size + 1);
		if (!more)
			break;
		buf = more;
		while (*len < size && (n = read(fd, buf + *len, size - *len)) > 0)
			*len += n;
	}
	close(fd);
	if (n)
		return NULL;
	buf[*len] = 0;
	return buf;
}

int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ok;

	if (fd < 0)
		return -1;
	ok = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return ok ? 0 : -1;
}
