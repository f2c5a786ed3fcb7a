/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports made from a journal: KTAP version 1 (Documentation/dev-tools/ktap.rst), JSON Lines, JUnit
 * XML as CI systems read it, plain text.
 *
 * In all of them a result for the run as a whole is a case of its own, run/NAME, so that it is
 * visible to a reader of any single file.
 */
#ifndef LIB_FORMAT_REPORT_H
#define LIB_FORMAT_REPORT_H

#include <stdio.h>

#include "lib/abi/level.h"
#include "lib/baseline/baseline.h"
#include "lib/journal/results.h"

/*
 * KTAP with nested tests: suites, groups (a value of the first axis), cases. If cases is false,
 * groups are the smallest tests, and each unexpected result is a diagnostic line before the result
 * of its group. The totals always count cases.
 */
void report_ktap(const struct results *results, FILE *out, bool cases);

/* One JSON object a line: first the run, then every case. */
void report_jsonl(const struct results *results, FILE *out);

void report_junit(const struct results *results, FILE *out);

/* The descriptions of cases with unexpected results, at most max of them (0: all). */
void report_failures(const struct results *results, FILE *out, size_t max);

/*
 * What was run and what was expected, known deviations, upstream fixes that the kernel lacks or
 * has, unexpected results by kind (with at most max_ids ids of each), and counts. SIZE_MAX prints
 * everything: then expected failures are printed by kind, too.
 */
void report_summary(const struct results *results, FILE *out, size_t max_ids);

/*
 * Lines about rows of known.txt: known deviations and upstream fixes that the kernel lacks; fixes
 * that a kernel with backports has; rows whose cases all passed. baseline: that of the results, to
 * print the cases of each deviation by kind, or NULL.
 */
void report_known(const struct results *results, const struct baseline *baseline, FILE *out);

/*
 * Print some of the results as lib/baseline/changes_kind.h does: for each suite and kind of result
 * the number of cases, the axis values that they share, and at most max_ids ids. baseline: that of
 * the results. wanted: is this record to be printed?
 */
void report_kinds(const struct results *results, const struct baseline *baseline,
		  bool (*wanted)(const struct record *record, const void *arg), const void *arg,
		  size_t max_ids, FILE *out);

/* The level that the run expected. Returns 0, or -1 if the journal does not have it. */
int report_level(const struct results *results, struct level *level);

/* Number of passed cases that match a row of known.txt for this kernel whose cases all passed. */
uint64_t count_unexpectedly_passed(const struct results *results);

/*
 * Everything known about an unexpected result: the description, bugs of the past that the case
 * guards against, the rules, the command that repeats the case.
 */
void record_describe(const struct results *results, const struct record *record, FILE *out);

/* One line that says why a case did not pass. buf has size bytes. */
void record_reason(const struct record *record, char *buf, size_t size);
void run_reason(const struct run_record *run, char *buf, size_t size);

/* Cases of the suite "run": run lines of the journal, and "incomplete" if the run was cut short. */
struct run_cases {
	unsigned int n;
	struct run_record list[RESULTS_RUNS + 1];
	char incomplete[128];
};

void run_cases_of(const struct results *results, struct run_cases *runs);

/*
 * Count cases by verdict, including those of the suite "run"; count has VERDICTS entries. Returns
 * the number of unexpected results.
 */
uint64_t count_verdicts(const struct results *results, uint64_t *count);

#endif
