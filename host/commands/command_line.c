// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "host/commands/command_line.h"
#include "host/commands/option_values.h"
#include "lib/base/exit.h"

#define VERSION "0.1"
#define HELP_COLUMN 23

/*
 * An option: with a value that `set` takes, or without one, and then a flag of struct options or a
 * `set`. A row without a name is a heading. The help is made of this table.
 */
static const struct row {
	const char *name;
	const char *value;		/* what stands for it in the help */
	const char *help;		/* lines */
	int (*set)(struct options *options, const char *value);
	size_t flag;
	char letter;
} rows[] = {
#define SET(f) .set = (f)
#define FLAG(member) .flag = offsetof(struct options, member)
	{ .help = "What to try (every suite and case named here; everything, if none is)" },
	{ "suite", "NAME",
	  "this suite, or all whose names match a pattern such as 'key_*'", SET(set_suite) },
	{ "case", "ID",
	  "this case, or all that match a pattern such as\n"
	  "'key_protection/op=*,key=2,*'", SET(set_case) },
	{ "profile", "NAME",
	  "how much of each suite: quick, default or exhaustive", SET(set_profile) },
	{ "shard", "I/N", "of all of that the I-th of N equal parts", SET(set_shard) },
	{ "hazardous", NULL,
	  "also suites that may leave this machine unusable: a kernel with finding\n"
	  "F5 loses a processor until it is booted again. Otherwise these are\n"
	  "skipped, except on an emulated machine", SET(set_hazardous) },
	{ "no-hazardous", NULL, "skip them there, too", SET(set_no_hazardous) },
	{ "list", NULL, "print the ids of the cases and leave", FLAG(list) },
	{ "clauses", NULL,
	  "print the clauses that the selected cases test, how many cases each,\n"
	  "and leave", FLAG(clauses) },
	{ "untested", NULL,
	  "print the clauses that none of the selected cases tests, and why, and\n"
	  "leave", FLAG(untested) },
	{ .help = "How" },
	{ "subject", "kvm|model",
	  "the real ioctl (default), or the model of it", SET(set_subject) },
	{ "stage", "host|guest",
	  "who puts the guest into the state of a case: this program (default),\n"
	  "or code in the guest", SET(set_stage) },
	{ "level", "VERSION",
	  "expect what a kernel of this version does, instead of the running one;\n"
	  "the model is one", SET(set_level) },
	{ "case-timeout", "S",
	  "seconds after which a case counts as hung (default 10)", SET(set_case_timeout) },
	{ "chunk", "N", "cases between two writes to the results (default 512)", SET(set_chunk) },
	{ "require", "NEED",
	  "fail if a case, or a step of a sequence, is skipped for want of NEED:\n",
	  SET(set_require) },
	{ "max-skip", "N", "fail if more than N cases are skipped", SET(set_max_skip) },
	{ "strict", NULL,
	  "count known deviations as failures: for kernels that should have none",
	  SET(set_strict) },
	{ "expect", "FILE",
	  "know the deviations of FILE, too: rows as in\n"
	  "results/expectations/known.txt", SET(set_expect) },
	{ "fail-fast", NULL, "stop after the first unexpected results", FLAG(fail_fast) },
	{ "bench", NULL,
	  "print how long a case takes, the ioctl alone with the same arguments,\n"
	  "and the other parts", FLAG(bench) },
	{ "dry-run", NULL,
	  "check the options, print the number of cases and leave", FLAG(dry_run) },
	{ .help = "Results" },
	{ "results", "DIR",
	  "folder for journal and reports (memop-cts-results/TIME-RELEASE by\n"
	  "default); it is DIR.incomplete until the run has come to its end",
	  SET(set_results) },
	{ "journal", "FILE", "only write the journal to FILE, print nothing", SET(set_journal) },
	{ "verbose", NULL, "print every case", FLAG(verbose), .letter = 'v' },
	{ "help", NULL, "print this and leave", FLAG(help), .letter = 'h' },
	{ "version", NULL, "print the version and leave", FLAG(version) },
	{ .help = "For tests of the runner itself" },
	{ "fault", "KIND[@N]",
	  "in case N (from 1) crash, hang, lose the guest, exit, or store where\n"
	  "the case may not (stray, stray-once); or at the end: teardown,\n"
	  "teardown-hang", SET(set_fault) },
	{ "kernel-log", "FILE", "read FILE in place of /dev/kmsg", SET(set_kernel_log) },
#undef SET
#undef FLAG
};

/* Lines of a text, those behind the first under the first. */
static void print_lines(const char *lines)
{
	for (; *lines; lines++) {
		putchar(*lines);
		if (*lines == '\n')
			printf("%*s", HELP_COLUMN, "");
	}
}

