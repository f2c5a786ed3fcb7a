// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "lib/abi/level.h"
#include "lib/abi/memop.h"
#include "lib/base/array.h"
#include "lib/base/text.h"

static bool since(const struct level *level, unsigned int major, unsigned int minor)
{
	return level->major > major || (level->major == major && level->minor >= minor);
}

/* Switches that the capability reports, and the version that introduced them. */
static const struct {
	const char *name;
	size_t offset;			/* of a bool in struct level */
	unsigned int major, minor;
	int extension;
} operations[] = {
	{ "absolute operations", offsetof(struct level, vm_ops), 5, 18, MEMOP_EXTENSION_BASE },
	{ "compare-and-exchange", offsetof(struct level, cmpxchg), 6, 3, MEMOP_EXTENSION_CMPXCHG },
};

static bool *operation(struct level *level, unsigned int i)
{
	return (bool *)((char *)level + operations[i].offset);
}

int level_parse(struct level *level, const char *version)
{
	unsigned int i;
	int end = 0;

	level->patch = 0;
	snprintf(level->release, sizeof(level->release), "%s", version);
	level->protected_host = PROTECTED_HOST_UNKNOWN;
	if (sscanf(version, "%3u.%3u%n.%4u", &level->major, &level->minor, &end, &level->patch) < 2)
		return -1;
	level->backports = !strncmp(version + end, ".?", 2);
	for (i = 0; i < ARRAY_SIZE(operations); i++)
		*operation(level, i) = since(level, operations[i].major, operations[i].minor);
	level->log_of_fetches = !since(level, 7, 0);
	return 0;
}

enum protected_host level_protected_host(const struct level *level, char first)
{
	if (!first && !since(level, 5, 13))
		return PROTECTED_HOST_UNKNOWN;
	return first == '1' ? PROTECTED_HOST_YES : PROTECTED_HOST_NO;
}

/* Take this version if it is of the same kernel series, such as 6.1. */
static bool real_version(struct level *level, const char *version)
{
	struct level real = *level;

	if (level_parse(&real, version) || real.major != level->major || real.minor != level->minor)
		return false;
	memcpy(real.release, level->release, sizeof(real.release));
	*level = real;
	return true;
}

/*
 * The version in "Linux version 6.1.0-50-s390x (...) (gcc-12 (Debian 12.2.0-14) ...) #1 SMP Debian
 * 6.1.176-1 (2026-11-05)": the text after the last "Debian", or "".
 */
static const char *debian_version(const char *banner)
{
	const char *build = strrchr(banner, '#');
	const char *name = build ? strstr(build, " Debian ") : NULL;

	return name ? name + strlen(" Debian ") : "";
}

/* The last word of "Ubuntu 6.8.0-31.31-generic 6.8.1", or "". */
static const char *ubuntu_version(const char *signature)
{
	const char *last = strrchr(signature, ' ');

	return !strncmp(signature, "Ubuntu ", 7) && last ? last + 1 : "";
}

/* "6.8.0-00012-g1234567": commits on top of a release, as scripts/setlocalversion counts them. */
static bool from_git(const char *release)
{
	const char *hash = strstr(release, "-g");

	return hash && strspn(hash + 2, "0123456789abcdef") >= 7;
}

/*
 * Does the distribution keep the version in the release string while it backports fixes?
 * "5.14.0-503.el9.s390x" (Red Hat), "6.4.0-150600.23.7-default" (SUSE), "6.1.0-50-s390x" (Debian
 * and Ubuntu: patch level 0, then their own number). Fedora follows the stable updates:
 * "6.11.4-301.fc41.s390x".
 */
static bool frozen(const struct level *level, const char *release)
{
	const char *rest = strchr(release, '-');
	unsigned int number;

	if (strstr(release, ".el"))
		return true;
	if (!rest || sscanf(rest, "-%9u", &number) != 1 || strstr(release, ".fc") ||
	    from_git(release))
		return false;
	return !level->patch || number >= 100000;
}

int level_of_kernel(struct level *level, const char *release, const char *banner,
		    const char *signature)
{
	if (level_parse(level, release))
		return -1;
	if (real_version(level, ubuntu_version(signature)) ||
	    real_version(level, debian_version(banner)))
		return 0;
	level->backports |= frozen(level, release);
	return 0;
}

void level_probe(struct level *level, int extension)
{
	unsigned int i;
	bool has;

	for (i = 0; i < ARRAY_SIZE(operations); i++) {
		has = extension > 0 && extension & operations[i].extension;
		if (has && !*operation(level, i))
			level->backports = true;
	}
	for (i = 0; i < ARRAY_SIZE(operations); i++) {
		has = extension > 0 && extension & operations[i].extension;
		if (has || level->backports)
			*operation(level, i) = has;
	}
}

void level_name(const struct level *level, char *buf, size_t size)
{
	if (level->backports)
		snprintf(buf, size, "%u.%u.?", level->major, level->minor);
	else
		snprintf(buf, size, "%u.%u.%u", level->major, level->minor, level->patch);
}

void level_describe(const struct level *level, char *buf, size_t size)
{
	static const char *const protected[] = {
		[PROTECTED_HOST_UNKNOWN] = "perhaps protected guests",
		[PROTECTED_HOST_NO] = "no protected guests",
		[PROTECTED_HOST_YES] = "protected guests",
	};
	struct text text = { .buf = buf, .size = size };
	struct level copy = *level;
	unsigned int i;

	if (level->backports)
		text_add(&text, "Linux %u.%u with backports", level->major, level->minor);
	else
		text_add(&text, "Linux %u.%u.%u", level->major, level->minor, level->patch);
	for (i = 0; i < ARRAY_SIZE(operations); i++) {
		text_add(&text, ", %s%s", *operation(&copy, i) ? "" : "no ", operations[i].name);
		if (!*operation(&copy, i) &&
		    since(level, operations[i].major, operations[i].minor))
			text_add(&text, " (although Linux %u.%u has it)", operations[i].major,
				 operations[i].minor);
	}
	text_add(&text, ", %s%s", protected[level->protected_host],
		 level->log_of_fetches ? ", fetches may be in the dirty log" : "");
}
