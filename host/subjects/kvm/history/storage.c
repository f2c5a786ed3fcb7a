// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/storage.h"

/*
 * Memory of transparent huge pages is whole ones, with the offset in them that the slot has in a
 * segment of the guest: then KVM could map the guest's segment by one frame.
 */
static int map_huge_pages(struct world *world, struct world_slot *slot, char *why)
{
	size_t offset = slot->base % MIB, size = offset + slot->size;
	uint8_t *start;

	size += (MIB - size % MIB) % MIB;
	start = area_reserve(world, size, why);
	if (!start)
		return -1;
	slot->bytes = start + offset;
	return area_map(start, size, slot->memory, -1, 0) ?
	       vm_fail(why, "memory of the guest") : 0;
}

int storage_renew(struct world *world, struct world_slot *slot, char *why)
{
	bool has_file = slot->memory == HOST_SHARED || slot->memory == HOST_PRIVATE;

	if (slot->memory == HOST_THP || slot->memory == HOST_THP_1M)
		return map_huge_pages(world, slot, why);
	if (slot->file >= 0)
		close(slot->file);
	slot->file = has_file ? memfd_create("slot", MFD_CLOEXEC) : -1;
	if (has_file && (slot->file < 0 || ftruncate(slot->file, (off_t)slot->size)))
		return vm_fail(why, "a file for memory of the guest");
	slot->bytes = area_reserve(world, slot->size, why);
	if (!slot->bytes)
		return -1;
	return area_map(slot->bytes, slot->size, slot->memory, slot->file, 0) ?
	       vm_fail(why, "memory of the guest") : 0;
}

int storage_make(struct world *world, char *why)
{
	const struct history *history = world->history;
	struct world_slot *slot;
	unsigned int i;

	for (i = 0; i < HISTORY_SLOTS; i++) {
		slot = &world->slot[i];
		*slot = (struct world_slot){
			.exists = (i != SLOT_BIG || history->big) &&
				  (i != SLOT_SMALL || history->small),
			.logging = history->log,
			.base = history_slots[i].base,
			.size = history_slots[i].size,
			.memory = i < SLOT_BIG || (i == SLOT_SMALL && history->memory == HOST_THP_1M) ?
				  history->memory : HOST_ANONYMOUS,
			.file = -1,
		};
	}
	for (i = 0; i < HISTORY_SLOTS; i++)
		if (world->slot[i].exists && storage_renew(world, &world->slot[i], why))
			return -1;
	return 0;
}

void storage_free(struct world *world)
{
	unsigned int i;

	for (i = 0; i < HISTORY_SLOTS; i++)
		if (world->slot[i].exists && world->slot[i].file >= 0)
			close(world->slot[i].file);
}

int storage_set(int vm, unsigned int number, uint64_t base, uint64_t size, const uint8_t *bytes,
		bool logging)
{
	struct kvm_userspace_memory_region region = {
		.slot = number,
		.flags = logging ? KVM_MEM_LOG_DIRTY_PAGES : 0,
		.guest_phys_addr = base,
		.memory_size = size,
		.userspace_addr = (uintptr_t)bytes,
	};

	return world_result(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region));
}

static int add(const struct world *world, unsigned int number, uint64_t base, uint64_t size,
	       const uint8_t *bytes, bool logging, char *why)
{
	int ret = storage_set(world->vm, number, base, size, bytes, logging);

	errno = -ret;
	return ret ? vm_fail(why, "KVM_SET_USER_MEMORY_REGION") : 0;
}

/* Migration mode needs a log for every slot (Documentation/virt/kvm/devices/vm.rst). */
uint8_t *storage_own(struct world *world, char *why)
{
	if (!world->own)
		world->own = area_memory(world, MIB, why);
	if (!world->own || world->own_present)
		return world->own;
	if (add(world, SLOT_OWN, OWN_BASE, MIB, world->own, world->history->log, why))
		return NULL;
	world->own_present = true;
	return world->own;
}

int storage_add(struct world *world, char *why)
{
	unsigned int i;

	for (i = 0; i < HISTORY_SLOTS; i++) {
		const struct world_slot *slot = &world->slot[i];

		if (slot->exists && add(world, i, slot->base, slot->size, slot->bytes,
					slot->logging, why))
			return -1;
	}
	return 0;
}
