/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counts the results of a run.
 */
#ifndef HOST_RUNNER_TALLY_H
#define HOST_RUNNER_TALLY_H

#include <stddef.h>

#include "host/runner/options.h"
#include "lib/journal/verdict.h"

struct tally {
	uint64_t count[VERDICTS];
	uint64_t missing_required;	/* cases that were skipped in spite of --require */
	uint64_t security;		/* cases that a row with a CVE number explains */
	unsigned int security_row;	/* the first such row */
	unsigned int required;		/* enum need_bit, or-ed: what --require names */
};

/* Count the records in lines of the journal. */
void tally_lines(struct tally *tally, const char *lines, size_t len);

uint64_t tally_tried(const struct tally *tally);
uint64_t tally_unexpected(const struct tally *tally);

#endif
