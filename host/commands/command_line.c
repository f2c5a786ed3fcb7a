// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/commands/command_line.h"
#include "lib/case/need.h"
#include "lib/journal/journal.h"
#include "lib/known/expectations.h"

#define VERSION "0.1"

static const char help[] =
"Usage: memop-cts [options]            try KVM_S390_MEM_OP\n"
"       memop-cts report JOURNAL [-v] [--out DIR]   make the reports of a journal again\n"
"       memop-cts compare A B [-v] [--common]       what changed from one run or baseline to another\n"
"       memop-cts baseline JOURNAL [--out FILE]     keep the outcomes of a run, to compare with later\n"
"\n"
"What to try (everything, if nothing is named):\n"
"  --suite NAME        this suite; may be repeated\n"
"  --case ID           this case, or all that match a pattern such as 'key_protection/op=*,key=2,*'\n"
"  --profile NAME      how much of each suite: quick, default or exhaustive\n"
"  --shard I/N         the I-th of N equal parts\n"
"  --list              print the ids of the cases and leave\n"
"  --clauses           print the clauses that the selected cases test, how many cases each, and leave\n"
"  --untested          print the clauses that none of the selected cases tests, and why, and leave\n"
"How:\n"
"  --subject kvm|model the real ioctl (default), or the model of it\n"
"  --stage host|guest  who puts the guest into the state of a case: this program (default), or code in the guest\n"
"  --level VERSION     expect what a kernel of this version does, instead of the running one; the model is one\n"
"  --case-timeout S    seconds after which a case counts as hung (default 10)\n"
"  --chunk N           cases between two writes to the results (default 512)\n"
"  --require NEED      fail if a case is skipped for want of NEED: extension, cmpxchg, protected, execute-status,\n"
"                      huge-pages, userfault\n"
"  --max-skip N        fail if more than N cases are skipped\n"
"  --strict            count known deviations as failures: for kernels that should have none\n"
"  --expect FILE       know the deviations of FILE, too: rows as in results/expectations/known.txt\n"
"  --fail-fast         stop after the first unexpected results\n"
"  --bench             say how long a case takes, the ioctl alone with the same arguments, and the other parts\n"
"  --dry-run           check the options, print the number of cases and leave\n"
"Results:\n"
"  --results DIR       folder for journal and reports (default memop-cts-results/<time>-<release>)\n"
"  --journal FILE      only write the journal to FILE, print nothing\n"
"  -v, --verbose       print every case\n"
"  -h, --help, --version\n"
"For tests of the runner itself:\n"
"  --fault KIND@N      in case N (from 1) crash, hang, lose the guest or exit\n"
"\n"
"Exit codes: 0 all passed, 1 unexpected results, 2 usage, 3 could not test, 4 everything was skipped.\n";

enum { OPT_SUITE = 256, OPT_CASE, OPT_PROFILE, OPT_SHARD, OPT_LIST, OPT_CLAUSES, OPT_UNTESTED, OPT_SUBJECT, OPT_STAGE, OPT_LEVEL,
	OPT_CASE_TIMEOUT, OPT_CHUNK, OPT_REQUIRE, OPT_MAX_SKIP, OPT_STRICT, OPT_EXPECT, OPT_FAIL_FAST, OPT_BENCH, OPT_DRY_RUN, OPT_RESULTS, OPT_JOURNAL,
	OPT_VERSION, OPT_FAULT };

static const struct option long_options[] = {
	{ "suite", required_argument, NULL, OPT_SUITE },
	{ "case", required_argument, NULL, OPT_CASE },
	{ "profile", required_argument, NULL, OPT_PROFILE },
	{ "shard", required_argument, NULL, OPT_SHARD },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "clauses", no_argument, NULL, OPT_CLAUSES },
	{ "untested", no_argument, NULL, OPT_UNTESTED },
	{ "subject", required_argument, NULL, OPT_SUBJECT },
	{ "stage", required_argument, NULL, OPT_STAGE },
	{ "level", required_argument, NULL, OPT_LEVEL },
	{ "case-timeout", required_argument, NULL, OPT_CASE_TIMEOUT },
	{ "chunk", required_argument, NULL, OPT_CHUNK },
	{ "require", required_argument, NULL, OPT_REQUIRE },
	{ "max-skip", required_argument, NULL, OPT_MAX_SKIP },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "expect", required_argument, NULL, OPT_EXPECT },
	{ "fail-fast", no_argument, NULL, OPT_FAIL_FAST },
	{ "bench", no_argument, NULL, OPT_BENCH },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ "results", required_argument, NULL, OPT_RESULTS },
	{ "journal", required_argument, NULL, OPT_JOURNAL },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ "fault", required_argument, NULL, OPT_FAULT },
	{ 0 }
};

