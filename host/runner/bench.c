// SPDX-License-Identifier: GPL-2.0-only
#include "host/runner/bench.h"

/*
 * The mean time of a case, of its ioctl alone and of its other parts, and the ratio of the whole to
 * the ioctl.
 */
static void report_one(struct text *text, const char *what, uint64_t n, const uint64_t *ns)
{
	static const char *const names[PARTS] = {
		[PART_PLAN] = "planning",
		[PART_STAGE] = "staging",
		[PART_ORACLE] = "oracle",
		[PART_CALL] = "ioctl",
		[PART_OBSERVE] = "observing",
		[PART_COMPARE] = "comparing",
		[PART_RECORD] = "recording",
		[PART_CHUNK] = "chunk",
	};
	double us = (double)n * 1000;
	uint64_t all = 0;
	unsigned int i;

	for (i = 0; i < PARTS; i++)
		all += ns[i];
	if (!n || !ns[PART_CALL])
		return;
	text_add(text, "note bench: %s: %llu cases, each %.1f us, of these the ioctl alone %.1f us"
		 ": ratio %.2f (", what, (unsigned long long)n, (double)all / us,
		 (double)ns[PART_CALL] / us, (double)all / (double)ns[PART_CALL]);
	for (i = 0; i < PARTS; i++)
		text_add(text, "%s%s %.1f", i ? ", " : "", names[i], (double)ns[i] / us);
	text_add(text, ")\n");
}

void bench_report(const struct shared *shared, struct text *text)
{
	uint64_t n = 0, ns[PARTS] = { 0 };
	unsigned int i, part;

	for (i = 0; i < suite_count(); i++) {
		report_one(text, suite_at(i)->name, shared->bench[i].n, shared->bench[i].ns);
		n += shared->bench[i].n;
		for (part = 0; part < PARTS; part++)
			ns[part] += shared->bench[i].ns[part];
	}
	report_one(text, "all", n, ns);
}
