/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The behaviour level of a kernel: its version, and a switch for each documented difference between
 * versions. It is determined once, at the start of a run; other code tests the switches, never a
 * version.
 */
#ifndef LIB_ABI_LEVEL_H
#define LIB_ABI_LEVEL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Can the host run protected guests? From /sys/firmware/uv/prot_virt_host, which since 5.13 exists
 * on machines with an ultravisor.
 */
enum protected_host { PROTECTED_HOST_UNKNOWN, PROTECTED_HOST_NO, PROTECTED_HOST_YES };

/* The version from which on no documented difference is known: every case can be tried. */
#define LEVEL_NEWEST "7.2"

struct level {
	unsigned int major, minor, patch;
	bool patch_unknown;	/* a distribution's kernel: patch is not meaningful */
	bool vm_ops;		/* since 5.18: absolute operations, storage keys */
	bool cmpxchg;		/* since 6.3: absolute compare-and-exchange */
	enum protected_host protected_host;
	bool log_of_fetches;	/* until 6.19: a fetch may add blocks to the dirty log, too */
};

/*
 * Set all members from a version such as "6.12", "6.1.176", "7.3-rc7" or, with an unknown patch
 * level, "6.1.?". Text after the version is ignored. Returns 0, or -1 if the string does not begin
 * with a version.
 */
int level_parse(struct level *level, const char *version);

/*
 * The same for the running kernel. release: uname -r. banner: /proc/version, or "". signature:
 * /proc/version_signature (Ubuntu only), or "". Distributions keep the version in the release
 * string and backport updates. The real version is in the banner (Debian) or the signature
 * (Ubuntu); otherwise the patch level is unknown.
 */
int level_of_kernel(struct level *level, const char *release, const char *banner,
		    const char *signature);

/*
 * Enable features that KVM_CAP_S390_MEM_OP_EXTENSION (extension) reports beyond those of the
 * version, because distributions backport them. Features are never disabled: a kernel that reports
 * less than its version fails the suite capabilities.
 */
void level_add_extension(struct level *level, int extension);

/* "6.1.176" or "6.1.?", which level_parse() can read. buf has size bytes. */
void level_name(const struct level *level, char *buf, size_t size);

/* first: the first character of /sys/firmware/uv/prot_virt_host, or 0 if it does not exist. */
enum protected_host level_protected_host(const struct level *level, char first);

#endif
