// SPDX-License-Identifier: GPL-2.0-only
/* A second VM, whose slots have the same memory, at other addresses. */
#include <sys/ioctl.h>
#include <unistd.h>

#include "host/subjects/kvm/history/other_vm.h"
#include "host/subjects/kvm/history/steps.h"
#include "host/subjects/kvm/history/storage.h"
#include "host/subjects/kvm/history/vm.h"
#include "lib/abi/arg.h"

#define FARTHER (16 * MIB)	/* from a slot's base to that in the other VM */

void other_vm_close(struct world *world)
{
	if (world->other_vm.vm >= 0)
		close(world->other_vm.vm);
}

/* The slot of the other VM; if the VM has it with other memory, it is made anew. */
static int add_slot(struct world *world, unsigned int number, char *why)
{
	const struct world_slot *slot = &world->slot[number];
	struct other_vm *other = &world->other_vm;
	uint64_t base = history_slots[number].base + FARTHER;
	int ret = 0;

	if (other->bytes[number] == slot->bytes)
		return 0;
	if (other->bytes[number])
		ret = storage_set(other->vm, number, base, 0, other->bytes[number], false);
	if (!ret)
		ret = storage_set(other->vm, number, base, slot->size, slot->bytes, false);
	if (ret) {
		errno = -ret;
		return vm_fail(why, "KVM_SET_USER_MEMORY_REGION of the other VM");
	}
	other->bytes[number] = slot->bytes;
	return 0;
}

int step_vm_other(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	struct memop_arg store = { .op = MEMOP_ABSOLUTE_WRITE, .buf = (uintptr_t)world->buffer };
	struct other_vm *other = &world->other_vm;
	uint32_t offset;

	if (other->vm < 0)
		other->vm = vm_new(world->kvm, world->history->memory, why);
	if (other->vm < 0 || add_slot(world, step->slot, why))
		return -1;
	history_fill(world->history, world_number(world, step), step->extent, world->buffer);
	extent_range(step->extent, &offset, &store.size);
	store.gaddr = history_slots[step->slot].base + FARTHER + step->block * PAGE_SIZE + offset;
	seen->ret = world_result(ioctl(other->vm, MEMOP_IOCTL, &store));
	return 0;
}
