// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "host/subjects/kvm/facts.h"
#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/uffd.h"

/* The emulator of the lab says who it is in what STORE SYSTEM INFORMATION returns. */
static bool is_emulated(void)
{
	FILE *file = fopen("/proc/sysinfo", "r");
	char line[128];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "Manufacturer:", 13) && strstr(line, "HRC");
	if (file)
		fclose(file);
	return found;
}

/* Of 1 MiB each. A worker has one guest at a time, and its storage takes so many. */
static long huge_pages_of_guest(void)
{
	unsigned int i;
	long n = 0;

	for (i = 0; i < guest_map.n; i++)
		n += (long)(guest_map.slot[i].size / MIB);
	return n;
}

static long free_huge_pages(void)
{
	FILE *file = fopen("/sys/kernel/mm/hugepages/hugepages-1024kB/free_hugepages", "r");
	char line[32] = "";

	if (file && !fgets(line, sizeof(line), file))
		line[0] = 0;
	if (file)
		fclose(file);
	return strtol(line, NULL, 10);
}

/* Does the processor have the interpretive-execution facility, without which there are no guests? */
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

/* The name of a group, or its number. Not getgrgid(3): a static program cannot have it. */
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
		snprintf(why, WHY_MAX, "/dev/kvm: user %u may not open it: run this as root, or have root change its mode", getuid());
	} else {
		group_name(st.st_gid, group, sizeof(group));
		snprintf(why, WHY_MAX, "/dev/kvm: user %u may not open it: add the user to group %s, and log in again", getuid(), group);
	}
	return EXIT_INFRASTRUCTURE;
}

/* Why it cannot be opened. Lack of permission is the operator's mistake; a machine without KVM is none. */
static enum exit_code no_kvm(int error, char *why)
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
		snprintf(why, WHY_MAX, "this machine cannot run guests: \"features\" in /proc/cpuinfo lacks sie");
	return EXIT_SKIPPED;
}

enum exit_code kvm_facts(struct facts *facts, const char *level, char *why)
{
	struct utsname uts;
	int kvm;

	uname(&uts);
	snprintf(facts->release, sizeof(facts->release), "%.64s", uts.release);
	snprintf(facts->machine, sizeof(facts->machine), "%.64s", uts.machine);
	if (level_parse(&facts->level, level ? level : uts.release)) {
		snprintf(why, WHY_MAX, "kernel release \"%s\" does not begin with a version: use --level", uts.release);
		return EXIT_USAGE;
	}
	facts->offer.emulated = is_emulated();
	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		return no_kvm(errno, why);
	facts->memop = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP);
	facts->offer.extension = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP_EXTENSION);
	facts->offer.userfault = uffd_possible();
	facts->offer.huge_pages = ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_S390_HPAGE_1M) > 0 &&
				  free_huge_pages() >= huge_pages_of_guest();
	facts->offer.protected = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_PROTECTED);
	close(kvm);
	if (facts->memop > 0)
		return EXIT_PASS;
	snprintf(why, WHY_MAX, "/dev/kvm has no KVM_CAP_S390_MEM_OP");
	return EXIT_SKIPPED;
}
