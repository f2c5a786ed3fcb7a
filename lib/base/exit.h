/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LIB_BASE_EXIT_H
#define LIB_BASE_EXIT_H

/* Exit codes of all programs and scripts of the project. */
enum exit_code {
	EXIT_PASS = 0,
	EXIT_UNEXPECTED = 1,		/* some case did not give the expected result */
	EXIT_USAGE = 2,			/* bad option, file or environment */
	EXIT_INFRASTRUCTURE = 3,	/* nothing could be tested */
	EXIT_SKIPPED = 4,		/* every case was skipped */
};

#endif
