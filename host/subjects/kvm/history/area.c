// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mman.h>
#include <sys/mman.h>

#include "host/subjects/kvm/history/area.h"

uint8_t *area_reserve(struct world *world, size_t size, char *why)
{
	size_t room = size + 3 * MIB;
	uint8_t *start;

	if (world->n_areas == AREAS_MAX) {
		snprintf(why, WHY_MAX, "a history needs more than %u areas of memory", AREAS_MAX);
		return NULL;
	}
	start = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (start == MAP_FAILED) {
		vm_fail(why, "addresses for memory of the guest");
		return NULL;
	}
	world->area[world->n_areas++] = (struct area){ start, room };
	return (uint8_t *)(((uintptr_t)start + 2 * MIB - 1) & ~(uintptr_t)(MIB - 1));
}

uint8_t *area_memory(struct world *world, size_t size, char *why)
{
	uint8_t *start = area_reserve(world, size, why);

	if (start && area_map(start, size, HOST_ANONYMOUS, -1, 0)) {
		vm_fail(why, "memory");
		return NULL;
	}
	return start;
}

void areas_unmap(struct world *world)
{
	unsigned int i;

	for (i = 0; i < world->n_areas; i++)
		munmap(world->area[i].start, world->area[i].size);
}

#define NO_ADVICE (-1)

/*
 * khugepaged would unmap blocks from the guest at any time: huge pages only where the history wants
 * them.
 */
static const struct {
	int flags, advice;
} memories[HOST_MEMORIES] = {
	[HOST_ANONYMOUS] = { MAP_PRIVATE, MADV_NOHUGEPAGE },
	[HOST_THP] = { MAP_PRIVATE, MADV_HUGEPAGE },
	[HOST_THP_1M] = { MAP_PRIVATE, MADV_HUGEPAGE },
	[HOST_SHARED] = { MAP_SHARED, MADV_NOHUGEPAGE },
	[HOST_PRIVATE] = { MAP_PRIVATE, MADV_NOHUGEPAGE },
	[HOST_HUGETLB] = { MAP_PRIVATE | MAP_HUGETLB | MAP_HUGE_1MB, NO_ADVICE },
};

int area_map(uint8_t *at, size_t size, enum host_memory memory, int file, off_t offset)
{
	int flags = memories[memory].flags | MAP_FIXED | (file < 0 ? MAP_ANONYMOUS : 0);

	/* Huge pages are reserved: an access must not fail because there are too few. */
	if (memory != HOST_HUGETLB)
		flags |= MAP_NORESERVE;
	if (mmap(at, size, PROT_READ | PROT_WRITE, flags, file, offset) == MAP_FAILED)
		return -1;
	/* Fails where the kernel has no transparent huge pages, or no madvise(2). */
	if (memories[memory].advice != NO_ADVICE)
		madvise(at, size, memories[memory].advice);
	return 0;
}
