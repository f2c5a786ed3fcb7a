/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For tests of code that reads journals: a journal of one suite, with correct checksums.
 */
#ifndef TESTS_UNIT_JOURNALS_H
#define TESTS_UNIT_JOURNALS_H

#include "lib/base/sum.h"
#include "lib/journal/journal.h"
#include "tests/unit/unit.h"

/* No end line. */
#define CUT_SHORT (-1)

/*
 * The text of a journal, valid until the next call: meta lines, the suite, the plan, these lines,
 * and an end line with this exit code.
 */
static inline const char *journal_of(const char *meta, const struct suite *suite, unsigned int planned,
				     const char *lines, int code)
{
	static char buf[4096];
	struct text text = TEXT_IN(buf);
	unsigned int tried = !strncmp(lines, "r ", 2);
	const char *at;

	for (at = lines; (at = strstr(at, "\nr ")); at++)
		tried++;
	text_add(&text, "%s\n%ssuite %s %llu %08x\nplan %u\n%s", JOURNAL_MAGIC, meta, suite->name,
		 (unsigned long long)suite_size(suite), journal_suite_sum(suite), planned, lines);
	if (code != CUT_SHORT)
		journal_end(&text, code, tried, sum_bytes(SUM_START, buf, text.len));
	ck_assert(!text.cut);
	return buf;
}

#endif
