/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reports: what was in a journal, in the formats that people and machines read. Formats: KTAP version 1
 * (Documentation/dev-tools/ktap.rst), JSON Lines, JUnit XML as CI systems take it, plain text.
 */
#ifndef LIB_FORMAT_REPORT_H
#define LIB_FORMAT_REPORT_H

#include <stdio.h>

#include "lib/journal/results.h"

/*
 * Suites, within them groups (the values of the first axis), within those cases. A group's line counts its cases;
 * the cases themselves are printed if asked for, those with unexpected results always.
 */
void report_ktap(const struct results *results, FILE *out, bool cases);

/* One object a line: first the run, then every case. */
void report_jsonl(const struct results *results, FILE *out);

void report_junit(const struct results *results, FILE *out);

/* The description of every case with an unexpected result, at most max of them (0: all). */
void report_failures(const struct results *results, FILE *out, size_t max);

/* Counts, the ids of the cases with unexpected results, what was run. */
void report_summary(const struct results *results, FILE *out, size_t max_ids);

/* One line that says why a case was not passed. buf has room for size bytes. */
void record_reason(const struct record *record, char *buf, size_t size);

#endif
