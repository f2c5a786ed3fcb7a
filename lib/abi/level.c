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
	if (sscanf(release, "%3u.%3u.%4u", &level->major, &level->minor, &level->patch) < 2)
		return -1;
	level->vm_ops = since(level, 5, 18);
	level->cmpxchg = since(level, 6, 3);
	return 0;
}
