// SPDX-License-Identifier: GPL-2.0-only
/* The disk for the results, and the journal on it. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define DISK_ONLINE "/sys/bus/ccw/devices/0.0.0120/online"

/* The result disk: of hercules, or of qemu. */
static const char *const disks[] = {"/dev/dasda", "/dev/vda"};
const char *disk;

static int find_disk(void)
{
	for (size_t i = 0; i < sizeof(disks) / sizeof(*disks); i++) {
		disk = disks[i];
		if (!access(disk, W_OK))
			return 0;
	}
	return -1;
}

/* The channel subsystem finds devices asynchronously, so retry for 10 s. */
int disk_online(void)
{
	for (int tries = 0; tries < 200; tries++) {
		if (!find_disk())
			return 0;
		if (!access(DISK_ONLINE, W_OK))
			write_file(DISK_ONLINE, "1");
		if (!find_disk())
			return 0;
		usleep(50000);
	}
	return -1;
}

off_t journal_length(int fd, char *last_line, size_t size)
{
	static char buf[65536];
	off_t len = 0;
	size_t used = 0;
	bool ended = false;
	ssize_t n;

	last_line[0] = 0;
	while ((n = pread(fd, buf, sizeof(buf), len)) > 0) {
		for (ssize_t i = 0; i < n; i++, len++) {
			if (!buf[i])
				return len;
			/* A newline is part of the line that it ends. */
			if (ended)
				used = 0;
			ended = buf[i] == '\n';
			/* The newline of a line that is too long overwrites its end. */
			used -= used == size - 1;
			last_line[used++] = buf[i];
			last_line[used] = 0;
		}
	}
	return len;
}

void finish_journal(const char *why, int code)
{
	int fd = open(disk, O_RDWR | O_CLOEXEC);
	char last[128], tail[192];
	off_t len;
	int n;

	if (fd < 0)
		return;
	len = journal_length(fd, last, sizeof(last));
	if (!strncmp(last, "end ", 4) && strchr(last, '\n'))
		goto out;
	n = snprintf(tail, sizeof(tail), "%s%sstop %d\n",
		     !last[0] || strchr(last, '\n') ? "" : "\n", why, code);
	if (pwrite(fd, tail, n, len) != n || fsync(fd))
		complain("cannot write the result disk: %s", strerror(errno));
out:
	close(fd);
}
