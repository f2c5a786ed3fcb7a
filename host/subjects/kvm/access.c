// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/subjects/kvm/access.h"
#include "host/subjects/subject.h"

/*
 * Does the processor have the interpretive-execution facility (SIE)? KVM needs it.
 */
static bool has_sie(void)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[1024];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "features", 8) && strstr(line, " sie");
	if (file)
		fclose(file);
	return found;
}

/* The name of a group, or its number. Not getgrgid(3): it does not work in a static program. */
static void group_name(gid_t gid, char *name, size_t size)
{
	FILE *file = fopen("/etc/group", "r");
	struct group *group;

	snprintf(name, size, "%u", gid);
	while (file && (group = fgetgrent(file)))
		if (group->gr_gid == gid)
			snprintf(name, size, "%s", group->gr_name);
	if (file)
		fclose(file);
}

static enum exit_code no_permission(char *why)
{
	char group[64];
	struct stat st;

	if (stat("/dev/kvm", &st) || !st.st_gid || (st.st_mode & 0060) != 0060) {
		snprintf(why, WHY_MAX,
			 "/dev/kvm: user %u may not open it: run this as root, or have root change "
			 "its mode",
			 getuid());
	} else {
		group_name(st.st_gid, group, sizeof(group));
		snprintf(why, WHY_MAX,
			 "/dev/kvm: user %u may not open it: add the user to group %s, and log in "
			 "again",
			 getuid(), group);
	}
	return EXIT_INFRASTRUCTURE;
}

/*
 * Say why /dev/kvm cannot be opened. Missing permission is a failure that the user can fix; on a
 * machine without KVM, the run is skipped.
 */
static enum exit_code explain(int error, char *why)
{
	if (error == EACCES || error == EPERM)
		return no_permission(why);
	if (error != ENOENT && error != ENODEV && error != ENXIO) {
		snprintf(why, WHY_MAX, "/dev/kvm: %s", strerror(error));
		return EXIT_INFRASTRUCTURE;
	}
	if (has_sie())
		snprintf(why, WHY_MAX, "/dev/kvm: %s (modprobe kvm)", strerror(error));
	else
		snprintf(why, WHY_MAX,
			 "this machine cannot run guests: \"features\" in /proc/cpuinfo lacks sie");
	return EXIT_SKIPPED;
}

enum exit_code access_open(int *fd, char *why)
{
	*fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	return *fd < 0 ? explain(errno, why) : EXIT_PASS;
}
