/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The upstream fix of a known deviation: commit, versions, CVE number.
 */
#ifndef LIB_KNOWN_FIX_H
#define LIB_KNOWN_FIX_H

#include "lib/known/range.h"

#define FIX_BACKPORTS_MAX 8

struct fix {
	char commit[41];		/* "": there is no fix yet */
	char since[16];			/* version as written: "6.12" */
	char cve[24];			/* "CVE-2022-0516", or "" */
	unsigned long mainline;		/* fixed from this version on (version_number()) */
	unsigned int n;
	struct {
		unsigned long series, from;	/* 6.1.0 and 6.1.114: fixed from this update on */
		bool unknown;			/* "6.6.?": in some update of 6.6 */
	} stable[FIX_BACKPORTS_MAX];
};

/*
 * Parse "none", or "COMMIT in VERSION[, UPDATE]...[, CVE-NUMBER]". VERSION is a release such as
 * 6.12. UPDATE is an update of an older one, such as 6.1.114, or 6.1.? if its number is not known.
 * Returns NULL, or a description of the error. text is not kept.
 */
const char *fix_parse(struct fix *fix, const char *text);

/*
 * Does a kernel without backports lack the fix, going by its version? COVERED: yes. UNDECIDED: it
 * is of a series that has the fix in an unknown update.
 */
enum covered fix_lacks(const struct fix *fix, const struct level *level);

/* "01be7f53dfc2 (in 6.9)", "2c212e1baedc (CVE-2022-0516, in 5.17)". buf has size bytes. */
void fix_name(const struct fix *fix, char *buf, size_t size);

#endif
