/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case came to, and what a run as a whole came to.
 */
#ifndef LIB_JOURNAL_VERDICT_H
#define LIB_JOURNAL_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/exit.h"

/* In the journal a verdict is its letter, followed by three numbers. */
enum verdict {
	VERDICT_PASS,		/* p RET ERRNO NUMBER: of the answer, of those with these */
	VERDICT_FAIL,		/* f RET ERRNO ASPECTS */
	VERDICT_SKIP,		/* s MISSING-NEEDS 0 0 */
	VERDICT_CRASH,		/* x SIGNAL EXIT-CODE 0 */
	VERDICT_TIMEOUT,	/* t SECONDS 0 0 */
	VERDICT_ERROR,		/* e 0 0 0: could not be tried */
	VERDICT_XFAIL,		/* k RET ERRNO EXPECTATION: failed as a known deviation describes */
	VERDICTS,
};

#define VERDICT_LETTERS "pfsxtek"

/* "pass", "fail" and so on. */
extern const char *const verdict_names[VERDICTS];

/* Does it make the run fail? */
bool verdict_unexpected(enum verdict verdict);

/* The verdict of a letter, or -1. */
int verdict_of_letter(char letter);

/* The exit code of a run with these counts (VERDICTS of them); ended: it came to its end. */
enum exit_code results_code(const uint64_t *count, bool ended);

#endif
