// SPDX-License-Identifier: GPL-2.0-only
/* host/runner/tally.c: counts of a run's results. */
#include "host/runner/tally.c"
#include "tests/unit/unit.h"

static void count(struct tally *tally, const char *lines)
{
	tally_lines(tally, lines, strlen(lines));
}

START_TEST(verdicts)
{
	struct tally tally = { .required = NEED_CMPXCHG };

	count(&tally, "r 0 1 p 0 0 0\nr 12 34567 f -1 14 3\nd r 0 2 p 0 0 0\nr 1 2 s 2 0 0\n"
	      "note r 0 3 p 0 0 0\nr 1 3 s 1 0 0\nr 1 4 t 10 0 0\nr 1 5 k 4 0 0\n");
	ck_assert_uint_eq(tally_tried(&tally), 6);
	ck_assert_uint_eq(tally_unexpected(&tally), 2);
	ck_assert_uint_eq(tally.count[VERDICT_XFAIL], 1);
	ck_assert_uint_eq(tally.missing_required, NEED_CMPXCHG == 2);
}
END_TEST

/* Cases of a row with a CVE number make the run fail. */
START_TEST(security)
{
	static const char rows[] = "6.1- | flags/* | returns 4 | 0123456789ab in 6.9 | harmless\n"
		"6.1- | flags/* | returns 5 | 0123456789ab in 6.9, CVE-2022-0516 | a leak\n";
	unsigned int first = expectations_built_in();
	struct tally tally = { 0 };
	char why[256], line[64];

	ck_assert_msg(!expectations_add(rows, "rows", why, sizeof(why)), "%s", why);
	snprintf(line, sizeof(line), "r 0 1 k 4 0 %u\nr 0 2 p 5 0 %u\n", first, first + 1);
	count(&tally, line);
	ck_assert_uint_eq(tally.security, 0);
	snprintf(line, sizeof(line), "r 0 3 k -1 14 %u\nr 0 4 k 5 0 %u\n", first + 1, first + 1);
	count(&tally, line);
	ck_assert_uint_eq(tally.security, 2);
	ck_assert_uint_eq(tally.security_row, first + 1);
}
END_TEST

UNIT_MAIN("tally", verdicts, security)
