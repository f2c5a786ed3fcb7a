/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The behaviour level of a kernel: its version, and the documented differences between versions,
 * each a switch. Derived once, at the start of a run; the rest of the code asks the switches, never
 * a version.
 */
#ifndef LIB_ABI_LEVEL_H
#define LIB_ABI_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Can the host run protected guests? What /sys/firmware/uv/prot_virt_host says, a file that exists since
 * 5.13 on machines that can.
 */
enum protected_host { PROTECTED_HOST_UNKNOWN, PROTECTED_HOST_NO, PROTECTED_HOST_YES };

struct level {
	unsigned int major, minor, patch;
	bool patch_unknown;	/* a distribution's kernel: patch says nothing */
	bool vm_ops;		/* 5.18: absolute operations, storage keys */
	bool cmpxchg;		/* 6.3: absolute compare-and-exchange, MEMOP_EXTENSION_CMPXCHG */
	enum protected_host protected_host;
	bool log_of_fetches;	/* until 6.19: blocks that were only fetched from may be logged */
};

/*
 * Fill the version and its switches from a version such as "6.12", "6.1.176", "7.3-rc7" or, with an
 * unknown patch level, "6.1.?". What follows the version does not matter. Returns 0, or -1 if the
 * string does not begin with a version.
 */
int level_parse(struct level *level, const char *version);

/*
 * The same for the running kernel. release: uname -r. banner: /proc/version. signature:
 * /proc/version_signature, which Ubuntu has. Either of the latter may be "". Distributions freeze
 * the release and go on with updates below it, so the real version is taken from where they name
 * it; where they do not, the patch level is unknown.
 */
int level_of_kernel(struct level *level, const char *release, const char *banner,
		    const char *signature);

/*
 * A kernel offers what its KVM_CAP_S390_MEM_OP_EXTENSION says, if that is more than its version
 * promises: distributions backport. Less than that is a deviation, which the suite capabilities
 * notices.
 */
void level_add_extension(struct level *level, int extension);

/* "6.1.176" or "6.1.?", for level_parse to read. buf has room for size bytes. */
void level_name(const struct level *level, char *buf, size_t size);

/* said: the first character of that file, or 0 if there is none. */
enum protected_host level_protected_host(const struct level *level, char said);

#endif
