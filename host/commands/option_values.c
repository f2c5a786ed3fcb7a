// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/commands/option_values.h"
#include "host/commands/write_reports.h"
#include "host/runner/progress.h"
#include "lib/case/need.h"
#include "lib/known/expectations.h"

/* Of a release; --level is recorded in the journal, which consists of lines. */
#define LEVEL_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+~?"

int wrong_value(const char *option, const char *value, const char *remedy)
{
	fprintf(stderr, "memop-cts: --%s %s: %s\n", option, value, remedy);
	return -1;
}

/* A decimal number from min to max. */
static int number(const char *option, const char *text, unsigned long min, unsigned long max,
		  unsigned long *value)
{
	char remedy[80], *end;

	errno = 0;
	*value = strtoul(text, &end, 10);
	if (isdigit((unsigned char)*text) && !*end && !errno && *value >= min && *value <= max)
		return 0;
	snprintf(remedy, sizeof(remedy), "must be a number from %lu to %lu", min, max);
	return wrong_value(option, text, remedy);
}

static bool is_named(const struct selection *selection, const struct suite *suite)
{
	unsigned int i;

	for (i = 0; i < selection->n_suites && selection->suites[i] != suite; i++)
		;
	return i < selection->n_suites;
}

/* The pattern may match several suites. */
int set_suite(struct options *options, const char *pattern)
{
	struct selection *selection = &options->selection;
	unsigned int i, n = 0;

	for (i = 0; i < suite_count(); i++) {
		if (fnmatch(pattern, suite_at(i)->name, 0))
			continue;
		n++;
		if (!is_named(selection, suite_at(i)) && selection->n_suites < SELECTION_MAX)
			selection->suites[selection->n_suites++] = suite_at(i);
	}
	if (!n)
		return wrong_value(
			"suite", pattern,
			"no such suite; memop-cts --list shows all, the name ends at the \"/\"");
	return 0;
}

int set_case(struct options *options, const char *id)
{
	if (options->selection.n_cases == SELECTION_MAX)
		return wrong_value("case", id, "too many cases; use a pattern");
	if (selection_add(&options->selection, id))
		return wrong_value("case", id,
				   "no such case; memop-cts --list --profile exhaustive shows all");
	return 0;
}

int set_profile(struct options *options, const char *name)
{
	unsigned int i;

	for (i = 0; i < PROFILES; i++) {
		if (!strcmp(name, profile_names[i])) {
			options->selection.profile = (enum profile)i;
			return 0;
		}
	}
	return wrong_value("profile", name, "must be quick, default or exhaustive");
}

int set_shard(struct options *options, const char *text)
{
	unsigned int i, n;
	char rest;

	if (sscanf(text, "%9u/%9u%c", &i, &n, &rest) != 2 || !i || i > n)
		return wrong_value("shard", text, "must be I/N with I from 1 to N");
	options->selection.shard = i - 1;
	options->selection.shards = n;
	return 0;
}

int set_subject(struct options *options, const char *name)
{
	if (!strcmp(name, "model"))
		options->subject = &subject_model;
	else if (!strcmp(name, "kvm"))
		options->subject = &subject_kvm;
	else
		return wrong_value("subject", name, "must be kvm or model");
	return 0;
}

int set_stage(struct options *options, const char *name)
{
	if (!strcmp(name, "guest"))
		options->stage = STAGE_GUEST;
	else if (!strcmp(name, "host"))
		options->stage = STAGE_HOST;
	else
		return wrong_value("stage", name, "must be host or guest");
	return 0;
}

int set_level(struct options *options, const char *text)
{
	struct level level;

	if (level_parse(&level, text) || strlen(text) >= sizeof(level.release) ||
	    text[strspn(text, LEVEL_CHARACTERS)])
		return wrong_value("level", text, "must be a kernel version such as 6.12, or a "
				   "release (uname -r)");
	options->level = text;
	return 0;
}

/* The option comes with the profile that selects all seeds. */
int set_for(struct options *options, const char *text)
{
	static const struct { char letter; uint64_t ms; } units[] = {
		{ 's', 1000 }, { 'm', 60000 }, { 'h', 3600000 },
	};
	unsigned long n = strtoul(text, NULL, 10);
	size_t digits = strspn(text, "0123456789");
	unsigned int i;

	if (n && digits < 7 && strlen(text) == digits + 1)
		for (i = 0; i < ARRAY_SIZE(units); i++)
			if (units[i].letter == text[digits]) {
				options->end_ms = progress_now_ms() + n * units[i].ms;
				options->selection.profile = PROFILE_ENDLESS;
				return 0;
			}
	return wrong_value("for", text, "must be a number and s, m or h, such as 90m");
}

int set_seed(struct options *options, const char *text)
{
	unsigned long n;

	if (number("seed", text, 0, 999999, &n))
		return -1;
	options->selection.first_seed = (unsigned int)n;
	options->seeded = true;
	return 0;
}

