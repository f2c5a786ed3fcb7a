/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The journal: the only file that a run writes, chunk by chunk; all reports are made from it. It is
 * lines of text:
 *
 *	memop-cts-journal 2
 *	meta KEY VALUE		kernel, machine, level, subject, options ...
 *	suite NAME SIZE SUM	a suite of the program: number of combinations, checksum of its axes
 *	plan N			number of cases selected
 *	expect ROW		a row of the --expect file, in file order (lib/known/expectations.h)
 *	note TEXT		for the user; printed in the summary
 *	r SUITE INDEX VERDICT N N N	result of a case; SUITE is the number of a suite line,
 *				from 0; VERDICT and its three numbers: verdict.h
 *	run NAME VERDICT	result for the run as a whole, reported as the case run/NAME
 *	d TEXT			a line of the description of the preceding r or run line
 *	end CODE TRIED SUM	exit code, number of r lines, checksum of all bytes before SUM
 *
 * The lab writes these two lines instead of the end line if the program could not end its journal:
 *
 *	lab TEXT			why the run was cut short
 *	stop CODE			the exit code of the run
 *
 * A journal on a raw disk ends at the first zero byte. Without an end line the run was cut short.
 */
#ifndef LIB_JOURNAL_JOURNAL_H
#define LIB_JOURNAL_JOURNAL_H

#include "lib/base/text.h"
#include "lib/case/suite.h"
#include "lib/journal/verdict.h"

#define JOURNAL_MAGIC "memop-cts-journal 2"

/* Add the suite lines and the plan line; planned: number of cases selected. */
void journal_plan(struct text *text, uint64_t planned);

/* Add the result of a case. verdict.h lists the three numbers of each verdict. */
void journal_record(struct text *text, unsigned int suite, uint64_t index, enum verdict verdict,
		    int first, int second, unsigned int third);

/* Add a result for the run as a whole; name: "kernel_log", "teardown", "skips" ... */
void journal_run(struct text *text, const char *name, enum verdict verdict);

/*
 * Add the description, one or more lines, of the preceding r or run line. A line for which there is
 * no room is dropped as a whole: a part of it would spoil the next line of the journal.
 */
void journal_detail(struct text *text, const char *lines);

/* Add the last line; sum: the checksum (lib/base/sum.h) of all bytes before this line. */
void journal_end(struct text *text, int code, uint64_t tried, uint32_t sum);

/* Checksum of the names of a suite's axes and values: if it is equal, the case ids are equal. */
uint32_t journal_suite_sum(const struct suite *suite);

#endif