static void print_row(const struct row *row)
{
	char buf[512], *at = buf;
	struct text text = TEXT_IN(buf);
	int n;

	if (!row->name) {
		printf("%s:\n", row->help);
		return;
	}
	n = row->letter ? printf("  -%c, --%s", row->letter, row->name) :
			  printf("  --%s%s%s", row->name, row->value ? " " : "",
				 row->value ? row->value : "");
	printf("%*s", n < HELP_COLUMN ? HELP_COLUMN - n : 1, "");
	text_add(&text, "%s", row->help);
	if (row->set == set_require)
		list_needs(&text);
	print_lines(at);
	putchar('\n');
}

static void print_help(void)
{
	unsigned int i;

	fputs("Usage:\n"
	      "  memop-cts [options]                        try KVM_S390_MEM_OP\n"
	      "  memop-cts report JOURNAL [-v] [--out DIR]  make the reports of a journal again\n"
	      "  memop-cts compare A B [-v] [--common]      print what changed from A to B\n"
	      "  memop-cts baseline JOURNAL [--out FILE]    keep the outcomes, to compare later\n"
	      "\n", stdout);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		print_row(&rows[i]);
	fputs("\nExit codes: 0 all passed, 1 unexpected results, 2 usage, 3 could not test, "
	      "4 everything was skipped.\n", stdout);
}

/*
 * The row of an argument: "--NAME", "--NAME=VALUE" with *value behind the sign, or "-LETTER". Names
 * are not abbreviated.
 */
static const struct row *find_row(const char *arg, const char **value)
{
	size_t len = strcspn(arg, "=");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (rows[i].letter && arg[0] == '-' && arg[1] == rows[i].letter && !arg[2])
			return &rows[i];
		if (!rows[i].name || strncmp(arg, "--", 2) || strlen(rows[i].name) != len - 2 ||
		    strncmp(arg + 2, rows[i].name, len - 2))
			continue;
		*value = arg[len] ? arg + len + 1 : NULL;
		return &rows[i];
	}
	return NULL;
}

static int refuse(const char *arg, const char *remedy)
{
	fprintf(stderr, "memop-cts: %s: %s\n", arg, remedy);
	return -1;
}

static int parse_all(struct options *options, int argc, char **argv)
{
	const struct row *row;
	const char *value;
	int i;

	for (i = 1; i < argc; i++) {
		value = NULL;
		row = find_row(argv[i], &value);
		if (!row)
			return refuse(argv[i], "not an option; see memop-cts --help");
		if (!row->value && value)
			return refuse(argv[i], "this option takes no value");
		if (row->value && !value && ++i == argc)
			return refuse(argv[i - 1], "this option needs a value");
		if (row->value && !value)
			value = argv[i];
		if (!row->set)
			*(bool *)((char *)options + row->flag) = true;
		else if (row->set(options, value))
			return -1;
	}
	return 0;
}

/* All shards taken together: one may be empty. */
static bool selects_something(struct selection selection)
{
	struct selected selected;
	struct cursor first = { 0 };

	selection.shard = 0;
	selection.shards = 1;
	return selection_next(&selection, &first, &selected);
}

/* Each --case selects something, also beside others, and so do all that is named together. */
static int check_selection(const struct selection *selection)
{
	struct selection one = *selection;
	unsigned int i;

	one.n_suites = 0;
	one.n_cases = 1;
	for (i = 0; i < selection->n_cases; i++) {
		one.cases[0] = selection->cases[i];
		if (!selects_something(one))
			return wrong_value("case", one.cases[0].pattern, "no case of this profile "
					   "matches; memop-cts --list shows all");
	}
	if (selects_something(*selection))
		return 0;
	return wrong_value("profile", profile_names[selection->profile],
			   "the suites that are named have no case in it");
}

/* The command in one line of the journal. */
static void echo(struct options *options)
{
	struct text text = TEXT_IN(options->echo);
	char *p;
	int i;

	for (i = 1; i < options->argc; i++)
		text_add(&text, "%s%s", i > 1 ? " " : "", options->argv[i]);
	for (p = options->echo; *p; p++)
		if (iscntrl((unsigned char)*p))
			*p = '?';
}

int options_parse(struct options *options, int argc, char **argv, int *code)
{
	*options = (struct options){
		.selection = SELECTION_ALL,
		.subject = &subject_kvm,
		.case_timeout = 10,
		.chunk = 512,
		.max_skip = -1,
		.argc = argc,
		.argv = argv,
	};
	*code = EXIT_USAGE;
	echo(options);
	if (parse_all(options, argc, argv))
		return -1;
	if (options->help || options->version) {
		if (options->help)
			print_help();
		else
			puts("memop-cts " VERSION);
		*code = EXIT_PASS;
		return -1;
	}
	if (options->journal && options->results)
		return wrong_value("journal", options->journal, "cannot be used with --results");
	return check_selection(&options->selection);
}
