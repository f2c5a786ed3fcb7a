// SPDX-License-Identifier: GPL-2.0-only
/* What user space does to its mapping of the guest's memory. */
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/steps.h"

int step_protect(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	static const int access[] = {
		[STEP_PROTECT_NONE] = PROT_NONE, [STEP_PROTECT_READ] = PROT_READ,
		[STEP_PROTECT_BACK] = PROT_READ | PROT_WRITE,
	};

	seen->ret = mprotect(world_block(world, step), step->n * PAGE_SIZE, access[step->op]);
	return seen->ret ? vm_fail(why, "mprotect") : 0;
}

int step_unmap(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	seen->ret = munmap(world_block(world, step), step->n * PAGE_SIZE);
	return seen->ret ? vm_fail(why, "munmap") : 0;
}

/* Map a new file, which exists as long as it is mapped. */
static int map_new_file(uint8_t *at, size_t size, enum host_memory memory)
{
	int file = memfd_create("block", MFD_CLOEXEC);
	int ret = file < 0 || ftruncate(file, (off_t)size) || area_map(at, size, memory, file, 0);

	if (file >= 0)
		close(file);
	return ret;
}

int step_map(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	const struct world_slot *slot = &world->slot[step->slot];
	uint8_t *at = world_block(world, step);
	size_t size = step->n * PAGE_SIZE;

	switch (step->op) {
	case STEP_MAP_AGAIN:
		seen->ret = area_map(at, size, slot->memory, slot->file, at - slot->bytes);
		break;
	case STEP_MAP_ANONYMOUS:
		seen->ret = area_map(at, size, HOST_ANONYMOUS, -1, 0);
		break;
	default:
		seen->ret = map_new_file(at, size, step->op == STEP_MAP_SHARED ? HOST_SHARED :
									      HOST_PRIVATE);
	}
	return seen->ret ? vm_fail(why, "mmap of memory of the guest") : 0;
}

static int move(uint8_t *from, uint8_t *to, size_t size)
{
	return mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED ? -1 : 0;
}

/*
 * Before Linux 6.17, mremap(2) moves memory of one VMA only: if there are more, move block by
 * block. Moving memory back leaves a hole, which must not remain.
 */
int step_remap(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *at = world_block(world, step);
	size_t size = step->n * PAGE_SIZE, unit = size, offset;

	seen->ret = move(at, world->away, size);
	if (seen->ret && errno == EFAULT) {
		unit = PAGE_SIZE;
		seen->ret = 0;
		for (offset = 0; offset < size && !seen->ret; offset += unit)
			seen->ret = move(at + offset, world->away + offset, unit);
	}
	for (offset = 0; offset < size && !seen->ret; offset += unit)
		seen->ret = move(world->away + offset, at + offset, unit);
	if (seen->ret)
		return vm_fail(why, "mremap");
	return mmap(world->away, size, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED ?
	       vm_fail(why, "addresses for mremap") : 0;
}

int step_dontneed(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	seen->ret = madvise(world_block(world, step), step->n * PAGE_SIZE, MADV_DONTNEED);
	return seen->ret ? vm_fail(why, "madvise(MADV_DONTNEED)") : 0;
}
