/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A deviation: an outcome that fits no answer, as a row of results/expectations/known.txt
 * describes it.
 */
#ifndef LIB_OUTCOME_DEVIATION_H
#define LIB_OUTCOME_DEVIATION_H

#include <stdbool.h>

#include "lib/outcome/outcome.h"

struct deviation {
	bool right;		/* the return value is that of an answer; something else is wrong */
	int ret;		/* return value of the ioctl, or the negated errno */
	unsigned int aspects;	/* aspects that differ and do not follow from the return value */
};

/*
 * A wrong return value explains that no data moved, or only the part that a failing answer moves,
 * and that the returned exception is pending if the request has INJECT_EXCEPTION. It explains no
 * other change of storage.
 */
struct deviation outcome_deviation(const struct trial *trial);

/* The return value counts only if it is wrong. */
bool deviation_equal(const struct deviation *a, const struct deviation *b);

/* In the words of known.txt: "returns 40, registers". */
void deviation_describe(const struct deviation *deviation, struct text *text);

#endif
