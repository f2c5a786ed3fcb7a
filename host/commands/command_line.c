// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "host/commands/command_line.h"
#include "host/commands/option_values.h"
#include "lib/base/escape.h"
#include "lib/base/exit.h"

#define VERSION "0.1"
#define HELP_COLUMN 23

/*
 * The options; the help is made from this table. An option with a value has a `set` that takes it;
 * one without has either a `set` or the offset of a bool in struct options. A row without a name is
 * a heading.
 */
static const struct row {
	const char *name;
	const char *value;		/* its placeholder in the help */
	const char *help;		/* one or more lines */
	int (*set)(struct options *options, const char *value);
	size_t flag;
	char letter;
	bool repeat;			/* a command that repeats a single case needs it */
} rows[] = {
#define SET(f) .set = (f)
#define REPEAT .repeat = true
#define FLAG(member) .flag = offsetof(struct options, member)
	{ .help = "Selection (all suites and cases that are named; everything by default)" },
	{ "suite", "NAME",
	  "this suite, or all whose names match a pattern such as 'key_*'", SET(set_suite) },
	{ "case", "ID",
	  "this case, or all that match a pattern such as\n"
	  "'key_protection/op=*,key=2,*'", SET(set_case) },
	{ "profile", "NAME",
	  "how many cases of each suite: quick, default or exhaustive", SET(set_profile) },
	{ "for", "TIME",
	  "random histories of the suite memory_walks, one seed after the other,\n"
	  "for this time, such as 90s, 10m or 3h", SET(set_for) },
	{ "seed", "N", "with --for: the first seed (default 0)", SET(set_seed) },
	{ "shard", "I/N", "only the I-th of N equal parts of the selection", SET(set_shard) },
	{ "dangerous", NULL,
	  "also run suites that may leave this machine unusable: with the bug of\n"
	  "docs/findings/F5.md, a processor spins until the next reboot. By\n"
	  "default they are skipped, except on an emulated machine", SET(set_dangerous), REPEAT },
	{ "no-dangerous", NULL,
	  "skip these suites on an emulated machine, too", SET(set_no_dangerous) },
	{ "list", NULL, "print the ids of the cases and exit", FLAG(list) },
	{ "clauses", NULL,
	  "print the clauses that the selected cases test, with the number of\n"
	  "cases of each, and exit", FLAG(clauses) },
	{ "untested", NULL,
	  "print the clauses that none of the selected cases tests, with the\n"
	  "reason, and exit", FLAG(untested) },
	{ .help = "Execution" },
	{ "subject", "kvm|model",
	  "test the real ioctl (default), or the model of it", SET(set_subject), REPEAT },
	{ "stage", "host|guest",
	  "what brings the guest into the state of a case: this program\n"
	  "(default), or code in the guest", SET(set_stage), REPEAT },
	{ "level", "VERSION",
	  "expect the behaviour of this kernel version, instead of that of the\n"
	  "running kernel; the model behaves like it, too", SET(set_level), REPEAT },
	{ "case-timeout", "S",
	  "seconds after which a case counts as hung (default 10)", SET(set_case_timeout), REPEAT },
	{ "chunk", "N",
	  "write results to the disk after every N cases (default 512)", SET(set_chunk) },
	{ "require", "NEED",
	  "fail if a case, or a step of a sequence, is skipped because NEED is missing:\n",
	  SET(set_require) },
	{ "max-skip", "N", "fail if more than N cases are skipped", SET(set_max_skip) },
	{ "strict", NULL,
	  "count known deviations as failures: for kernels that should have none",
	  SET(set_strict), REPEAT },
	{ "expect", "FILE",
	  "also treat the deviations in FILE as known; its rows have the format\n"
	  "of results/expectations/known.txt", SET(set_expect) },
	{ "fail-fast", NULL,
	  "stop after the first chunk that has an unexpected result", FLAG(fail_fast) },
	{ "bench", NULL,
	  "print the mean time of a case, of its ioctl alone and of its other\n"
	  "parts", FLAG(bench) },
	{ "dry-run", NULL,
	  "check the options, print the number of cases and exit", FLAG(dry_run) },
	{ .help = "Results" },
	{ "results", "DIR",
	  "folder for journal and reports (memop-cts-results/TIME-RELEASE by\n"
	  "default); its name is DIR.incomplete until the run ends",
	  SET(set_results) },
	{ "journal", "FILE",
	  "write only the journal, to FILE, and print nothing", SET(set_journal) },
	{ "verbose", NULL, "print every case", FLAG(verbose), .letter = 'v' },
	{ "help", NULL, "print this and exit", FLAG(help), .letter = 'h' },
	{ "version", NULL, "print the version and exit", FLAG(version) },
	{ .help = "For scripts, and for tests of the runner itself" },
	{ "again", "COMMAND",
	  "begin \"again:\" lines, which repeat a case, with COMMAND instead of the\n"
	  "name of this program", SET(set_again) },
	{ "fault", "KIND[@N]",
	  "in case N (from 1) crash, hang, lose the guest, exit, or store outside\n"
	  "of the operand (stray, stray-once); or crash or hang while the last\n"
	  "guest is destroyed (teardown, teardown-hang)", SET(set_fault) },
	{ "kernel-log", "FILE", "read FILE instead of /dev/kmsg", SET(set_kernel_log) },
#undef SET
#undef REPEAT
#undef FLAG
};

