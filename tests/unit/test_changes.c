// SPDX-License-Identifier: GPL-2.0-only
/* lib/baseline/changes*: changes are counted and listed by id, whatever the order of values. */
#include <stdio.h>
#include <string.h>

#include "lib/baseline/changes.h"
#include "lib/baseline/outcome_name.h"
#include "tests/unit/unit.h"

static struct baseline a, b;
static struct changes counts;

/* A suite of axes p and q; values and outcomes separated by spaces, "-" for no case. */
static void add(struct baseline *to, const char *name, const char *p, const char *q,
		const char *outcomes)
{
	struct baseline_suite *suite = baseline_add_suite(to, name);
	const char *const values[] = { p, q };
	char copy[256], *rest, *part;
	uint64_t index;

	suite->n_axes = 2;
	for (unsigned int i = 0; i < 2; i++) {
		suite->axes[i].name = strdup(i ? "q" : "p");
		rest = strcpy(copy, values[i]);
		while ((part = strsep(&rest, " ")))
			baseline_add_value(&suite->axes[i], part);
	}
	suite->cases = calloc(64, sizeof(*suite->cases));
	rest = strcpy(copy, outcomes);
	for (index = 0; (part = strsep(&rest, " ")); index++)
		if (strcmp(part, "-"))
			suite->cases[suite->n++] = (struct baseline_case){ index, intern(part) };
	ck_assert_uint_eq(index, (uint64_t)suite->axes[0].n * suite->axes[1].n);
	to->n += suite->n;
}

/* Compare a with b, check what is printed unless expected is NULL, and free both. */
static void compare(size_t max_ids, bool common, const char *expected)
{
	const struct changes_shown shown = { .max_ids = max_ids, .common = common };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	counts = changes_print(&a, &b, &shown, out);
	fclose(out);
	if (expected)
		ck_assert_str_eq(text, expected);
	free(text);
	baseline_free(&a);
	baseline_free(&b);
}

static void counted(unsigned int same, unsigned int changed, unsigned int missing,
		    unsigned int added)
{
	ck_assert_uint_eq(counts.same, same);
	ck_assert_uint_eq(counts.changed, changed);
	ck_assert_uint_eq(counts.missing, missing);
	ck_assert_uint_eq(counts.added, added);
}

START_TEST(nothing)
{
	add(&a, "s", "0 1", "x y", "0 4 EFAULT -");
	add(&b, "s", "0 1", "x y", "0 4 EFAULT -");
	compare(10, false, "");
	counted(3, 0, 0, 0);
	compare(10, false, "");
	counted(0, 0, 0, 0);
}
END_TEST

START_TEST(kinds)
{
	add(&a, "s", "0 1 2", "x y", "0 4 0 EFAULT 0 xfail/0");
	add(&b, "s", "0 1 2", "x y", "4 4/1 4 5 0 fail/0/0x1");
	compare(1, false,
		"s: 5 changed, 1 the same\n"
		"  2: 0 -> 4 protection exception\n"
		"    all cases with p=0|1 q=x\n"
		"    s/p=0,q=x\n"
		"    and 1 more\n"
		"  1: 4 protection exception -> 4 protection exception (2nd allowed answer)\n"
		"    s/p=0,q=y\n"
		"  1: EFAULT -> 5 addressing exception\n"
		"    s/p=1,q=y\n"
		"  1: xfail: 0 -> fail: 0 (differs in return value)\n"
		"    s/p=2,q=y\n"
		"\n");
	counted(1, 5, 0, 0);
}
END_TEST

START_TEST(where)
{
	add(&a, "s", "0 1 2", "x y z", "0 0 0 0 0 0 0 0 0");
	add(&b, "s", "0 1 2", "x y z", "0 4 0 0 0 4 0 0 0");
	compare(0, false, "s: 2 changed, 7 the same\n  2: 0 -> 4 protection exception\n"
		"    only cases with p=0|1 q=y|z (2 of 4 such cases)\n\n");
	add(&a, "s", "0 1", "x y", "0 0 0 0");
	add(&b, "s", "0 1", "x y", "4 0 0 4");
	compare(0, false, "s: 2 changed, 2 the same\n  2: 0 -> 4 protection exception\n"
		"    only cases that have no axis value in common (2 of 4 such cases)\n\n");
	add(&a, "s", "0", "a b c d e f g h i j", "0 0 0 0 0 0 0 0 0 0");
	add(&b, "s", "0", "a b c d e f g h i j", "4 4 4 4 4 4 4 4 4 0");
	compare(0, false, "s: 9 changed, 1 the same\n  9: 0 -> 4 protection exception\n"
		"    all cases with q=(9 of 10 values)\n\n");
}
END_TEST

/* One value is removed, one added, the others are reordered: cases are matched by id. */
START_TEST(renumbered)
{
	add(&a, "s", "0 1 2", "x y", "0 4 5 16 17 18");
	add(&b, "s", "2 new 0", "y x", "18 17 0 0 4 5");
	compare(SIZE_MAX, false,
		"s: 1 changed, 3 the same\n"
		"  1: 0 -> 5 addressing exception\n"
		"    s/p=0,q=x\n"
		"  missing, only in A: 2\n"
		"    s/p=1,q=x\n"
		"    s/p=1,q=y\n"
		"  new, only in B: 2\n"
		"    s/p=new,q=y\n"
		"    s/p=new,q=x\n"
		"\n");
	counted(3, 1, 2, 2);
}
END_TEST

START_TEST(suites)
{
	add(&a, "a_only", "0", "x", "0");
	add(&a, "both", "0", "x y", "0 -");
	add(&b, "b_only", "0", "x", "0");
	add(&b, "both", "0", "x y", "0 4");
	add(&b, "z_only", "0", "x", "0");
	compare(10, false,
		"a_only: 0 changed, 0 the same\n  missing, only in A: 1\n\n"
		"b_only: 0 changed, 0 the same\n  new, only in B: 1\n\n"
		"both: 0 changed, 1 the same\n  new, only in B: 1\n\n"
		"z_only: 0 changed, 0 the same\n  new, only in B: 1\n\n");
	counted(1, 0, 1, 3);
	add(&a, "s", "0", "x", "0");
	add(&b, "t", "0", "x", "0");
	compare(10, true, "");
	counted(0, 0, 1, 1);
}
END_TEST

/* Ids contain the names of axes, so renaming or removing an axis changes every id. */
START_TEST(other_axes)
{
	add(&a, "s", "0", "x y", "0 0");
	add(&b, "s", "0", "x y", "0 0");
	strcpy(b.suites[0].axes[1].name, "r");
	compare(10, false, NULL);
	counted(0, 0, 2, 2);
	add(&a, "s", "0", "x y", "0 0");
	add(&b, "s", "0", "x y", "0 0");
	free(b.suites[0].axes[1].name);
	for (unsigned int v = 0; v < 2; v++)
		free(b.suites[0].axes[1].values[v]);
	free(b.suites[0].axes[1].values);
	b.suites[0].n_axes = 1;
	b.suites[0].n = 1;
	compare(10, false, NULL);
	counted(0, 0, 2, 1);
}
END_TEST

UNIT_MAIN("changes", nothing, kinds, where, renumbered, suites, other_axes)
