/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known deviations: results/expectations/known.txt, which is part of the program, so that it can be copied alone.
 */
#ifndef LIB_KNOWN_EXPECTATIONS_H
#define LIB_KNOWN_EXPECTATIONS_H

#include <stdbool.h>

#include "lib/abi/level.h"

#define EXPECTATIONS_MAX 64

/* The number of the next expectation for a case on a kernel, behind number `after` (-1: the first); or -1. */
int expectation_next(const struct level *level, const char *id, int after);

/*
 * The number of the first expectation that explains a failure of a case, or -1: ret is what the ioctl returned, or the negated errno;
 * right: as it should, so that something else was wrong.
 */
int expectation_explain(const struct level *level, const char *id, int ret, bool right);

/* The number of the first expectation that a case hangs, or -1. */
int expectation_hang(const struct level *level, const char *id);

/* Might there be one for a case of this suite? Cheap. */
bool expectation_for_suite(const struct level *level, const char *suite);

/* Why the case fails; number as of expectation_next. */
const char *expectation_reason(int number);

/* The number of the line that cannot be read, or 0. */
unsigned int expectations_damaged(void);

#endif