/* Print lines; all but the first are indented to the column of the first. */
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
	      "  memop-cts [options]                      test KVM_S390_MEM_OP\n"
	      "  memop-cts report JOURNAL [-v] [--out DIR] [--again COMMAND]\n"
	      "                                           make the reports of a journal; their\n"
	      "                                           \"again:\" lines begin with COMMAND\n"
	      "  memop-cts compare A B [-v] [--common]    print what changed from A to B\n"
	      "  memop-cts baseline JOURNAL [--out FILE]  write all outcomes, for compare\n"
	      "\n", stdout);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		print_row(&rows[i]);
	fputs("\nExit codes: 0 all passed, 1 unexpected results, 2 usage, 3 could not test, "
	      "4 everything was skipped.\n", stdout);
}

/*
 * Find the row of an argument: "--NAME", "--NAME=VALUE" (*value is then VALUE) or "-LETTER". Names
 * cannot be abbreviated.
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

/* Add the option to the command that repeats a case. Values are checked by row->set. */
static void add_repeat(struct options *options, const struct row *row, const char *value)
{
	size_t len = strlen(options->repeat);
	FILE *out = fmemopen(options->repeat + len, sizeof(options->repeat) - len, "w");

	if (!out)
		return;
	fprintf(out, " --%s", row->name);
	if (value) {
		putc(' ', out);
		put_shell(out, value);
	}
	fclose(out);
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
		if (row->repeat)
			add_repeat(options, row, value);
		if (!row->set)
			*(bool *)((char *)options + row->flag) = true;
		else if (row->set(options, value))
			return -1;
	}
	return 0;
}

/* Is there a case in any shard? A single shard may be empty. */
static bool selects_something(struct selection selection)
{
	struct selected selected;
	struct cursor first = { 0 };

	selection.shard = 0;
	selection.shards = 1;
	return selection_next(&selection, &first, &selected);
}

/* Every --case must match a case, and the selection as a whole must not be empty. */
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
	if (selection->profile == PROFILE_ENDLESS)
		return wrong_value("for", "TIME", "the selected suites have no seeds; only "
				   "memory_walks has");
	return wrong_value("profile", profile_names[selection->profile],
			   "the selected suites have no case in this profile");
}

/* The options as one line, for the journal. */
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
	if (options->seeded && !options->end_ms)
		return wrong_value("seed", "N", "needs --for; for one seed use --case");
	return check_selection(&options->selection);
}
