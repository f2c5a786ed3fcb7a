/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The journal: what a run writes, chunk by chunk, and all reports are made from. Lines of text:
 *
 *	memop-cts-journal 2
 *	meta KEY VALUE			kernel, machine, level, subject, options ...
 *	suite NAME SIZE SUM		a suite of the program: size of its product, sum of its axes
 *	plan N				number of cases selected
 *	expect ROW			a row of --expect, in their order (lib/known/expectations.h)
 *	note TEXT			what the user should know
 *	r SUITE INDEX VERDICT A B C	a case; SUITE counts suite lines from 0, the rest: verdict.h
 *	run NAME VERDICT		a verdict on the run as a whole: the case run/NAME
 *	d TEXT				a line of the description of the r or run line before
 *	end CODE TRIED SUM		exit code, number of r lines, sum of all before SUM
 *
 * The lab writes these two lines instead of the end line if the program could not end its journal:
 *
 *	lab TEXT			why the run was cut short
 *	stop CODE			the exit code of the run
 *
 * A journal on a bare disk ends at the first zero byte. Without an end line the run was cut short.
 */
#ifndef LIB_JOURNAL_JOURNAL_H
#define LIB_JOURNAL_JOURNAL_H

#include "lib/base/text.h"
#include "lib/case/suite.h"
#include "lib/journal/verdict.h"

#define JOURNAL_MAGIC "memop-cts-journal 2"

/* The suite lines, and the plan line: how many cases are selected. */
void journal_plan(struct text *text, uint64_t planned);

void journal_record(struct text *text, unsigned int suite, uint64_t index, enum verdict verdict,
		    int a, int b, unsigned int c);

/* A verdict on the run as a whole; name: "kernel_log", "teardown", "skips" ... */
void journal_run(struct text *text, const char *name, enum verdict verdict);

/* Add lines as description of the r or run line before. */
void journal_detail(struct text *text, const char *lines);

/* The last line; sum is that of all bytes before this line (lib/base/sum.h, from SUM_START). */
void journal_end(struct text *text, int code, uint64_t tried, uint32_t sum);

/* The sum of a suite's axes and of the names of their values: equal sums, equal ids. */
uint32_t journal_suite_sum(const struct suite *suite);

#endif
