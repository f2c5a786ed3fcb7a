/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A baseline: the outcome of every case of a run, by its id, as a small text file. The file
 * contains the names of axes and values, so it can be read after the suites have changed. Words are
 * separated by one space:
 *
 *	memop-cts-baseline 1
 *	meta KEY VALUE			kernel, machine ... of the run
 *	suite NAME CASES		number of cases
 *	axis NAME VALUE...		in the order of the id; only values that occur
 *	AXIS.NUMBER WHAT:VALUES...	a node: the subtree or outcome for each value of this axis;
 *					VALUES are separated by commas, * is all other values
 *	end CASES SUM			total number of cases, checksum of all preceding lines
 *
 * For the last axis WHAT is an outcome (lib/baseline/outcome_name.h), for other axes a node of the
 * next axis. For values with WHAT "-", and values neither listed nor covered by *, there are no
 * cases.
 *
 * A node precedes the nodes that refer to it; the last node of a suite is the root, which is of its
 * first axis. Equal subtrees are one node, and its number is a checksum of its contents: if the
 * outcome of one case changes, one line for each axis changes and no other.
 */
#ifndef LIB_BASELINE_BASELINE_H
#define LIB_BASELINE_BASELINE_H

#include "lib/journal/results.h"

#define BASELINE_MAGIC "memop-cts-baseline 1"
#define BASELINE_META 8

struct baseline_axis {
	char *name;
	unsigned int n;
	char **values;
};

struct baseline_case {
	uint64_t index;		/* number of the combination of values, last axis fastest */
	const char *outcome;	/* outcome_name(), interned: equal outcomes are equal pointers */
};

struct baseline_suite {
	char *name;
	unsigned int n_axes;
	struct baseline_axis axes[AXES_MAX];
	size_t n;
	struct baseline_case *cases;	/* sorted by index */
};

struct baseline {
	unsigned int n_meta;
	struct { char *key, *value; } meta[BASELINE_META];
	unsigned int n_suites;
	struct baseline_suite *suites;	/* sorted by name */
	uint64_t n;			/* cases of all suites */
	uint64_t planned;		/* cases that the run selected */
	bool complete;			/* all selected cases were tried */
	bool cut_short;			/* the journal has no end line */
};

/*
 * Load a baseline from path: a baseline, a journal, or a folder that contains a journal. Returns 0,
 * or -1 after one line on stderr that names the file and the problem. Call baseline_free() in
 * either case.
 */
int baseline_load(struct baseline *baseline, const char *path);

/* The same from results in memory; path is for messages only. */
int baseline_of_results(struct baseline *baseline, const struct results *results, const char *path);

int baseline_read(struct baseline *baseline, const char *path);
void baseline_write(const struct baseline *baseline, FILE *out);
void baseline_free(struct baseline *baseline);

/* The value of a meta line, or "". */
const char *baseline_meta(const struct baseline *baseline, const char *key);
void baseline_add_meta(struct baseline *baseline, const char *key, const char *value);

/* Append an empty suite. */
struct baseline_suite *baseline_add_suite(struct baseline *baseline, const char *name);
void baseline_add_value(struct baseline_axis *axis, const char *value);

/* The id of a case; buf has size bytes (CASE_ID_MAX is enough). */
void baseline_case_id(const struct baseline_suite *suite, uint64_t index, char *buf, size_t size);

#endif
