// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "host/commands/compare_runs.h"
#include "lib/baseline/changes.h"

#define SHOWN_IDS 10

static const char usage[] =
"Usage: memop-cts compare A B [-v] [--common]\n"
"\n"
"A and B: a journal, a folder of results, or a baseline. Prints every case whose outcome differs:\n"
"the return value, the errno, which of several allowed answers was observed, or the verdict.\n"
"  -v, --verbose       print the ids of all cases (otherwise 10 of each kind of change)\n"
"  --common            ignore cases that only one of them has\n"
"\n"
"Exit codes: 0 no change, 1 changes (or cases that only one has), 2 usage, 3 could not write.\n";

static unsigned long long ull(uint64_t n)
{
	return n;
}

static int load(struct baseline *baseline, const char *path)
{
	if (baseline_load(baseline, path))
		return -1;
	if (baseline->n)
		return 0;
	fprintf(stderr, "memop-cts: %s: this run tried no case: "
		"there is nothing to compare\n", path);
	return -1;
}

static void print_head(char letter, const char *path, const struct baseline *b)
{
	printf("%c: %s: kernel %s (%s), subject %s, staged by the %s, %llu cases\n", letter, path,
	       baseline_meta(b, "kernel"), baseline_meta(b, "machine"), baseline_meta(b, "subject"),
	       baseline_meta(b, "stage"), ull(b->n));
	if (b->cut_short)
		printf("%c is INCOMPLETE: %llu of %llu cases were tried before the run was "
		       "cut short\n", letter, ull(b->n), ull(b->planned));
	else if (!b->complete)
		printf("%c stopped after the first unexpected result: %llu of %llu cases were "
		       "tried\n", letter, ull(b->n), ull(b->planned));
}

static int compare(const char *path_a, const char *path_b, const struct changes_shown *shown)
{
	struct baseline a = { 0 }, b = { 0 };
	struct changes n;
	int code = EXIT_USAGE;

	if (load(&a, path_a) || load(&b, path_b))
		goto out;
	print_head('A', path_a, &a);
	print_head('B', path_b, &b);
	printf("\n");
	n = changes_print(&a, &b, shown, stdout);
	printf("%llu changed, %llu missing, %llu new, %llu the same\n", ull(n.changed),
	       ull(n.missing), ull(n.added), ull(n.same));
	code = n.changed || (!shown->common && n.missing + n.added) ? EXIT_UNEXPECTED : EXIT_PASS;
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "memop-cts: compare: %s\n", strerror(errno));
		code = EXIT_INFRASTRUCTURE;
	} else if (shown->common && !(n.same + n.changed)) {
		fprintf(stderr, "memop-cts: compare: %s and %s have no case in common\n", path_a,
			path_b);
		code = EXIT_USAGE;
	}
out:
	baseline_free(&a);
	baseline_free(&b);
	return code;
}

int compare_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "verbose", no_argument, NULL, 'v' },
		{ "common", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 }
	};
	struct changes_shown shown = { .max_ids = SHOWN_IDS };
	int opt;

	while ((opt = getopt_long(argc, argv, "vh", options, NULL)) != -1) {
		if (opt == 'h')
			return fputs(usage, stdout) < 0 ? EXIT_INFRASTRUCTURE : EXIT_PASS;
		if (opt == '?')
			return EXIT_USAGE;
		if (opt == 'v')
			shown.max_ids = SIZE_MAX;
		else
			shown.common = true;
	}
	if (optind + 2 != argc) {
		fprintf(stderr, "memop-cts: compare: name two journals, folders of results or "
			"baselines\n");
		return EXIT_USAGE;
	}
	return compare(argv[optind], argv[optind + 1], &shown);
}