static int wrong(const char *option, const char *value, const char *mend)
{
	fprintf(stderr, "memop-cts: --%s %s: %s\n", option, value, mend);
	return -1;
}

/* A decimal number from min to max. */
static int number(const char *option, const char *text, unsigned long min, unsigned long max,
		  unsigned long *value)
{
	char mend[80], *end;

	errno = 0;
	*value = strtoul(text, &end, 10);
	if (isdigit((unsigned char)*text) && !*end && !errno && *value >= min && *value <= max)
		return 0;
	snprintf(mend, sizeof(mend), "must be a number from %lu to %lu", min, max);
	return wrong(option, text, mend);
}

static int parse_unsigned(const char *option, const char *text, unsigned long max, unsigned int *value)
{
	unsigned long v;

	if (number(option, text, 1, max, &v))
		return -1;
	*value = (unsigned int)v;
	return 0;
}

static int add_suite(struct selection *selection, const char *name)
{
	const struct suite *suite = suite_find(name);

	if (!suite)
		return wrong("suite", name, "no such suite; memop-cts --list shows all, the name ends at the \"/\"");
	if (selection->n_suites == SELECTION_MAX)
		return wrong("suite", name, "too many suites");
	selection->suites[selection->n_suites++] = suite;
	return 0;
}

static int add_case(struct selection *selection, const char *id)
{
	if (selection->n_cases == SELECTION_MAX)
		return wrong("case", id, "too many cases; use a pattern");
	if (selection_add(selection, id))
		return wrong("case", id, "no such case; memop-cts --list --profile exhaustive shows all");
	return 0;
}

static int parse_profile(struct selection *selection, const char *name)
{
	unsigned int i;

	for (i = 0; i < PROFILES; i++) {
		if (!strcmp(name, profile_names[i])) {
			selection->profile = (enum profile)i;
			return 0;
		}
	}
	return wrong("profile", name, "must be quick, default or exhaustive");
}

static int parse_shard(struct selection *selection, const char *text)
{
	unsigned int i, n;
	char rest;

	if (sscanf(text, "%9u/%9u%c", &i, &n, &rest) != 2 || !i || i > n)
		return wrong("shard", text, "must be I/N with I from 1 to N");
	selection->shard = i - 1;
	selection->shards = n;
	return 0;
}

static int parse_fault(struct options *options, const char *text)
{
	static const char *const kinds[] = { "", "crash", "hang", "lose", "exit" };
	unsigned long at;
	unsigned int i;
	size_t len;
	char *end;

	for (i = 1; i < ARRAY_SIZE(kinds); i++) {
		len = strlen(kinds[i]);
		if (strncmp(text, kinds[i], len) || text[len] != '@')
			continue;
		options->fault = (enum fault)i;
		at = strtoul(text + len + 1, &end, 10);
		if (!isdigit((unsigned char)text[len + 1]) || *end || !at)
			break;
		options->fault_at = at;
		return 0;
	}
	return wrong("fault", text, "must be crash@N, hang@N, lose@N or exit@N");
}

static int parse_subject(struct options *options, const char *name)
{
	if (!strcmp(name, "model"))
		options->subject = &subject_model;
	else if (!strcmp(name, "kvm"))
		options->subject = &subject_kvm;
	else
		return wrong("subject", name, "must be kvm or model");
	return 0;
}

static int parse_stage(struct options *options, const char *name)
{
	if (!strcmp(name, "guest"))
		options->stage = STAGE_GUEST;
	else if (!strcmp(name, "host"))
		options->stage = STAGE_HOST;
	else
		return wrong("stage", name, "must be host or guest");
	return 0;
}

static int parse_level(struct options *options, const char *text)
{
	struct level level;

	if (level_parse(&level, text))
		return wrong("level", text, "must be a kernel version such as 6.12");
	options->level = text;
	return 0;
}

static int parse_require(struct options *options, const char *name)
{
	unsigned int bit = need_find(name);

	if (!bit)
		return wrong("require", name, "must be extension, cmpxchg, protected or execute-status");
	options->required |= bit;
	return 0;
}

