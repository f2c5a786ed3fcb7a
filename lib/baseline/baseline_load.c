// SPDX-License-Identifier: GPL-2.0-only
/* Load a baseline from a baseline, a journal, or a folder that contains a journal. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/baseline/baseline.h"

static int report_error(const char *path, const char *what)
{
	fprintf(stderr, "memop-cts: %s: %s\n", path, what);
	return -1;
}

/* Read the first size - 1 bytes of a file, and end them with a zero byte. */
static int read_start(const char *path, char *start, size_t size)
{
	FILE *file = fopen(path, "r");
	int err;

	if (!file)
		return report_error(path, strerror(errno));
	memset(start, 0, size);
	err = fread(start, 1, size - 1, file) < size - 1 && ferror(file) ? errno : 0;
	fclose(file);
	return err ? report_error(path, strerror(err)) : 0;
}

/* Does the file begin with this magic word? The version behind it may be any. */
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
		return report_error(path, "neither a journal nor a baseline of memop-cts");
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
		return report_error(path, strerror(ENAMETOOLONG));
	return load_file(baseline, journal);
}
