/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An outcome that fits no answer, as rows of known.txt describe it.
 */
#ifndef LIB_OUTCOME_DEVIATION_H
#define LIB_OUTCOME_DEVIATION_H

#include <stdbool.h>

#include "lib/outcome/outcome.h"

struct deviation {
	bool right;		/* it returns what an answer does, so something else is wrong */
	int ret;		/* what it returns, or the negated errno */
	unsigned int aspects;	/* what differs besides that and what follows from it */
};

/*
 * What follows from a wrong return value: the access was not made, or as far as an answer says that
 * fails; and an exception that is returned is pending if the request asked for that. So no return
 * value excuses storage that was changed otherwise.
 */
struct deviation outcome_deviation(const struct trial *trial);

/* As known.txt says it: "returns 40, registers". */
void deviation_describe(const struct deviation *deviation, struct text *text);

#endif