static int parse_max_skip(struct options *options, const char *text)
{
	unsigned long n;

	if (number("max-skip", text, 0, LONG_MAX, &n))
		return -1;
	options->max_skip = (long)n;
	return 0;
}

/* The rows of a file, up to a size that nobody exceeds by hand. */
static int parse_expect(const char *path)
{
	static char text[1 << 16];
	char why[256];
	const char *slash = strrchr(path, '/');
	FILE *file;
	size_t len;

	if (expectation_at(expectations_built_in()))
		return wrong("expect", path, "only one file can be named");
	file = fopen(path, "r");
	len = file ? fread(text, 1, sizeof(text), file) : 0;
	if (!file || ferror(file)) {
		snprintf(why, sizeof(why), "%s", strerror(errno));
		if (file)
			fclose(file);
		return wrong("expect", path, why);
	}
	fclose(file);
	if (len == sizeof(text) || memchr(text, 0, len))
		return wrong("expect", path, "not a file of rows such as results/expectations/known.txt");
	text[len] = 0;
	if (expectations_add(text, slash ? slash + 1 : path, why, sizeof(why)))
		return wrong("expect", path, why);
	return 0;
}

static int parse_one(struct options *options, int opt, const char *arg)
{
	switch (opt) {
	case OPT_SUITE:
		return add_suite(&options->selection, arg);
	case OPT_CASE:
		return add_case(&options->selection, arg);
	case OPT_PROFILE:
		return parse_profile(&options->selection, arg);
	case OPT_SHARD:
		return parse_shard(&options->selection, arg);
	case OPT_SUBJECT:
		return parse_subject(options, arg);
	case OPT_STAGE:
		return parse_stage(options, arg);
	case OPT_LEVEL:
		return parse_level(options, arg);
	case OPT_CASE_TIMEOUT:
		return parse_unsigned("case-timeout", arg, 86400, &options->case_timeout);
	case OPT_CHUNK:
		return parse_unsigned("chunk", arg, 4096, &options->chunk);
	case OPT_REQUIRE:
		return parse_require(options, arg);
	case OPT_MAX_SKIP:
		return parse_max_skip(options, arg);
	case OPT_FAULT:
		return parse_fault(options, arg);
	case OPT_LIST:
		options->list = true;
		return 0;
	case OPT_STRICT:
		expectations_ignore();
		return 0;
	case OPT_EXPECT:
		return parse_expect(arg);
	case OPT_FAIL_FAST:
		options->fail_fast = true;
		return 0;
	case OPT_BENCH:
		options->bench = true;
		return 0;
	case OPT_CLAUSES:
		options->clauses = true;
		return 0;
	case OPT_UNTESTED:
		options->untested = true;
		return 0;
	case OPT_DRY_RUN:
		options->dry_run = true;
		return 0;
	case OPT_RESULTS:
		options->results = arg;
		return 0;
	case OPT_JOURNAL:
		options->journal = arg;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	}
	return -1;
}

static void echo(struct options *options, int argc, char **argv)
{
	struct text text = TEXT_IN(options->echo);
	int i;

	for (i = 1; i < argc; i++)
		text_add(&text, "%s%s", i > 1 ? " " : "", argv[i]);
}

int options_parse(struct options *options, int argc, char **argv, int *code)
{
	struct selected selected;
	struct cursor first = { 0 };
	int opt;

	*options = (struct options){
		.selection = SELECTION_ALL,
		.subject = &subject_kvm,
		.case_timeout = 10,
		.chunk = 512,
		.max_skip = -1,
	};
	*code = EXIT_USAGE;
	echo(options, argc, argv);
	while ((opt = getopt_long(argc, argv, "vh", long_options, NULL)) != -1) {
		if (opt == 'h' || opt == OPT_VERSION) {
			fputs(opt == 'h' ? help : "memop-cts " VERSION "\n", stdout);
			*code = EXIT_PASS;
			return -1;
		}
		if (opt == '?' || parse_one(options, opt, optarg))
			return -1;
	}
	if (optind < argc) {
		fprintf(stderr, "memop-cts: %s: not an option; see memop-cts --help\n", argv[optind]);
		return -1;
	}
	if (options->journal && options->results)
		return wrong("journal", options->journal, "cannot be used with --results");
	if (!options->list && !selection_next(&options->selection, &first, &selected)) {
		fprintf(stderr, "memop-cts: no case matches --suite, --case and --shard; memop-cts --list shows all\n");
		return -1;
	}
	return 0;
}
