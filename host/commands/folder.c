// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "host/commands/folder.h"
#include "host/commands/write_reports.h"
#include "host/runner/journal_file.h"
#include "lib/base/escape.h"
#include "lib/base/exit.h"

#define SUFFIX ".incomplete"
#define RUNS_A_SECOND 100	/* their names differ in a number at the end */

static int complain(const char *name, const char *what, int code)
{
	fprintf(stderr, "memop-cts: %s: %s\n", name, what);
	return code;
}

static int fail(const char *name)
{
	int error = errno;

	return complain(name, strerror(error), exit_code_of_errno(error));
}

/* An empty folder of this name is fine: rename(2) will replace it. */
static int check_unused(const char *name)
{
	struct dirent *entry;
	bool used = false;
	DIR *dir;

	dir = opendir(name);
	if (!dir)
		return errno == ENOENT ? 0 : fail(name);
	while ((entry = readdir(dir)))
		used |= strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(dir);
	if (!used)
		return 0;
	return complain(name, "exists and is not empty: remove it, or name another folder",
			EXIT_USAGE);
}

/*
 * Make NAME.incomplete, which must not exist, and its parents. Returns 0, or -1 with errno set.
 */
static int make_partial(struct folder *folder)
{
	char above[PATH_MAX], *slash;

	if (snprintf(folder->partial, sizeof(folder->partial), "%s" SUFFIX, folder->name) >=
	    PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(above, folder->name);
	slash = strrchr(above, '/');
	if (slash && slash != above) {
		*slash = 0;
		if (make_folder(above))
			return -1;
	}
	return mkdir(folder->partial, 0777);
}

static int begin_named(struct folder *folder, const char *name)
{
	size_t len = strlen(name);
	int code;

	while (len > 1 && name[len - 1] == '/')
		len--;
	if (snprintf(folder->name, sizeof(folder->name), "%.*s", (int)len, name) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return fail("--results");
	}
	code = check_unused(folder->name);
	if (code || !make_partial(folder))
		return code;
	if (errno == EEXIST)
		return complain(folder->partial,
				"exists: another run writes to it, or was cut short; remove it, "
				"or name another folder", EXIT_USAGE);
	return fail(folder->partial);
}

int folder_begin(struct folder *folder, const char *name, const char *release)
{
	time_t now = time(NULL);
	unsigned int i;
	char when[32];

	if (name)
		return begin_named(folder, name);
	strftime(when, sizeof(when), "%Y%m%dT%H%M%SZ", gmtime(&now));
	for (i = 1; i <= RUNS_A_SECOND; i++) {
		snprintf(folder->name, sizeof(folder->name), "memop-cts-results/%s-%s", when,
			 release);
		if (i > 1)
			snprintf(folder->name + strlen(folder->name), 16, "-%u", i);
		if (!access(folder->name, F_OK))
			continue;
		if (!make_partial(folder))
			return 0;
		if (errno != EEXIST)
			break;
	}
	return fail(folder->partial);
}

int folder_command(const struct folder *folder, int argc, char **argv)
{
	char path[PATH_MAX + 16];
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "%s/command", folder->partial);
	file = fopen(path, "w");
	if (!file)
		return fail(path);
	for (i = 0; i < argc; i++) {
		put_shell(file, argv[i]);
		putc(i + 1 < argc ? ' ' : '\n', file);
	}
	if (!fclose(file))
		return 0;
	return fail(path);
}
