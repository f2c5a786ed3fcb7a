// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/journal/verdict.h"

const char *const verdict_names[VERDICTS] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_FAIL] = "fail",
	[VERDICT_SKIP] = "skip",
	[VERDICT_CRASH] = "crash",
	[VERDICT_TIMEOUT] = "timeout",
	[VERDICT_ERROR] = "error",
	[VERDICT_XFAIL] = "xfail",
};

bool verdict_unexpected(enum verdict verdict)
{
	return verdict != VERDICT_PASS && verdict != VERDICT_SKIP && verdict != VERDICT_XFAIL;
}

int verdict_of_letter(char letter)
{
	const char *at = letter ? strchr(VERDICT_LETTERS, letter) : NULL;

	return at ? (int)(at - VERDICT_LETTERS) : -1;
}

enum exit_code results_code(const uint64_t *count, bool ended)
{
	if (count[VERDICT_FAIL] || count[VERDICT_CRASH] || count[VERDICT_TIMEOUT] ||
	    count[VERDICT_ERROR])
		return EXIT_UNEXPECTED;
	if (!ended)
		return EXIT_INFRASTRUCTURE;
	return count[VERDICT_PASS] || count[VERDICT_XFAIL] ? EXIT_PASS : EXIT_SKIPPED;
}
