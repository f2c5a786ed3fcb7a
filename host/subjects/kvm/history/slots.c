// SPDX-License-Identifier: GPL-2.0-only
/* Changes of memory slots, and their dirty log. */
#include <sys/ioctl.h>

#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/threads.h"

#define MOVED (2 * MIB)		/* how far SLOT_MOVE moves a slot, and then back */

/* Make a slot or change it, so that it is as the arguments say; keep that if the kernel did it. */
static int set(struct world *world, const struct step *step, uint64_t base, bool logging)
{
	struct world_slot *slot = &world->slot[step->slot];
	int ret = storage_set(world->vm, step->slot, base, slot->size, slot->bytes, logging);

	if (!ret) {
		slot->present = true;
		slot->base = base;
		slot->logging = logging;
	}
	return ret;
}

int step_slot_delete(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	struct world_slot *slot = &world->slot[step->slot];

	(void)why;
	seen->ret = storage_set(world->vm, step->slot, slot->base, 0, slot->bytes, false);
	if (!seen->ret)
		slot->present = false;
	return 0;
}

int step_slot_create(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	const struct world_slot *slot = &world->slot[step->slot];

	(void)why;
	seen->ret = set(world, step, slot->base, slot->logging);
	return 0;
}

int step_slot_create_other(struct world *world, const struct step *step, struct seen *seen,
			   char *why)
{
	return storage_renew(world, &world->slot[step->slot], why) ? -1 :
	       step_slot_create(world, step, seen, why);
}

int step_slot_move(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	const struct world_slot *slot = &world->slot[step->slot];
	uint64_t first = history_slots[step->slot].base;

	(void)why;
	seen->ret = set(world, step, slot->base == first ? first + MOVED : first, slot->logging);
	return 0;
}

int step_logging(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	(void)why;
	seen->ret = set(world, step, world->slot[step->slot].base, step->op == STEP_LOG_ON);
	return 0;
}

int step_log_get(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *bits = threads_buffer(world, step);
	struct kvm_dirty_log log = { .slot = step->slot, .dirty_bitmap = bits };
	unsigned int block;

	(void)why;
	/* Only the second page of a held buffer is missing. */
	memset(bits, 0, step->held ? PAGE_SIZE : THREADS_BUFFER);
	seen->ret = world_result(ioctl(world->vm, KVM_GET_DIRTY_LOG, &log));
	/* The bit of the first block is the rightmost one of the first byte. */
	for (block = 0; !seen->ret && block < SLOT_BLOCKS; block++)
		if (bits[block / 8] >> block % 8 & 1)
			seen->log[block / 64] |= UINT64_C(1) << block % 64;
	return 0;
}
