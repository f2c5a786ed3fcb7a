// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/history/area.h"
#include "host/subjects/kvm/history/storage.h"

int storage_renew(struct world *world, struct world_slot *slot, char *why)
{
	bool has_file = slot->memory == HOST_SHARED || slot->memory == HOST_PRIVATE;

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
			.memory = i < SLOT_BIG ? history->memory : HOST_ANONYMOUS,
			.file = -1,
		};
		slot->present = slot->exists;
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

int storage_add(struct world *world, char *why)
{
	unsigned int i;
	int ret;

	for (i = 0; i < HISTORY_SLOTS; i++) {
		const struct world_slot *slot = &world->slot[i];

		if (!slot->present)
			continue;
		ret = storage_set(world->vm, i, slot->base, slot->size, slot->bytes, slot->logging);
		if (ret) {
			errno = -ret;
			return vm_fail(why, "KVM_SET_USER_MEMORY_REGION");
		}
	}
	return 0;
}
