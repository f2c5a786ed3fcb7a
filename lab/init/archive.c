// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes files to the result disk, as an archive behind the journal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init.h"

#define BLOCK 512	/* of the disk */

/* Used by archive_file(), to which nftw() cannot pass an argument. */
static FILE *archive;
static const char *archive_dir, *archive_suffix;

/*
 * Write one file of an archive in the cpio format "newc": thirteen fields of eight hexadecimal
 * digits, then name and data, both padded to a multiple of four bytes.
 */
static void archive_add(const char *name, const char *data, size_t len)
{
	static const char zeros[4];
	size_t name_len = strlen(name) + 1;

	fprintf(archive, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		0, S_IFREG | 0644, 0, 0, 1, 0, len, 0, 0, 0, 0, name_len, 0);
	fwrite(name, 1, name_len, archive);
	fwrite(zeros, 1, -(110 + name_len) & 3, archive);
	fwrite(data, 1, len, archive);
	fwrite(zeros, 1, -len & 3, archive);
}

static int archive_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	size_t len, n = strlen(path), suffix = strlen(archive_suffix);
	char *data;

	(void)st;
	(void)ftw;
	if (type != FTW_F || n < suffix || strcmp(path + n - suffix, archive_suffix))
		return 0;
	data = slurp(path, &len);
	if (data)
		archive_add(path + strlen(archive_dir) + 1, data, len);
	else
		complain("cannot read %s", path);
	free(data);
	return 0;
}

void write_files(const char *dir, const char *suffix)
{
	char last[128];
	int fd;

	if (access(dir, R_OK))
		return;
	fd = open(disk, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	lseek(fd, (journal_length(fd, last, sizeof(last)) / BLOCK + 1) * BLOCK, SEEK_SET);
	archive = fdopen(fd, "w");
	if (!archive)
		return;
	archive_dir = dir;
	archive_suffix = suffix;
	nftw(dir, archive_file, 8, FTW_PHYS);
	archive_add("TRAILER!!!", "", 0);
	if (fflush(archive) || ferror(archive) || fsync(fd))
		complain("cannot write files to the result disk: %s", strerror(errno));
	fclose(archive);
}
