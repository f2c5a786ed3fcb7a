// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/commands/command_line.h"
#include "host/commands/run.h"
#include "lib/case/need.h"
#include "lib/format/report.h"
#include "suite_test.h"

#define SHOWN_IDS 10	/* of each kind of unexpected result */

const char *suite_test_name(unsigned int i)
{
	const struct suite *suite = suite_at(i);

	return suite ? suite->name : NULL;
}

/* memop-cts --suite SUITE --profile PROFILE --journal JOURNAL */
static int run_suite(const char *suite, const char *profile, const char *journal)
{
	const char *argv[] = { "memop-cts", "--suite", suite, "--profile", profile,
			       "--journal", journal, NULL };
	static struct options options;
	int code;

	if (options_parse(&options, ARRAY_SIZE(argv) - 1, (char **)argv, &code))
		return code;
	return run(&options);
}

/* Print text with "# " before each line, so that a parser of KTAP takes it for diagnostics. */
static void print_diagnostics(const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		printf("#%s%.*s\n", len ? " " : "", (int)len, text);
		text += len + (text[len] == '\n');
	}
	fflush(stdout);
}

static void print_results(const struct results *results)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	report_failures(results, memory, 0);
	report_summary(results, memory, SHOWN_IDS);
	fclose(memory);
	print_diagnostics(text);
	free(text);
}

/* Everything that skipped cases need, or why no case was tried. */
static void describe_skip(const struct results *results, struct text *reason)
{
	unsigned int i, missing = 0;
	size_t n;

	for (n = 0; n < results->n; n++)
		if (results->records[n].verdict == VERDICT_SKIP)
			missing |= results->records[n].missing;
	for (i = 0; i < NEEDS; i++)
		if (needs[i].bit & missing)
			text_add(reason, "%s%s", reason->len ? "; " : "", needs[i].reason);
	for (i = 0; i < results->n_runs; i++)
		text_add(reason, "%s%.*s", reason->len ? "; " : "",
			 (int)strcspn(results->runs[i].detail, "\n"), results->runs[i].detail);
}

static const struct record *first_known(const struct results *results)
{
	const struct record *r = results->records;

	while (r->verdict != VERDICT_XFAIL)
		r++;
	return r;
}

static enum test_result judge(const struct results *results, int code, struct text *reason)
{
	uint64_t count[VERDICTS], unexpected = count_verdicts(results, count);
	unsigned long long all = results->n + results->n_runs, known = count[VERDICT_XFAIL];
	char known_reason[256];

	if (code == EXIT_SKIPPED) {
		describe_skip(results, reason);
		return TEST_SKIPPED;
	}
	if (code != EXIT_PASS || unexpected || !results->ended) {
		text_add(reason, "%llu of %llu results are unexpected%s",
			 (unsigned long long)unexpected, all,
			 results->ended ? "" : "; the run was cut short");
		return TEST_FAILED;
	}
	if (!known)
		return TEST_PASSED;
	record_reason(first_known(results), known_reason, sizeof(known_reason));
	text_add(reason, "%llu of %llu cases, the first of them: %s", known, all, known_reason);
	return TEST_KNOWN;
}

/* The program memop-cts is installed beside this one: failures name it to repeat a case. */
static const char *command_to_repeat(void)
{
	static char command[PATH_MAX + 16];
	ssize_t len = readlink("/proc/self/exe", command, PATH_MAX);
	char *slash;

	command[len > 0 ? len : 0] = 0;
	slash = strrchr(command, '/');
	strcpy(slash ? slash + 1 : command, "memop-cts");
	return command;
}

static enum test_result run_and_report(const char *suite, const char *profile, const char *journal,
				       struct text *reason)
{
	enum test_result result = TEST_FAILED;
	int code = run_suite(suite, profile, journal);
	struct results results;

	if (access(journal, F_OK)) {
		text_add(reason, "the suite could not be run (exit code %d)", code);
		return TEST_FAILED;
	}
	if (results_read(&results, journal)) {
		text_add(reason, "the journal of the run cannot be read");
	} else {
		results.again = command_to_repeat();
		print_results(&results);
		result = judge(&results, code, reason);
	}
	results_free(&results);
	unlink(journal);
	return result;
}

/* Does the suite have a case in the profile? */
static bool has_case(const char *name, enum profile profile)
{
	unsigned int v[AXES_MAX];
	uint64_t index = 0;

	return profile_next(profile, suite_find(name), &index, v);
}

enum test_result suite_test(const char *suite, const char *profile, char *buf)
{
	struct text reason = { .buf = buf, .size = TEST_REASON_MAX };
	char dir[] = "/tmp/memop_test.XXXXXX", journal[sizeof(dir) + 16];
	enum test_result result;

	buf[0] = 0;
	if (!strcmp(profile, profile_names[PROFILE_QUICK]) && !has_case(suite, PROFILE_QUICK)) {
		text_add(&reason, "the quick profile has no case of this suite");
		return TEST_SKIPPED;
	}
	if (!mkdtemp(dir)) {
		text_add(&reason, "cannot make a folder in /tmp: %s", strerror(errno));
		return TEST_FAILED;
	}
	snprintf(journal, sizeof(journal), "%s/journal", dir);
	result = run_and_report(suite, profile, journal, &reason);
	rmdir(dir);
	return result;
}
