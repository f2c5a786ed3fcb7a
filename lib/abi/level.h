/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The behaviour level of a kernel: the documented differences between versions, each a switch. Derived from
 * the release once, at the start of a run; the rest of the code asks the switches, never a version.
 */
#ifndef LIB_ABI_LEVEL_H
#define LIB_ABI_LEVEL_H

#include <stdbool.h>

struct level {
	unsigned int major, minor, patch;
	bool vm_ops;		/* 5.18: absolute operations, storage keys, CAP_S390_MEM_OP_EXTENSION > 0 */
	bool cmpxchg;		/* 6.3: absolute compare-and-exchange, MEMOP_EXTENSION_CMPXCHG */
	bool edat1, edat2;	/* facilities 8 and 78 of the guest's CPU model; not derived from the release */
};

/*
 * Fill the version and its switches from a release string such as "6.12.107+deb13-s390x" or "7.2".
 * Returns 0, or -1 if the string does not begin with a version.
 */
int level_parse(struct level *level, const char *release);

#endif
