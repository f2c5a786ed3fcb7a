/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What cases need of a machine and its kernel: names, reasons for skips, and which needs are met.
 */
#ifndef LIB_CASE_NEED_H
#define LIB_CASE_NEED_H

#include "lib/case/suite.h"

#define NEEDS 18

/* The needs of histories alone: NEED_ADVICE and all after it. */
#define NEEDS_OF_HISTORIES (~(NEED_ADVICE - 1U))

struct need {
	unsigned int bit;	/* enum need_bit */
	const char *name;	/* for --require */
	const char *reason;	/* why cases with this need are skipped */
};

extern const struct need needs[NEEDS];

/* What a machine and its kernel offer. */
struct offer {
	int extension, protected;	/* KVM_CAP_S390_MEM_OP_EXTENSION, KVM_CAP_S390_PROTECTED */
	bool huge_pages, userfault, emulated;
	bool dangerous;		/* dangerous suites may run */
	unsigned int events;	/* NEEDS_OF_HISTORIES that are met, or-ed */
};

/* The needs that the machine meets: enum need_bit, or-ed. */
unsigned int needs_met(const struct offer *offer);

/* Why a case is skipped: the reason of the first row of needs[] that is missing. */
const char *need_reason(unsigned int missing);

/* The bit of the need with this name; 0 if no need has it. */
unsigned int need_find(const char *name);

#endif
