// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "host/subjects/kvm/access.h"
#include "host/subjects/kvm/facts.h"
#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/history/events.h"
#include "host/subjects/kvm/uffd.h"

/* STORE SYSTEM INFORMATION identifies the lab's emulator, Hercules, as manufacturer "HRC". */
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

/* The number of huge pages (1 MiB) that back one guest. A worker has one guest at a time. */
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

/* The first line of a file without its newline, or "". */
static void first_line(const char *path, char *line, int size)
{
	FILE *file = fopen(path, "r");

	line[0] = 0;
	if (file && fgets(line, size, file))
		line[strcspn(line, "\n")] = 0;
	if (file)
		fclose(file);
}

/*
 * Can guests be backed by huge pages? Linux 6.1 with CONFIG_KVM_S390_UCONTROL reads the answer
 * through a null pointer unless a VM is asked, and this process must not have one. The parameter
 * of the module is what the answer depends on.
 */
static bool guests_take_huge_pages(int kvm)
{
	char parameter[8];

	first_line("/sys/module/kvm/parameters/hpage", parameter, sizeof(parameter));
	return parameter[0] == '1' || ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_S390_HPAGE_1M) > 0;
}

static int running_level(struct level *level, const char *release)
{
	char banner[512], signature[128];

	first_line("/proc/version", banner, sizeof(banner));
	first_line("/proc/version_signature", signature, sizeof(signature));
	return level_of_kernel(level, release, banner, signature);
}

static enum protected_host protected_host(const struct level *level)
{
	char line[8];

	first_line("/sys/firmware/uv/prot_virt_host", line, sizeof(line));
	return level_protected_host(level, line[0]);
}

enum exit_code kvm_facts(struct facts *facts, const char *level, char *why)
{
	enum exit_code code;
	struct utsname uts;
	int kvm;

	uname(&uts);
	snprintf(facts->release, sizeof(facts->release), "%.64s", uts.release);
	snprintf(facts->machine, sizeof(facts->machine), "%.64s", uts.machine);
	if (level ? level_of_kernel(&facts->level, level, "", "") :
		    running_level(&facts->level, uts.release)) {
		snprintf(why, WHY_MAX,
			 "kernel release \"%s\" does not begin with a version: use --level",
			 uts.release);
		return EXIT_USAGE;
	}
	facts->level.protected_host = protected_host(&facts->level);
	facts->offer.emulated = is_emulated();
	code = access_open(&kvm, why);
	if (code)
		return code;
	facts->memop = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP);
	facts->offer.extension = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP_EXTENSION);
	level_probe(&facts->level, facts->offer.extension);
	facts->offer.userfault = uffd_possible();
	facts->offer.huge_pages = guests_take_huge_pages(kvm) &&
				  free_huge_pages() >= huge_pages_of_guest();
	facts->offer.protected = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_PROTECTED);
	facts->offer.events = events_probe(&facts->level, kvm);
	close(kvm);
	if (facts->memop > 0)
		return EXIT_PASS;
	snprintf(why, WHY_MAX, "/dev/kvm has no KVM_CAP_S390_MEM_OP");
	return EXIT_SKIPPED;
}
