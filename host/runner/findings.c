// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "host/runner/findings.h"

#define NOTES_MAX 4	/* of each kind */

static const char *const names[FINDINGS] = {
	[FINDING_KERNEL_LOG] = "kernel_log",
	[FINDING_TEARDOWN] = "teardown",
	[FINDING_OUTSIDE_CASE] = "outside_case",
	[FINDING_STRAY] = "stray",
	[FINDING_LOST] = "lost",
	[FINDING_SECURITY] = "security",
	[FINDING_REQUIRED] = "required",
	[FINDING_SKIPS] = "skips",
	[FINDING_MACHINE] = "machine",
	[FINDING_SHARD] = "shard",
};

void findings_add(struct findings *findings, struct text *text, enum finding kind,
		  enum verdict verdict, const char *lines)
{
	unsigned int n = findings->n[kind]++;

	findings->unexpected += verdict_unexpected(verdict);
	if (!n) {
		journal_run(text, names[kind], verdict);
		journal_detail(text, lines);
	} else if (n <= NOTES_MAX) {
		text_add(text, "note run/%s, again: %.*s\n", names[kind], (int)strcspn(lines, "\n"),
			 lines);
	}
}

void findings_end(const struct findings *findings, struct text *text)
{
	unsigned int kind;

	for (kind = 0; kind < FINDINGS; kind++)
		if (findings->n[kind] > NOTES_MAX + 1)
			text_add(text, "note run/%s: %u times in all\n", names[kind],
				 findings->n[kind]);
}
