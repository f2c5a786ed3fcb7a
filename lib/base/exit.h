/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LIB_BASE_EXIT_H
#define LIB_BASE_EXIT_H

/* Exit codes of everything in the project. */
enum exit_code {
	EXIT_PASS = 0,
	EXIT_UNEXPECTED = 1,
	EXIT_USAGE = 2,
	EXIT_INFRASTRUCTURE = 3,
	EXIT_SKIPPED = 4,
};

#endif
