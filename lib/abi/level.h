/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The behaviour level of a kernel: its version, and a switch for each documented difference between
 * versions. It is determined once, at the start of a run; other code tests the switches, never a
 * version. Distributions backport changes, so a switch is probed where that is possible:
 *
 *	vm_ops, cmpxchg		KVM_CAP_S390_MEM_OP_EXTENSION. Without backports at least what the
 *				version has is expected.
 *	protected_host		/sys/firmware/uv/prot_virt_host; the version only decides what
 *				a missing file means
 *	log_of_fetches		the version. The switch only permits: a kernel before 7.0 that has
 *				the change passes, and one from 7.0 on cannot lack it
 *
 * Which known deviations a kernel may have is decided by lib/known, which compares each of them
 * with what a case returns.
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
	bool backports;		/* it has changes of later versions: patch is not meaningful */
	char release[65];	/* uname -r, or what --level gives instead */
	bool vm_ops;		/* since 5.18: absolute operations, storage keys */
	bool cmpxchg;		/* since 6.3: absolute compare-and-exchange */
	enum protected_host protected_host;
	bool log_of_fetches;	/* until 6.19: a fetch may add blocks to the dirty log, too */
};

/*
 * Set all members from a version such as "6.12", "6.1.176", "7.3-rc7" or, with backports, "6.1.?".
 * Text after the version is ignored, except that it is part of the release. Returns 0, or -1 if the
 * string does not begin with a version.
 */
int level_parse(struct level *level, const char *version);

/*
 * The same for a kernel. release: uname -r. banner: /proc/version, or "". signature:
 * /proc/version_signature (Ubuntu only), or "". Distributions keep the version in the release
 * string while they backport changes. The real version is in the banner (Debian) or the signature
 * (Ubuntu); for all others it is unknown which changes the kernel has.
 */
int level_of_kernel(struct level *level, const char *release, const char *banner,
		    const char *signature);

/*
 * Take the operations from extension, the value of KVM_CAP_S390_MEM_OP_EXTENSION. Operations beyond
 * those of the version are a sign of backports. Without backports no operation is removed: such a
 * kernel that reports less than its version has fails the suite capabilities.
 */
void level_probe(struct level *level, int extension);

/* "6.1.176" or "6.1.?", which level_parse() can read. buf has size bytes. */
void level_name(const struct level *level, char *buf, size_t size);

/* What is expected of this kernel, for people: "Linux 6.1.176, absolute operations, ...". */
void level_describe(const struct level *level, char *buf, size_t size);

/* first: the first character of /sys/firmware/uv/prot_virt_host, or 0 if it does not exist. */
enum protected_host level_protected_host(const struct level *level, char first);

#endif
