// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "host/commands/write_reports.h"
#include "lib/base/escape.h"
#include "lib/format/report.h"
#include "lib/known/expectations.h"
#include "lib/known/history.h"

#define SHOWN_FAILURES 10	/* described on the terminal; failures.txt has all of them */
#define SHOWN_IDS 10	/* of each kind of unexpected result; summary.txt has all */

int make_folder(const char *path)
{
	char part[PATH_MAX];
	size_t i;

	for (i = 1; i < sizeof(part) && path[i - 1]; i++) {
		if (path[i] && path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = 0;
		if (mkdir(part, 0777) && errno != EEXIST)
			return -1;
		if (!path[i])
			return 0;
	}
	errno = ENAMETOOLONG;
	return -1;
}

static void ktap_file(const struct results *results, FILE *out)
{
	report_ktap(results, out, true);
}

static void failures_file(const struct results *results, FILE *out)
{
	report_failures(results, out, 0);
}

static void summary_file(const struct results *results, FILE *out)
{
	report_summary(results, out, SIZE_MAX);
}

static const struct {
	const char *name;
	void (*print)(const struct results *results, FILE *out);
} files[] = {
	{ "results.ktap", ktap_file },
	{ "results.jsonl", report_jsonl },
	{ "junit.xml", report_junit },
	{ "failures.txt", failures_file },
	{ "summary.txt", summary_file },
};

/* Returns 0, or -1 with errno set. */
static int write_one(const struct results *results, const char *path,
		     void (*print)(const struct results *, FILE *))
{
	FILE *out = fopen(path, "w");
	int err;

	if (!out)
		return -1;
	print(results, out);
	err = fflush(out) || ferror(out) ? errno : 0;
	if (fclose(out) && !err)
		err = errno;
	errno = err;
	return err ? -1 : 0;
}

static int write_files(const struct results *results, const char *dir)
{
	char path[PATH_MAX];
	unsigned int i;

	if (make_folder(dir)) {
		fprintf(stderr, "memop-cts: %s: %s\n", dir, strerror(errno));
		return -1;
	}
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i].name);
		if (write_one(results, path, files[i].print)) {
			fprintf(stderr, "memop-cts: %s: %s\n", path, strerror(errno));
			return -1;
		}
	}
	return 0;
}

/* The run recorded the rows of its --expect in the journal. */
static int add_expectations(const struct results *results, const char *journal)
{
	char why[256];

	if (!results->expect || !expectations_add(results->expect, "--expect", why, sizeof(why)))
		return 0;
	fprintf(stderr, "memop-cts: %s: %s\n", journal, why);
	return -1;
}

/* Print the reports on the terminal. Returns 0, or -1 after one line on stderr. */
static int print(const struct results *results, bool verbose)
{
	int err = 0;

	report_ktap(results, stdout, verbose);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "memop-cts: standard output: %s\n", strerror(errno));
		err = -1;
	}
	report_failures(results, stderr, SHOWN_FAILURES);
	/* Here and not in the summary, because a selftest makes a summary for each of its tests. */
	expectations_print_complaints(stderr, "note: ");
	history_print_complaints(stderr, "note: ");
	report_summary(results, stderr, SHOWN_IDS);
	return err;
}

/* A run whose reports could not be written did not pass, and was not skipped. */
static int with_failure(int code, bool failed)
{
	return failed && code != EXIT_UNEXPECTED ? EXIT_INFRASTRUCTURE : code;
}

int write_reports(const char *journal, const char *dir, const char *final, bool verbose,
		  const char *again)
{
	struct results results;
	bool failed = false;
	int code;

	if (results_read(&results, journal) || add_expectations(&results, journal)) {
		results_free(&results);
		return EXIT_USAGE;
	}
	results.again = again;
	code = results_exit(&results);
	if (dir)
		failed = write_files(&results, dir);
	if (dir && final && results.ended && !failed) {
		failed = rename(dir, final);
		if (failed)
			fprintf(stderr, "memop-cts: %s: %s\n", final, strerror(errno));
		else
			dir = final;
	}
	failed |= print(&results, verbose) != 0;
	if (dir)
		fprintf(stderr, "results: %s\n", dir);
	results_free(&results);
	return with_failure(code, failed);
}

bool is_one_line(const char *command)
{
	const char *p;

	for (p = command; isprint((unsigned char)*p) || *p & 0x80; p++)
		;
	return *command && !*p;
}

void again_command(const char *command, const char *expect, char *buf, size_t size)
{
	FILE *out = fmemopen(buf, size, "w");

	buf[0] = 0;
	if (!out)
		return;
	if (command)
		fputs(command, out);
	else
		put_shell(out, program_invocation_name);
	if (expect) {
		fputs(" --expect ", out);
		put_shell(out, expect);
	}
	fclose(out);
}

int report_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "out", required_argument, NULL, 'o' },
		{ "rename", required_argument, NULL, 'r' },
		{ "again", required_argument, NULL, 'a' },
		{ "verbose", no_argument, NULL, 'v' },
		{ 0 }
	};
	const char *out = NULL, *final = NULL, *again = NULL;
	char command[2 * PATH_MAX];
	bool verbose = false;
	int opt;

	while ((opt = getopt_long(argc, argv, "v", options, NULL)) != -1) {
		if (opt == '?')
			return EXIT_USAGE;
		if (opt == 'o')
			out = optarg;
		else if (opt == 'r')
			final = optarg;
		else if (opt == 'a')
			again = optarg;
		else
			verbose = true;
	}
	if (optind + 1 != argc) {
		fprintf(stderr, "memop-cts: report: name one journal, "
			"such as results/runs/.../journal\n");
		return EXIT_USAGE;
	}
	if (again && !is_one_line(again)) {
		fprintf(stderr, "memop-cts: --again: must be a command in one line\n");
		return EXIT_USAGE;
	}
	again_command(again, NULL, command, sizeof(command));
	if (out && make_folder(out)) {
		fprintf(stderr, "memop-cts: --out %s: %s\n", out, strerror(errno));
		return errno == ENOSPC ? EXIT_INFRASTRUCTURE : EXIT_USAGE;
	}
	return write_reports(argv[optind], out, final, verbose, command);
}
