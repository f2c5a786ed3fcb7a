// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "host/subjects/kvm/history/events.h"
#include "lib/base/array.h"
#include "lib/case/suite.h"

/* Files that root can write to, if the kernel has the feature. */
static const struct {
	unsigned int need;
	const char *path;
} files[] = {
	{ NEED_PAGE_IDLE, "/sys/kernel/mm/page_idle/bitmap" },
	{ NEED_COMPACTION, "/proc/sys/vm/compact_memory" },
	{ NEED_MERGING, "/sys/kernel/mm/ksm/run" },
	{ NEED_SPLITTING, "/sys/kernel/debug/split_huge_pages" },
};

/* Does line number `number` (from 1) of a file contain this text? */
static bool line_has(const char *path, unsigned int number, const char *text)
{
	FILE *file = fopen(path, "r");
	char line[256];
	bool read = file;

	while (read && number--)
		read = fgets(line, sizeof(line), file);
	if (file)
		fclose(file);
	return read && strstr(line, text);
}

/*
 * Only a VM can tell, and this process must not have one (facts.c), so a child asks. It keeps the
 * VM as long as this process lives: what a kernel does when a VM ends is a matter of the cases.
 */
static bool has_cmma(int kvm)
{
	struct kvm_device_attr attr = { .group = KVM_S390_VM_MEM_CTRL,
					.attr = KVM_S390_VM_MEM_ENABLE_CMMA };
	char found = 0;
	int ends[2], vm;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		return false;
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		vm = ioctl(kvm, KVM_CREATE_VM, 0);
		found = vm >= 0 && !ioctl(vm, KVM_HAS_DEVICE_ATTR, &attr);
		if (write(ends[1], &found, 1) == 1)
			for (;;)
				pause();
		_exit(0);
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], &found, 1) != 1)
		found = 0;
	close(ends[0]);
	return found;
}

unsigned int events_probe(const struct level *level, int kvm)
{
	unsigned int i, met = 0;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!access(files[i].path, W_OK))
			met |= files[i].need;
	if (!madvise(NULL, 0, MADV_NORMAL) || errno != ENOSYS)
		met |= NEED_ADVICE;
	if (line_has("/sys/kernel/mm/transparent_hugepage/enabled", 1, "madvise") &&
	    !line_has("/sys/kernel/mm/transparent_hugepage/enabled", 1, "[never]"))
		met |= NEED_THP;
	/* The first line is a heading. */
	if (line_has("/proc/swaps", 2, ""))
		met |= NEED_SWAP;
	if (has_cmma(kvm))
		met |= NEED_CMMA;
	if (sysconf(_SC_NPROCESSORS_ONLN) >= 2)
		met |= NEED_TWO_CPUS;
	if (level->major > 7 || (level->major == 7 && level->minor >= 1))
		met |= NEED_SMALL_SLOTS;
	return met;
}
