// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <string.h>

#include "lib/case/pattern.h"
#include "lib/case/profile.h"

/* None of them is in an id (axis_check()). */
#define WILDCARDS "*?[@"

bool is_pattern(const char *text)
{
	return strpbrk(text, WILDCARDS);
}

bool pattern_fits(const char *pattern, const char *id)
{
	return !fnmatch(pattern, id, FNM_EXTMATCH);
}

bool pattern_fits_suite(const char *pattern, const char *suite)
{
	size_t len = strlen(suite), literal = strcspn(pattern, WILDCARDS "\\");

	if (literal <= len)
		return pattern[literal] && !strncmp(pattern, suite, literal);
	return !strncmp(pattern, suite, len) && pattern[len] == '/';
}

static bool names_a_case_of(const char *pattern, const struct suite *suite, enum profile profile)
{
	unsigned int v[AXES_MAX];
	char id[CASE_ID_MAX];
	uint64_t index;

	for (index = 0; profile_next(profile, suite, &index, v); index++) {
		case_id(suite, index, id, sizeof(id));
		if (pattern_fits(pattern, id))
			return true;
	}
	return false;
}

bool pattern_names_a_case(const char *pattern)
{
	const struct suite *suite;
	enum profile profile;
	unsigned int i;

	/* Most patterns match one of the few cases of the first profile. */
	for (profile = PROFILE_QUICK; profile <= PROFILE_EXHAUSTIVE; profile++)
		for (i = 0; (suite = suite_at(i)); i++)
			if (pattern_fits_suite(pattern, suite->name) &&
			    names_a_case_of(pattern, suite, profile))
				return true;
	return false;
}
