// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "lib/abi/level.h"

static bool since(const struct level *level, unsigned int major, unsigned int minor)
{
	return level->major > major || (level->major == major && level->minor >= minor);
}

int level_parse(struct level *level, const char *release)
{
	level->patch = 0;
	level->protected_host = PROTECTED_HOST_UNKNOWN;
	if (sscanf(release, "%3u.%3u.%4u", &level->major, &level->minor, &level->patch) < 2)
		return -1;
	level->vm_ops = since(level, 5, 18);
	level->cmpxchg = since(level, 6, 3);
	level->log_of_fetches = !since(level, 7, 0);
	return 0;
}

enum protected_host level_protected_host(const struct level *level, char said)
{
	if (!said && !since(level, 5, 13))
		return PROTECTED_HOST_UNKNOWN;
	return said == '1' ? PROTECTED_HOST_YES : PROTECTED_HOST_NO;
}
