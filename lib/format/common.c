// SPDX-License-Identifier: GPL-2.0-only
/* Axis values that unexpected results have in common. */
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/baseline/baseline.h"
#include "lib/baseline/changes_kind.h"
#include "lib/format/report.h"

/*
 * Does a case with this outcome make the run fail? An outcome that did not pass begins with the
 * verdict (lib/baseline/outcome_name.h).
 */
static bool is_unexpected(const char *outcome)
{
	size_t len = strcspn(outcome, "/");
	unsigned int i;

	for (i = 0; i < VERDICTS; i++)
		if (strlen(verdict_names[i]) == len && !strncmp(verdict_names[i], outcome, len))
			return verdict_unexpected((enum verdict)i);
	return false;
}

static void print_suite(const struct baseline_suite *suite, FILE *out)
{
	struct change *failed = xnonnull(calloc(suite->n + 1, sizeof(*failed)));
	size_t i, n = 0;

	for (i = 0; i < suite->n; i++)
		if (is_unexpected(suite->cases[i].outcome))
			failed[n++] = (struct change){ .index = suite->cases[i].index,
						       .to = suite->cases[i].outcome };
	if (n > 1) {
		fprintf(out, "unexpected results in %s, by kind:\n", suite->name);
		changes_print_kinds(suite, failed, n, 0, out);
	}
	free(failed);
}

void report_common(const struct results *results, FILE *out)
{
	struct baseline baseline;
	uint64_t count[VERDICTS];
	unsigned int i;

	if (!count_verdicts(results, count))
		return;
	if (!baseline_of_results(&baseline, results, "journal"))
		for (i = 0; i < baseline.n_suites; i++)
			print_suite(&baseline.suites[i], out);
	baseline_free(&baseline);
}
