// SPDX-License-Identifier: GPL-2.0-only
/*
 * memop-cts: tests KVM_S390_MEM_OP with every state and request of its suites, and reports
 * deviations.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "host/commands/command_line.h"
#include "host/commands/compare_runs.h"
#include "host/commands/write_reports.h"
#include "host/commands/run.h"
#include "lib/base/exit.h"
#include "lib/known/clauses.h"

static int list(const struct selection *selection)
{
	struct selected selected;
	struct cursor cursor = { 0 };
	char id[CASE_ID_MAX];

	while (selection_next(selection, &cursor, &selected)) {
		case_id(selected.suite, selected.index, id, sizeof(id));
		puts(id);
	}
	return EXIT_PASS;
}

/*
 * Print the clauses that the oracle cites for the selected cases, at the level of the newest kernel
 * unless the user names another.
 */
static int list_clauses(const struct options *options)
{
	struct evidence evidence;
	struct level level;

	if (level_parse(&level, options->level ? options->level : LEVEL_NEWEST) ||
	    evidence_count(&options->selection, &level, &evidence)) {
		fprintf(stderr, "memop-cts: cannot count the cases of each clause: %s\n",
			strerror(errno));
		return EXIT_INFRASTRUCTURE;
	}
	if (options->clauses)
		clauses_list(stdout, &evidence);
	if (options->untested)
		clauses_untested(stdout, &evidence);
	return EXIT_PASS;
}

static int try_or_inform(int argc, char **argv)
{
	struct options options;
	int code;

	if (options_parse(&options, argc, argv, &code))
		return code;
	if (options.list)
		return list(&options.selection);
	if (options.clauses || options.untested)
		return list_clauses(&options);
	if (!options.dry_run)
		return run(&options);
	printf("plan %llu\n", (unsigned long long)selection_count(&options.selection));
	return EXIT_PASS;
}

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
} commands[] = {
	{ "report", report_main },
	{ "compare", compare_main },
	{ "baseline", baseline_main },
};

static int command(int argc, char **argv)
{
	unsigned int i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc > 1 && !strcmp(argv[1], commands[i].name))
			return commands[i].main(argc - 1, argv + 1);
	return try_or_inform(argc, argv);
}

/* Incomplete output is an infrastructure failure, whatever the command returned. */
int main(int argc, char **argv)
{
	int code = command(argc, argv);

	if (!ferror(stdout) && !fflush(stdout))
		return code;
	if (code != EXIT_INFRASTRUCTURE)
		fprintf(stderr, "memop-cts: standard output: %s\n", strerror(errno));
	return EXIT_INFRASTRUCTURE;
}
