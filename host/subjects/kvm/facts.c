// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
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

/* '0' or '1', or 0 if there is no such file. */
static char said_of_protected_host(void)
{
	FILE *file = fopen("/sys/firmware/uv/prot_virt_host", "r");
	int c = file ? fgetc(file) : EOF;

	if (file)
		fclose(file);
	return c == EOF ? 0 : (char)c;
}

int kvm_facts(struct facts *facts, const char *level, char *why)
{
	struct utsname uts;
	int kvm;

	uname(&uts);
	snprintf(facts->release, sizeof(facts->release), "%.64s", uts.release);
	snprintf(facts->machine, sizeof(facts->machine), "%.64s", uts.machine);
	if (level_parse(&facts->level, level ? level : uts.release)) {
		snprintf(why, WHY_MAX, "kernel release \"%s\" does not begin with a version: use --level", uts.release);
		return -1;
	}
	facts->level.protected_host = level_protected_host(&facts->level, said_of_protected_host());
	facts->offer.emulated = is_emulated();
	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		return vm_fail(why, "/dev/kvm");
	facts->memop = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP);
	facts->offer.extension = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_MEM_OP_EXTENSION);
	facts->offer.userfault = uffd_possible();
	facts->offer.huge_pages = ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_S390_HPAGE_1M) > 0 &&
				  free_huge_pages() >= huge_pages_of_guest();
	facts->offer.protected = ioctl(kvm, KVM_CHECK_EXTENSION, CAP_S390_PROTECTED);
	close(kvm);
	if (facts->memop > 0)
		return 0;
	snprintf(why, WHY_MAX, "/dev/kvm has no KVM_CAP_S390_MEM_OP");
	return -1;
}
