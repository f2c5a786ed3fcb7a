// SPDX-License-Identifier: GPL-2.0-only
/* memop-cts: tries KVM_S390_MEM_OP on every state and request of its suites, and says what was not as it should be. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host/commands/compare_runs.h"
#include "host/commands/command_line.h"
#include "host/commands/report.h"
#include "host/runner/supervisor.h"
#include "lib/known/clauses.h"
#include "lib/journal/journal.h"

static int list(const struct selection *selection)
{
	struct selected selected;
	struct cursor cursor = { 0 };
	char id[CASE_ID_MAX];

	while (selection_next(selection, &cursor, &selected)) {
		case_id(selected.suite, selected.index, id, sizeof(id));
		puts(id);
	}
	return fflush(stdout) ? EXIT_INFRASTRUCTURE : EXIT_PASS;
}

/* Ask the oracle which clauses the selected cases test; of the newest kernel, if the user names none. */
static int list_clauses(const struct options *options)
{
	struct evidence evidence;
	struct level level;

	if (level_parse(&level, options->level ? options->level : "7.2") ||
	    evidence_count(&options->selection, &level, &evidence)) {
		fprintf(stderr, "memop-cts: cannot count the cases of each clause: %s\n", strerror(errno));
		return EXIT_INFRASTRUCTURE;
	}
	if (options->clauses)
		clauses_list(stdout, &evidence);
	if (options->untested)
		clauses_untested(stdout, &evidence);
	return fflush(stdout) ? EXIT_INFRASTRUCTURE : EXIT_PASS;
}

/* Where results go if the user does not say. */
static void default_folder(char *path, size_t size, const struct facts *facts)
{
	time_t now = time(NULL);
	char when[32];

	strftime(when, sizeof(when), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(path, size, "memop-cts-results/%s-%s", when, facts->release);
}

static int run_to_journal(const struct options *options, struct facts *facts, const char *name)
{
	FILE *journal = fopen(name, "w");
	int code;

	if (!journal) {
		fprintf(stderr, "memop-cts: %s: %s\n", name, strerror(errno));
		return EXIT_USAGE;
	}
	code = supervise(options, facts, journal, name);
	fclose(journal);
	return code;
}

static int run(const struct options *options, struct facts *facts)
{
	char folder[PATH_MAX], journal[PATH_MAX + 16];
	int code, reported;

	if (options->journal)
		return run_to_journal(options, facts, options->journal);
	if (options->results)
		snprintf(folder, sizeof(folder), "%s", options->results);
	else
		default_folder(folder, sizeof(folder), facts);
	if (make_folder(folder)) {
		fprintf(stderr, "memop-cts: %s: %s\n", folder, strerror(errno));
		return EXIT_USAGE;
	}
	snprintf(journal, sizeof(journal), "%s/journal", folder);
	code = run_to_journal(options, facts, journal);
	reported = publish(journal, folder, options->verbose);
	return code != EXIT_PASS ? code : reported;
}

/* What is not a run. */
static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
} commands[] = {
	{ "report", report_main },
	{ "compare", compare_main },
	{ "baseline", baseline_main },
};

int main(int argc, char **argv)
{
	struct facts facts = { 0 };
	struct options options;
	char why[WHY_MAX] = "";
	unsigned int i;
	int code;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (argc > 1 && !strcmp(argv[1], commands[i].name))
			return commands[i].main(argc - 1, argv + 1);
	if (options_parse(&options, argc, argv, &code))
		return code;
	if (options.list)
		return list(&options.selection);
	if (options.clauses || options.untested)
		return list_clauses(&options);
	if (options.dry_run) {
		printf("plan %llu\n", (unsigned long long)selection_count(&options.selection));
		return EXIT_PASS;
	}
	if (options.subject->facts(&facts, options.level, why)) {
		fprintf(stderr, "memop-cts: skipped: %s\n", why);
		return EXIT_SKIPPED;
	}
	return run(&options, &facts);
}
