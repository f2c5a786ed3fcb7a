// SPDX-License-Identifier: GPL-2.0-only
/* Storage keys, and the usage states of CMMA: one block. */
#include <sys/ioctl.h>

#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/threads.h"
#include "host/subjects/kvm/history/vm.h"
#include "host/subjects/kvm/tlb.h"

/*
 * The ABI has one number for each usage state (arch/s390/include/asm/page-states.h), as enum
 * step_arg has. The other bits that the kernel returns are not of interest.
 */
#define USAGE_MASK 3

/* Where the kernel expects the bits of the mask: those of _PGSTE_GPS_USAGE_MASK. */
#define USAGE_CHANGE_MASK UINT64_C(0x03000000)

static int keys_ioctl(struct world *world, const struct step *step, unsigned long number,
		      uint8_t *key)
{
	struct kvm_s390_skeys keys = {
		.start_gfn = world_addr(world, step) / PAGE_SIZE,
		.count = 1,
		.skeydata_addr = (uintptr_t)key,
	};

	return world_result(ioctl(world->vm, number, &keys));
}

int step_key_set(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *key = threads_buffer(world, step);

	(void)why;
	if (!step->held)
		*key = (uint8_t)step->key;
	seen->ret = keys_ioctl(world, step, KVM_S390_SET_SKEYS, key);
	/* Its TLB may have the old key: see emulated.h. */
	if (world->tlb)
		tlb_evict_all(world->tlb);
	return 0;
}

/*
 * Where the kernel copies a page and then makes the store of the same request, the TLB of an emulated
 * machine may say that the change bit was recorded, though the key was set in between: see
 * emulated.h. It is a matter of chance.
 */
static bool change_unknown(const struct world *world)
{
	const struct history *history = world->history;
	unsigned int i;

	if (!world->tlb)
		return false;
	for (i = 0; i < history->n; i++)
		if (history->step[i].op == STEP_MAP_PRIVATE || history->step[i].op == STEP_LATE)
			return true;
	return history->memory == HOST_PRIVATE;
}

int step_key_get(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *key = threads_buffer(world, step);

	(void)why;
	seen->ret = keys_ioctl(world, step, KVM_S390_GET_SKEYS, key);
	if (!seen->ret)
		seen->key = *key;
	seen->change_unknown = change_unknown(world);
	return 0;
}

int step_usage_set(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *usage = threads_buffer(world, step);
	struct kvm_s390_cmma_log log = {
		.start_gfn = world_addr(world, step) / PAGE_SIZE,
		.count = 1,
		.mask = USAGE_CHANGE_MASK,
		.values = (uintptr_t)usage,
	};

	(void)why;
	if (!step->held)
		*usage = step->arg;
	seen->ret = world_result(ioctl(world->vm, KVM_S390_SET_CMMA_BITS, &log));
	return 0;
}

int step_usage_get(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	uint8_t *usage = threads_buffer(world, step);
	struct kvm_s390_cmma_log log = {
		.start_gfn = world_addr(world, step) / PAGE_SIZE,
		.count = 1,
		.flags = KVM_S390_CMMA_PEEK,
		.values = (uintptr_t)usage,
	};

	(void)why;
	seen->ret = world_result(ioctl(world->vm, KVM_S390_GET_CMMA_BITS, &log));
	if (!seen->ret)
		seen->usage = *usage & USAGE_MASK;
	return 0;
}

int step_migration(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	(void)why;
	seen->ret = vm_attribute(world->vm, KVM_S390_VM_MIGRATION,
				 step->op == STEP_MIGRATION_START ? KVM_S390_VM_MIGRATION_START :
								    KVM_S390_VM_MIGRATION_STOP,
				 NULL);
	return 0;
}
