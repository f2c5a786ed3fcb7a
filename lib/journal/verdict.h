/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The result of a case, or of a run as a whole.
 */
#ifndef LIB_JOURNAL_VERDICT_H
#define LIB_JOURNAL_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/exit.h"

/* The journal has a letter for the verdict, and three numbers (struct record names them). */
enum verdict {
	VERDICT_PASS,		/* p RET ERRNO ANSWER: number of the answer among those allowed
				 * with this return value and errno */
	VERDICT_FAIL,		/* f RET ERRNO ASPECTS */
	VERDICT_SKIP,		/* s MISSING 0 0: bits of enum need_bit */
	VERDICT_CRASH,		/* x SIGNAL EXIT-CODE 0: the worker process died */
	VERDICT_TIMEOUT,	/* t SECONDS 0 0 */
	VERDICT_ERROR,		/* e 0 0 0: the case could not be tried */
	VERDICT_XFAIL,		/* k RET ERRNO ROW: failed exactly as a row of known.txt says */
	VERDICTS,
};

#define VERDICT_LETTERS "pfsxtek"

/* "pass", "fail" and so on. */
extern const char *const verdict_names[VERDICTS];

/* Does this verdict make the run fail? */
bool verdict_unexpected(enum verdict verdict);

/* The verdict of a letter, or -1. */
int verdict_of_letter(char letter);

/*
 * The exit code of a run. count: number of cases by verdict, VERDICTS of them; ended: the run was
 * not cut short.
 */
enum exit_code results_code(const uint64_t *count, bool ended);

#endif
