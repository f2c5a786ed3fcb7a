// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads and stores of user space. The kernel makes them for this process: it copies from and to a
 * file, so an access that is not permitted gives EFAULT and not a signal.
 */
#include <unistd.h>

#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/tlb.h"

/* What read(2) or write(2) returned. A copy that ends early was stopped by an access. */
static int copied(ssize_t ret, size_t size)
{
	if (ret < 0)
		return -errno;
	return (size_t)ret < size ? -EFAULT : 0;
}

int step_load(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t bytes[PAGE_SIZE];

	seen->ret = copied(pwrite(world->scratch, world_block(world, step), PAGE_SIZE, 0),
			   PAGE_SIZE);
	if (seen->ret)
		return 0;
	if (pread(world->scratch, bytes, PAGE_SIZE, 0) != PAGE_SIZE)
		return vm_fail(why, "the copy of a block that was loaded");
	history_read(EXTENT_BLOCK, bytes, seen);
	return 0;
}

/* Each of the blocks gets the same content. */
int step_store(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *at = world_block(world, step), bytes[2 * PAGE_SIZE];
	uint32_t offset, len;
	unsigned int i;

	extent_range(step->extent, &offset, &len);
	history_fill(world->history, world_number(world, step), step->extent, bytes);
	if (pwrite(world->scratch, bytes, len, 0) != (ssize_t)len)
		return vm_fail(why, "the copy of what is stored into a block");
	/* Its TLB says that the change bit was recorded already: see emulated.h. */
	if (world->tlb)
		tlb_evict_all(world->tlb);
	for (i = 0; i < step->n && !seen->ret; i++)
		seen->ret = copied(pread(world->scratch, at + i * PAGE_SIZE + offset, len, 0), len);
	return 0;
}
