// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <sys/stat.h>

#include "host/commands/compare_runs.h"
#include "lib/baseline/baseline.h"

#define BASELINE_WORD "memop-cts-baseline "	/* of any version */

static const char usage[] =
"Usage: memop-cts baseline JOURNAL [--out FILE]\n"
"\n"
"JOURNAL: a journal, or a folder of results. Writes the outcome of every case, by its id and in a\n"
"compact format, to FILE or standard output, for memop-cts compare. An existing FILE is only\n"
"overwritten if it is a baseline.\n"
"\n"
"Exit codes: 0 done, 2 usage, 3 could not write.\n";

static int write_to(const struct baseline *baseline, FILE *out, const char *name)
{
	baseline_write(baseline, out);
	if (!fflush(out) && !ferror(out))
		return EXIT_PASS;
	fprintf(stderr, "memop-cts: %s: %s\n", name, strerror(errno));
	return EXIT_INFRASTRUCTURE;
}

/*
 * Does the path name a file that is not a baseline? Devices and pipes do not count: writing to them
 * destroys nothing.
 */
static bool is_other_file(const char *path)
{
	char start[sizeof(BASELINE_WORD)] = "";
	struct stat st;
	FILE *file;
	size_t len;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return false;
	file = fopen(path, "r");
	if (!file)
		return true;		/* unreadable: do not overwrite it */
	len = fread(start, 1, sizeof(start) - 1, file);
	fclose(file);
	return len != sizeof(start) - 1 || strcmp(start, BASELINE_WORD);
}

/* A file that could not be written completely stays; baseline_load() detects that. */
static int write_file(const struct baseline *baseline, const char *path)
{
	FILE *out;
	int code;

	if (is_other_file(path)) {
		fprintf(stderr, "memop-cts: %s: exists and is not a baseline: "
			"remove it or name another file\n", path);
		return EXIT_USAGE;
	}
	out = fopen(path, "w");
	if (!out) {
		fprintf(stderr, "memop-cts: %s: %s\n", path, strerror(errno));
		return EXIT_USAGE;
	}
	code = write_to(baseline, out, path);
	fclose(out);
	return code;
}

static int make(const char *journal, const char *path)
{
	struct baseline baseline = { 0 };
	int code = EXIT_USAGE;

	if (baseline_load(&baseline, journal))
		goto out;
	if (!baseline.complete || !baseline.n) {
		fprintf(stderr, "memop-cts: %s: %llu of %llu cases were tried: "
			"a baseline needs a complete run\n", journal,
			(unsigned long long)baseline.n, (unsigned long long)baseline.planned);
		goto out;
	}
	code = path ? write_file(&baseline, path) : write_to(&baseline, stdout, "standard output");
out:
	baseline_free(&baseline);
	return code;
}

int baseline_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "out", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 }
	};
	const char *out = NULL;
	int opt;

	while ((opt = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (opt == 'h')
			return fputs(usage, stdout) < 0 ? EXIT_INFRASTRUCTURE : EXIT_PASS;
		if (opt == '?')
			return EXIT_USAGE;
		out = optarg;
	}
	if (optind + 1 != argc) {
		fprintf(stderr, "memop-cts: baseline: name one journal or folder of results\n");
		return EXIT_USAGE;
	}
	return make(argv[optind], out);
}
