#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# hercules.sh PROGRAM [KERNEL...]: what the machine has for tests of memory over time: swap space,
# CMMA, a second CPU. A stock kernel is booted on the real hercules. PROGRAM is not used. KERNEL is
# a kernel folder that is booted, too; tests/check.sh gives none.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../expect.sh
. "$(dirname "$0")/../expect.sh"

if [[ $(uname -m) == s390x ]] || ! command -v hercules >/dev/null ||
	! command -v s390x-linux-gnu-gcc >/dev/null; then
	skip 'kernels on hercules: no hercules or no s390x-linux-gnu-gcc, or an s390x machine'
	finish
fi

# Takes the place of memop-cts, and writes what it finds to the journal.
cat >"$scratch/look.c" <<'C'
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096
#define COUNT 64
#define PAGEOUT 21			/* MADV_PAGEOUT, which old headers lack */
#define SWAPPED (1ULL << 62)		/* in an entry of pagemap */

/* Returns how many pages of new memory are swapped out, or -1 if one of them changes. */
static int swap_out(void)
{
	char *pages = mmap(NULL, COUNT * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int map = open("/proc/self/pagemap", O_RDONLY), swapped = 0;
	unsigned long long entry;

	for (int i = 0; i < COUNT; i++)
		memset(pages + i * PAGE, i + 1, PAGE);
	madvise(pages, COUNT * PAGE, PAGEOUT);
	for (int i = 0; i < COUNT; i++) {
		if (pread(map, &entry, 8, (unsigned long)(pages + i * PAGE) / PAGE * 8) == 8)
			swapped += !!(entry & SWAPPED);
	}
	for (int i = 0; i < COUNT * PAGE; i++) {
		if (pages[i] != i / PAGE + 1)
			return -1;
	}
	return swapped;
}

static int has_cmma(void)
{
	struct kvm_device_attr attribute = { .group = KVM_S390_VM_MEM_CTRL,
					     .attr = KVM_S390_VM_MEM_ENABLE_CMMA };
	int vm = ioctl(open("/dev/kvm", O_RDWR), KVM_CREATE_VM, 0);

	return !ioctl(vm, KVM_HAS_DEVICE_ATTR, &attribute) &&
	       !ioctl(vm, KVM_SET_DEVICE_ATTR, &attribute);
}

int main(int argc, char **argv)
{
	FILE *journal = fopen(argv[argc - 1], "r+");

	fprintf(journal, "swapped %d\ncmma %d\ncpus %ld\nend 0\n", swap_out(), has_cmma(),
		sysconf(_SC_NPROCESSORS_ONLN));
	return fclose(journal);
}
C
s390x-linux-gnu-gcc -static -no-pie -Wl,--s390-pgste -o "$scratch/look" "$scratch/look.c"

# boots NAME KERNEL [OPTION...]: the journal is kept in $scratch/out.
boots() {
	rm -rf "$scratch/out"
	expect "$1" 0 'booting|running' "$top/lab/boot" --kernel "$2" --program "$scratch/look" \
		--out "$scratch/out" --timeout 120 "${@:3}"
}

# has LINE...: these lines are in the journal.
has() {
	local line

	for line; do
		check "has '$line'" grep -qx "$line" "$scratch/out/journal"
	done
}

version=$(sed -nE 's/^([0-9.]+) .*/\1/p' "$top/lab/kernels.txt" | head -n1)
stock=$("$top/lab/kernel-debian" "$version")
for kernel in "$stock" "${@:2}"; do
	boots "$kernel" "$kernel"
	has 'swapped 64' 'cmma 1' 'cpus 1'
	boots "$kernel with two CPUs" "$kernel" --cpus 2
	has 'swapped 64' 'cmma 1' 'cpus 2'
done

# Without zram the machine goes on, and says nothing.
cp -r "$stock" "$scratch/kernel"
sed -i '/zram/d' "$scratch/kernel/modules.list"
boots 'a kernel without zram' "$scratch/kernel"
has 'swapped 0' 'cmma 1'
check 'process 1 has no complaint' bash -c "! grep -q 'lab: error' '$scratch/out/console.log'"
finish
