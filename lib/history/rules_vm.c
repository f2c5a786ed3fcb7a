// SPDX-License-Identifier: GPL-2.0-only
/* The VM, its vCPU, and other VMs. */
#include <errno.h>

#include "lib/history/rules.h"

static bool idle(const struct reference *ref)
{
	unsigned int i;

	for (i = 1; i <= THREADS_MAX; i++)
		if (ref->thread[i].busy)
			return false;
	return true;
}

/*
 * Documentation/virt/kvm/devices/vm.rst, "KVM_S390_VM_MIGRATION_START": EINVAL if there is no
 * memslot, or one without a dirty log.
 */
RULE_EXPECT(migration_start)
{
	unsigned int i;
	bool all = true, any = false;

	(void)step;
	for (i = 0; i < HISTORY_SLOTS; i++) {
		any |= ref->slot[i].present;
		all &= !ref->slot[i].present || ref->slot[i].log;
	}
	expect_result(expected, 0, RUN_1);
	if (!all || !any)
		expect_result(expected, -EINVAL, RUN_1);
}

RULE_CAN(limit)
{
	(void)step;
	return idle(ref);
}

/* Documentation/virt/kvm/devices/vm.rst: EBUSY if a vCPU exists. */
RULE_EXPECT(limit)
{
	(void)step;
	expect_result(expected, ref->vcpu ? -EBUSY : 0, RUN_1);
}

RULE_RECORD(limit)
{
	(void)number, (void)step, (void)right;
	if (!seen->ret)
		ref->limited = true;
}

RULE_CAN(vm_new)
{
	(void)step;
	return idle(ref);
}

/* The storage of a new VM has the content of the memory, and keys of zero (SKEY.2). */
RULE_RECORD(vm_new)
{
	struct slot_reference *slot;
	unsigned int i, b;

	(void)number, (void)step, (void)seen, (void)right;
	ref->keys = ref->history->keys;
	ref->vcpu = ref->limited = false;
	for (i = 0; i < HISTORY_SLOTS; i++) {
		slot = &ref->slot[i];
		slot->present = slot->exists;
		for (b = 0; b < slot->blocks; b++) {
			slot->block[b].key = 0;
			slot->block[b].key_or_zero = slot->block[b].change = false;
			slot->block[b].logged = false;
			slot->block[b].usage = USAGE_STABLE;
		}
	}
}

/* Without keys in the former VM it is the same as VM_NEW. */
RULE_CAN(vm_keyless)
{
	return ref->history->keys && can_vm_new(ref, step);
}

RULE_RECORD(vm_keyless)
{
	record_vm_new(ref, number, step, seen, right);
	ref->keys = false;
}

/* The keys of memory that two VMs share are those of both or of one: no document says. */
RULE_CAN(vm_other)
{
	return step->slot < SLOT_BIG && !ref->history->keys;
}

RULE_RECORD(vm_other)
{
	struct block_reference *block = block_of_step(ref, step, 0);
	unsigned int cell;

	if (seen->ret || !right) {
		block_forget(block, (1U << CELLS) - 1);
		return;
	}
	for (cell = 0; cell < CELLS; cell++)
		if (extent_cells(step->extent) >> cell & 1)
			block_store(block, cell, history_value(ref->history, number, cell));
	block->stored_by = number;
}

/* The prefix area is two blocks in slot 0, aligned. It may only be missing while PROVIDE waits. */
RULE_CAN(run)
{
	return step->slot == SLOT_FIRST && ref->slot[SLOT_FIRST].present &&
	       !ref->slot[SLOT_FIRST].going && !(step->block % 2) && step->block + 1 < SLOT_BLOCKS &&
	       block_at(ref, step, 0)->access == USER_LOADS_AND_STORES &&
	       block_at(ref, step, 1)->access == USER_LOADS_AND_STORES &&
	       (step->thread || block_at(ref, step, 1)->late != LATE_UNTIL_PROVIDED) &&
	       !running_thread(ref) && !ref->limited;
}

RULE_CAN(run_loop)
{
	(void)step;
	return step->thread && !running_thread(ref) && !ref->limited;
}

RULE_RECORD(vcpu)
{
	(void)number, (void)step, (void)seen, (void)right;
	ref->vcpu = true;
}

RULE_CAN(store_status)
{
	(void)step;
	return !running_thread(ref) && !ref->limited;
}

/* The status is stored by the kernel itself, in 512 bytes from the beginning of the block. */
RULE_RECORD(store_status)
{
	struct block_reference *block = block_of_step(ref, step, 0);

	ref->vcpu = true;
	block_forget(block, 1U << 0 | 1U << 1);
	if (seen->ret || !right)
		return;
	block->stored_by = number;
	if (ref->slot[step->slot].log)
		block->logged = true;
}
