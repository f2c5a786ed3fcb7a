// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <unistd.h>

#include "host/commands/folder.h"
#include "host/commands/write_reports.h"
#include "host/commands/run.h"
#include "host/runner/supervisor.h"

/* The run failed before it had anything to report: remove its folder. */
static int fail_early(const struct folder *folder, int code)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/command", folder->partial);
	unlink(path);
	snprintf(path, sizeof(path), "%s/journal", folder->partial);
	unlink(path);
	rmdir(folder->partial);
	return code;
}

static int run_to_folder(const struct options *options, struct facts *facts, const char *missing)
{
	struct journal_file journal;
	struct folder folder;
	char path[PATH_MAX + 16], again[2 * PATH_MAX];
	int code, reported;

	code = folder_begin(&folder, options->results, facts->release);
	if (code)
		return code;
	code = folder_command(&folder, options->argc, options->argv);
	snprintf(path, sizeof(path), "%s/journal", folder.partial);
	if (!code)
		code = journal_file_open(&journal, path);
	if (code)
		return fail_early(&folder, code);
	code = supervise(options, facts, &journal, missing);
	journal_file_close(&journal);
	if (!journal.size)
		return fail_early(&folder, code);
	again_command(options->again, options->expect, again, sizeof(again));
	reported = write_reports(path, folder.partial, journal.ended ? folder.name : NULL,
				 options->verbose, again);
	if (code != EXIT_PASS && code != EXIT_SKIPPED)
		return code;
	return journal.ended && reported == code ? code : EXIT_INFRASTRUCTURE;
}

static int run_to_journal(const struct options *options, struct facts *facts, const char *missing)
{
	struct journal_file journal;
	int code = journal_file_open(&journal, options->journal);

	if (code)
		return code;
	code = supervise(options, facts, &journal, missing);
	journal_file_close(&journal);
	return code;
}

int run(const struct options *options)
{
	struct facts facts = { 0 };
	char why[WHY_MAX] = "";
	int code = (int)options->subject->facts(&facts, options->level, why);

	if (code)
		fprintf(stderr, "memop-cts: %s%s\n", code == EXIT_SKIPPED ? "skipped: " : "", why);
	if (code != EXIT_PASS && code != EXIT_SKIPPED)
		return code;
	facts.offer.dangerous = options->dangerous == DANGEROUS_YES ||
				(options->dangerous == DANGEROUS_BY_MACHINE &&
				 (facts.offer.emulated || !options->subject->real));
	if (options->journal)
		return run_to_journal(options, &facts, code ? why : NULL);
	return run_to_folder(options, &facts, code ? why : NULL);
}