int set_case_timeout(struct options *options, const char *text)
{
	unsigned long n;

	if (number("case-timeout", text, 1, 86400, &n))
		return -1;
	options->case_timeout = (unsigned int)n;
	return 0;
}

int set_chunk(struct options *options, const char *text)
{
	unsigned long n;

	if (number("chunk", text, 1, 4096, &n))
		return -1;
	options->chunk = (unsigned int)n;
	return 0;
}

void list_needs(struct text *text)
{
	unsigned int i;

	for (i = 0; i < NEEDS; i++)
		text_add(text, "%s%s", i ? ", " : "", needs[i].name);
}

int set_require(struct options *options, const char *name)
{
	unsigned int bit = need_find(name);
	char buf[256];
	struct text remedy = TEXT_IN(buf);

	text_add(&remedy, "must be one of ");
	list_needs(&remedy);
	if (!bit)
		return wrong_value("require", name, buf);
	options->required |= bit;
	return 0;
}

int set_max_skip(struct options *options, const char *text)
{
	unsigned long n;

	if (number("max-skip", text, 0, LONG_MAX, &n))
		return -1;
	options->max_skip = (long)n;
	return 0;
}

int set_strict(struct options *options, const char *value)
{
	(void)options;
	(void)value;
	expectations_ignore();
	return 0;
}

/* The buffer holds more rows than anybody writes by hand. */
int set_expect(struct options *options, const char *path)
{
	static char text[1 << 16];
	char why[256];
	const char *slash = strrchr(path, '/');
	FILE *file;
	size_t len;

	options->expect = path;
	if (expectation_at(expectations_built_in()))
		return wrong_value("expect", path, "only one file can be named");
	file = fopen(path, "r");
	len = file ? fread(text, 1, sizeof(text), file) : 0;
	if (!file || ferror(file)) {
		snprintf(why, sizeof(why), "%s", strerror(errno));
		if (file)
			fclose(file);
		return wrong_value("expect", path, why);
	}
	fclose(file);
	if (len == sizeof(text) || memchr(text, 0, len))
		return wrong_value("expect", path,
				   "not a file of rows such as results/expectations/known.txt");
	text[len] = 0;
	if (expectations_add(text, slash ? slash + 1 : path, why, sizeof(why)))
		return wrong_value("expect", path, why);
	return 0;
}

int set_dangerous(struct options *options, const char *value)
{
	(void)value;
	options->dangerous = DANGEROUS_YES;
	return 0;
}

int set_no_dangerous(struct options *options, const char *value)
{
	(void)value;
	options->dangerous = DANGEROUS_NO;
	return 0;
}

int set_results(struct options *options, const char *path)
{
	if (!*path)
		return wrong_value("results", "''", "must be the path of a folder");
	options->results = path;
	return 0;
}

int set_journal(struct options *options, const char *path)
{
	options->journal = path;
	return 0;
}

int set_again(struct options *options, const char *command)
{
	if (!is_one_line(command))
		return wrong_value("again", command, "must be a command in one line");
	options->again = command;
	return 0;
}

int set_kernel_log(struct options *options, const char *path)
{
	options->kernel_log = path;
	return 0;
}

static const struct { const char *name; bool in_case; } faults[] = {
	[FAULT_CRASH] = { "crash", true },
	[FAULT_HANG] = { "hang", true },
	[FAULT_LOSE] = { "lose", true },
	[FAULT_EXIT] = { "exit", true },
	[FAULT_STRAY] = { "stray", true },
	[FAULT_STRAY_ONCE] = { "stray-once", true },
	[FAULT_TEARDOWN] = { "teardown", false },
	[FAULT_TEARDOWN_HANG] = { "teardown-hang", false },
};

static int wrong_fault(const char *text)
{
	char buf[256];
	struct text remedy = TEXT_IN(buf);
	unsigned int i;

	text_add(&remedy, "must be ");
	for (i = FAULT_NONE + 1; i < ARRAY_SIZE(faults); i++)
		text_add(&remedy, "%s%s%s", i > 1 ? ", " : "", faults[i].name,
			 faults[i].in_case ? "@N" : "");
	return wrong_value("fault", text, buf);
}

/* "KIND@N" for faults in a case, otherwise "KIND". */
int set_fault(struct options *options, const char *text)
{
	size_t len = strcspn(text, "@");
	char *end = NULL;
	unsigned int i;

	for (i = FAULT_NONE + 1; i < ARRAY_SIZE(faults); i++)
		if (strlen(faults[i].name) == len && !strncmp(text, faults[i].name, len))
			break;
	if (i == ARRAY_SIZE(faults) || faults[i].in_case != (text[len] == '@'))
		return wrong_fault(text);
	options->fault = (enum fault)i;
	if (!faults[i].in_case)
		return 0;
	options->fault_at = strtoul(text + len + 1, &end, 10);
	return isdigit((unsigned char)text[len + 1]) && !*end && options->fault_at
		       ? 0
		       : wrong_fault(text);
}
