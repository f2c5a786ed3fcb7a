// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel does to the pages behind a mapping. It may decline: then seen->ret says so.
 */
#include <fcntl.h>
#include <linux/mman.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/history/control.h"
#include "host/subjects/kvm/history/steps.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25	/* since Linux 6.1 */
#endif

/* The megabyte of the step's block, which a small slot does not fill. */
static uint8_t *megabyte(const struct world *world, const struct step *step, size_t *size)
{
	const struct world_slot *slot = &world->slot[step->slot];
	size_t start = step->block * PAGE_SIZE & ~(MIB - 1);

	*size = slot->size - start < MIB ? slot->size - start : MIB;
	return slot->bytes + start;
}

int step_advise(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	static const int advice[STEP_OPS] = {
		[STEP_POPULATE] = MADV_POPULATE_WRITE,
		[STEP_PAGEOUT] = MADV_PAGEOUT,
		[STEP_COLD] = MADV_COLD,
	};

	(void)why;
	seen->ret = world_result(madvise(world_block(world, step), step->n * PAGE_SIZE,
					 advice[step->op]));
	return 0;
}

/* Memory that shall have small pages otherwise is not left to khugepaged: see area.c. */
int step_collapse(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	enum host_memory memory = world->slot[step->slot].memory;
	size_t size;
	uint8_t *start = megabyte(world, step, &size);

	(void)why;
	madvise(start, size, MADV_HUGEPAGE);
	seen->ret = world_result(madvise(start, size, MADV_COLLAPSE));
	if (memory != HOST_THP && memory != HOST_THP_1M)
		madvise(start, size, MADV_NOHUGEPAGE);
	return 0;
}

/* See transhuge.rst, "split_huge_pages". */
int step_split(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	size_t size;
	uint8_t *start = megabyte(world, step, &size);
	char text[96];

	(void)why;
	snprintf(text, sizeof(text), "%d,0x%lx,0x%lx", getpid(), (unsigned long)(uintptr_t)start,
		 (unsigned long)(uintptr_t)(start + size));
	seen->ret = control_write("/sys/kernel/debug/split_huge_pages", text);
	return 0;
}

int step_compact(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	(void)world;
	(void)step;
	(void)why;
	seen->ret = control_write("/proc/sys/vm/compact_memory", "1");
	return 0;
}

int step_lock(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *at = world_block(world, step);
	size_t size = step->n * PAGE_SIZE;

	(void)why;
	seen->ret = world_result(mlock(at, size));
	if (munlock(at, size) && !seen->ret)
		seen->ret = -errno;
	return 0;
}

/* pagemap.rst: bits 0-54 are the number of the page frame if bit 63 is one. */
#define PAGEMAP_PRESENT (UINT64_C(1) << 63)
#define PAGEMAP_FRAME ((UINT64_C(1) << 55) - 1)

#define FRAMES_OF_HUGE_PAGE (MIB / PAGE_SIZE)

/*
 * idle_page_tracking.rst: a one bit makes a page idle, which clears the accessed bits of its
 * mappings. A huge page is made idle by its first frame.
 */
static int make_idle(int bitmap, uint64_t frame)
{
	uint64_t bit = UINT64_C(1) << frame % 64;
	off_t offset = (off_t)(frame / 64 * sizeof(bit));

	return pwrite(bitmap, &bit, sizeof(bit), offset) == sizeof(bit) ? 0 : -errno;
}

/*
 * The kernel ignores pages that are not yet on a list of the LRU. madvise(MADV_COLD), of a page that
 * is none of the guest's, puts pages there.
 */
int step_age(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	int bitmap = open("/sys/kernel/mm/page_idle/bitmap", O_WRONLY | O_CLOEXEC);
	uint64_t entry, frame, first = (uintptr_t)world_block(world, step) / PAGE_SIZE;
	unsigned int i;

	(void)why;
	madvise(world->buffer, PAGE_SIZE, MADV_COLD);
	seen->ret = pagemap < 0 || bitmap < 0 ? -errno : 0;
	for (i = 0; i < step->n && !seen->ret; i++) {
		if (pread(pagemap, &entry, sizeof(entry), (off_t)((first + i) * sizeof(entry))) !=
		    sizeof(entry)) {
			seen->ret = -errno;
			break;
		}
		frame = entry & PAGEMAP_FRAME;
		if (!(entry & PAGEMAP_PRESENT) || !frame)
			continue;
		seen->ret = make_idle(bitmap, frame);
		if (!seen->ret)
			seen->ret = make_idle(bitmap, frame - frame % FRAMES_OF_HUGE_PAGE);
	}
	if (pagemap >= 0)
		close(pagemap);
	if (bitmap >= 0)
		close(bitmap);
	return 0;
}
