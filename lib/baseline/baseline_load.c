// SPDX-License-Identifier: GPL-2.0-only
/* A baseline from whatever is at a path: a baseline, a journal, a folder with a journal in it. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/baseline/baseline.h"

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "memop-cts: %s: %s\n", path, what);
	return -1;
}

/* The beginning of a file, as a string. */
static int read_start(const char *path, char *start, size_t size)
{
	FILE *file = fopen(path, "r");
	int err;

	if (!file)
		return complain(path, strerror(errno));
	memset(start, 0, size);
	err = fread(start, 1, size - 1, file) < size - 1 && ferror(file) ? errno : 0;
	fclose(file);
	return err ? complain(path, strerror(err)) : 0;
}

/* Is this the first line of such a file, of whatever version? */
static bool begins(const char *start, const char *magic)
{
	return !strncmp(start, magic, strcspn(magic, " ") + 1);
}

static int load_file(struct baseline *baseline, const char *path)
{
	struct results results;
	char start[20];
	int ret;

	if (read_start(path, start, sizeof(start)))
		return -1;
	if (begins(start, BASELINE_MAGIC))
		return baseline_read(baseline, path);
	if (!begins(start, JOURNAL_MAGIC))
		return complain(path, "neither a journal nor a baseline of memop-cts");
	ret = results_read(&results, path);
	if (!ret)
		ret = baseline_of_results(baseline, &results, path);
	results_free(&results);
	return ret;
}

int baseline_load(struct baseline *baseline, const char *path)
{
	char journal[PATH_MAX];
	struct stat st;

	*baseline = (struct baseline){ 0 };
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return load_file(baseline, path);
	if (snprintf(journal, sizeof(journal), "%s/journal", path) >= (int)sizeof(journal))
		return complain(path, strerror(ENAMETOOLONG));
	return load_file(baseline, journal);
}
