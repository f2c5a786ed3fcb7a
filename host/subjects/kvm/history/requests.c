// SPDX-License-Identifier: GPL-2.0-only
/* Requests: KVM_S390_MEM_OP. */
#include <sys/ioctl.h>

#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/threads.h"
#include "host/subjects/kvm/history/vcpu.h"
#include "host/subjects/kvm/tlb.h"
#include "lib/abi/arg.h"

static const uint32_t ops[2][3] = {
	[LOGICAL] = { [READ] = MEMOP_LOGICAL_READ, [WRITE] = MEMOP_LOGICAL_WRITE },
	[ABSOLUTE] = { [READ] = MEMOP_ABSOLUTE_READ, [WRITE] = MEMOP_ABSOLUTE_WRITE,
		       [CMPXCHG] = MEMOP_ABSOLUTE_CMPXCHG },
};

/*
 * Fill the buffer: with what the step stores, or with what no step stores. The kernel provides a
 * held buffer only in FINISH.
 */
static void fill(const struct world *world, const struct step *step, uint8_t *buf, uint32_t size)
{
	if (step->held)
		return;
	if (step->access == READ)
		memset(buf, 0xee, size);
	else
		history_fill(world->history, world_number(world, step), step->extent, buf);
}

uint64_t request_old(const struct step *step, const struct seen *seen)
{
	return step->arg == CMPXCHG_EQUAL ? seen->old : ~seen->old;
}

uint64_t *request_held_old(uint8_t *buffer)
{
	return (uint64_t *)(buffer + PAGE_SIZE / 2);
}

int step_request(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *buf = threads_buffer(world, step);
	uint64_t here = request_old(step, seen), *old = step->held ? request_held_old(buf) : &here;
	struct memop_arg arg = {
		.op = ops[step->target][step->access],
		.flags = step->check ? MEMOP_F_CHECK_ONLY : 0,
		.buf = (uintptr_t)buf,
	};
	uint32_t offset;
	int fd;

	extent_range(step->extent, &offset, &arg.size);
	arg.gaddr = world_addr(world, step) + offset;
	if (step->key != NO_KEY) {
		arg.flags |= MEMOP_F_SKEY_PROTECTION;
		arg.key = (uint8_t)step->key;
	}
	if (step->access == CMPXCHG)
		arg.old_addr = (uintptr_t)old;
	fd = step->target == LOGICAL ? vcpu_get(world, step, why) : world->vm;
	if (fd < 0)
		return -1;
	fill(world, step, buf, arg.size);
	/* Its TLB says that the change bit was recorded already: see emulated.h. */
	if (world->tlb && world->history->keys && step_stores(step))
		tlb_evict_all(world->tlb);
	seen->ret = world_result(ioctl(fd, MEMOP_IOCTL, &arg));
	if (step->access == CMPXCHG)
		seen->old = *old;
	if (!seen->ret && step->access == READ && !step->check)
		history_read(step->extent, buf, seen);
	return 0;
}
