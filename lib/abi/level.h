/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The behaviour level of a kernel: the documented differences between versions, each a switch. Derived from
 * the release once, at the start of a run; the rest of the code asks the switches, never a version.
 */
#ifndef LIB_ABI_LEVEL_H
#define LIB_ABI_LEVEL_H

#include <stdbool.h>

/* Can protected guests be made? It is what /sys/firmware/uv/prot_virt_host says, which there is since 5.13 where they can. */
enum protected_host { PROTECTED_HOST_UNKNOWN, PROTECTED_HOST_NO, PROTECTED_HOST_YES };

struct level {
	unsigned int major, minor, patch;
	bool vm_ops;		/* 5.18: absolute operations, storage keys, CAP_S390_MEM_OP_EXTENSION > 0 */
	bool cmpxchg;		/* 6.3: absolute compare-and-exchange, MEMOP_EXTENSION_CMPXCHG */
	enum protected_host protected_host;
	bool log_of_fetches;	/* until 6.19: the dirty log may have blocks that were only fetched from or checked */
};

/*
 * Fill the version and its switches from a release string such as "6.12.107+deb13-s390x" or "7.2".
 * Returns 0, or -1 if the string does not begin with a version.
 */
int level_parse(struct level *level, const char *release);

/* said: the first character of that file, or 0 if there is none. */
enum protected_host level_protected_host(const struct level *level, char said);

#endif
