/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What cases need of a machine, and how a skip names it.
 */
#ifndef LIB_CASE_NEED_H
#define LIB_CASE_NEED_H

#include "lib/case/suite.h"

#define NEEDS 8

struct need {
	unsigned int bit;	/* enum need_bit */
	const char *name;	/* for --require and for the reason of a skip */
	const char *reason;
};

extern const struct need needs[NEEDS];

/* What a machine offers. */
struct offer {
	int extension, protected;	/* values of CAP_S390_MEM_OP_EXTENSION and _PROTECTED */
	bool huge_pages, userfault, emulated;
	bool hazardous;		/* suites that may leave it unusable may be tried */
};

/* The needs that it meets. */
unsigned int needs_met(const struct offer *offer);

/* The reason for the lowest of the missing needs. */
const char *need_reason(unsigned int missing);

/* By name; 0 if there is none. */
unsigned int need_find(const char *name);

#endif
