/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A baseline: the outcome of every case of a run, by its id, in little space. It knows its axes
 * itself, so it can be read whatever has become of the suites since. The file is lines of text,
 * each word separated by a space:
 *
 *	memop-cts-baseline 1
 *	meta KEY VALUE			what was tried on what
 *	suite NAME CASES
 *	axis NAME VALUE...		of the suite's ids, in their order; the values that occur
 *	AXIS.NUMBER WHAT:VALUES...	a node: what is below it for these values of the axis,
 *					separated by commas, or * for all that are not named
 *	end CASES SUM			the sum is of all lines before
 *
 * WHAT is an outcome as lib/baseline/outcome_name.h says for the last axis, for the others a node of the
 * next axis; "-", and values neither named nor meant by *: there are no such cases.
 *
 * Nodes come before those that name them; the last of a suite is its first axis's. Equal parts of a
 * suite are one node, and its number comes from what it says: a change of one case changes a line
 * for each axis, and no other.
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
	uint64_t index;		/* in the product of the axes as they are here */
	const char *outcome;	/* as of intern() */
};

struct baseline_suite {
	char *name;
	unsigned int n_axes;
	struct baseline_axis axes[AXES_MAX];
	size_t n;
	struct baseline_case *cases;	/* by rising index */
};

struct baseline {
	unsigned int n_meta;
	struct { char *key, *value; } meta[BASELINE_META];
	unsigned int n_suites;
	struct baseline_suite *suites;	/* by name */
	uint64_t n;			/* cases in all of them */
	uint64_t planned;		/* and how many there should have been */
	bool complete;			/* all of them were tried */
	bool cut_short;			/* the run did not come to its end */
};

/*
 * The baseline of whatever is at path: a baseline, a journal, a folder with a journal in it. 0, or
 * -1 after one line on stderr that names the file; baseline_free() is due in either case.
 */
int baseline_load(struct baseline *baseline, const char *path);

/* From results; path is for messages, which are as above. */
int baseline_of_results(struct baseline *baseline, const struct results *results, const char *path);

int baseline_read(struct baseline *baseline, const char *path);
void baseline_write(const struct baseline *baseline, FILE *out);
void baseline_free(struct baseline *baseline);

/* The value of a meta line, "" if there is none. */
const char *baseline_meta(const struct baseline *baseline, const char *key);
void baseline_add_meta(struct baseline *baseline, const char *key, const char *value);

/* One more suite, empty. */
struct baseline_suite *baseline_add_suite(struct baseline *baseline, const char *name);
void baseline_add_value(struct baseline_axis *axis, const char *value);

/* Like case_id(). */
void baseline_case_id(const struct baseline_suite *suite, uint64_t index, char *buf, size_t size);

#endif
