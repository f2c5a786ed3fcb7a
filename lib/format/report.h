/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports: what was in a journal, in the formats that people and machines read. Formats: KTAP
 * version 1 (Documentation/dev-tools/ktap.rst), JSON Lines, JUnit XML as CI systems take it, plain
 * text.
 *
 * A verdict on the run as a whole is a case of its own in all of them, run/NAME: who reads one file
 * only must see it.
 */
#ifndef LIB_FORMAT_REPORT_H
#define LIB_FORMAT_REPORT_H

#include <stdio.h>

#include "lib/journal/results.h"

/*
 * Suites, within them groups (the values of the first axis), within those cases. Without cases,
 * groups are the smallest tests, and what is unexpected in one is named in lines of its own before
 * its result. The totals count cases.
 */
void report_ktap(const struct results *results, FILE *out, bool cases);

/* One object a line: first the run, then every case. */
void report_jsonl(const struct results *results, FILE *out);

void report_junit(const struct results *results, FILE *out);

/* The description of every case with an unexpected result, at most max of them (0: all). */
void report_failures(const struct results *results, FILE *out, size_t max);

/*
 * Counts, the ids of the cases with unexpected results and what they have in common, what was run.
 */
void report_summary(const struct results *results, FILE *out, size_t max_ids);

/*
 * Lines about known deviations: how often they were seen, rows whose cases all passed, rows that
 * are wrong.
 */
void report_known(const struct results *results, FILE *out);

/* What cases with the same unexpected result have in common, where there are several of them. */
void report_common(const struct results *results, FILE *out);

/* How many cases passed though all of a row of known.txt, and the row is about this kernel. */
uint64_t count_unexpectedly_passed(const struct results *results);

/*
 * What is known of an unexpected result: the description, what it guards against, the rules, how to
 * try it again.
 */
void record_describe(const struct results *results, const struct record *record, FILE *out);

/* One line that says why a case was not passed. buf has room for size bytes. */
void record_reason(const struct record *record, char *buf, size_t size);
void run_reason(const struct run_record *run, char *buf, size_t size);

/* The cases of the suite "run": what the journal has, and "incomplete" if the run was cut short. */
struct run_cases {
	unsigned int n;
	struct run_record list[RESULTS_RUNS + 1];
	char incomplete[128];
};

void run_cases_of(const struct results *results, struct run_cases *runs);

/*
 * All cases by verdict, those of the suite "run" included; count has VERDICTS of them. Returns the
 * unexpected ones.
 */
uint64_t count_verdicts(const struct results *results, uint64_t *count);

#endif
