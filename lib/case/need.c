// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/need.h"

const struct need needs[NEEDS] = {
	{ NEED_MEMOP_EXTENSION, "extension", "KVM_CAP_S390_MEM_OP_EXTENSION is 0" },
	{ NEED_CMPXCHG, "cmpxchg", "KVM_CAP_S390_MEM_OP_EXTENSION lacks compare-and-exchange" },
	{ NEED_PROTECTED, "protected", "KVM_CAP_S390_PROTECTED is 0: there is no ultravisor" },
	{ NEED_EXECUTE_STATUS, "execute-status",
	  "the emulated machine does not report that an intercepted instruction was the target of "
	  "EXECUTE" },
	{ NEED_HUGE_PAGES, "huge-pages",
	  "KVM_CAP_S390_HPAGE_1M is 0 (load kvm with hpage=1), or fewer than 5 huge pages of 1 MiB "
	  "are free" },
	{ NEED_USERFAULT, "userfault",
	  "userfaultfd(2) is missing, or for root only (sysctl vm.unprivileged_userfaultfd)" },
	{ NEED_DANGEROUS, "dangerous",
	  "the suite may hang a CPU of this machine until it is rebooted; --dangerous runs it" },
	{ NEED_KERNEL_LOG, "kernel-log", "/dev/kmsg cannot be read" },
	{ NEED_ADVICE, "advice", "madvise(2) is missing: build with CONFIG_ADVISE_SYSCALLS" },
	{ NEED_THP, "thp",
	  "no transparent huge pages: build with CONFIG_TRANSPARENT_HUGEPAGE, and write \"madvise\" "
	  "to /sys/kernel/mm/transparent_hugepage/enabled" },
	{ NEED_SWAP, "swap", "no swap area is in use: swapon(8) adds one, for example zram" },
	{ NEED_PAGE_IDLE, "page-idle",
	  "/sys/kernel/mm/page_idle/bitmap cannot be written: run as root, and build with "
	  "CONFIG_IDLE_PAGE_TRACKING" },
	{ NEED_COMPACTION, "compaction",
	  "/proc/sys/vm/compact_memory cannot be written: run as root, and build with "
	  "CONFIG_COMPACTION" },
	{ NEED_MERGING, "merging",
	  "/sys/kernel/mm/ksm/run cannot be written: run as root, and build with CONFIG_KSM" },
	{ NEED_SPLITTING, "splitting",
	  "/sys/kernel/debug/split_huge_pages cannot be written: run as root, mount debugfs, and "
	  "build with CONFIG_TRANSPARENT_HUGEPAGE" },
	{ NEED_CMMA, "cmma",
	  "KVM_S390_VM_MEM_ENABLE_CMMA is not offered: the machine lacks the facility" },
	{ NEED_TWO_CPUS, "two-cpus", "only one CPU is online" },
	{ NEED_SMALL_SLOTS, "small-slots", "before Linux 7.1 the size of slots is in MiB" },
};

unsigned int needs_met(const struct offer *offer)
{
	unsigned int met = offer->events | (offer->emulated ? 0 : NEED_EXECUTE_STATUS);

	if (offer->protected > 0)
		met |= NEED_PROTECTED;
	if (offer->huge_pages)
		met |= NEED_HUGE_PAGES;
	if (offer->userfault)
		met |= NEED_USERFAULT;
	if (offer->dangerous)
		met |= NEED_DANGEROUS;
	if (offer->extension > 0) {
		met |= NEED_MEMOP_EXTENSION;
		if (offer->extension & MEMOP_EXTENSION_CMPXCHG)
			met |= NEED_CMPXCHG;
	}
	return met;
}

const char *need_reason(unsigned int missing)
{
	unsigned int i;

	for (i = 0; i < NEEDS; i++)
		if (needs[i].bit & missing)
			return needs[i].reason;
	return "";
}

unsigned int need_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < NEEDS; i++)
		if (!strcmp(needs[i].name, name))
			return needs[i].bit;
	return 0;
}
