// SPDX-License-Identifier: GPL-2.0-only
/* Memory slots of a guest, and their dirty log. */
#include <linux/mman.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/slots.h"

static int set_slot(struct guest *guest, unsigned int i, bool present, char *why)
{
	const struct slot *slot = &guest->live.map->slot[i];
	struct kvm_userspace_memory_region region = {
		.slot = i,
		.guest_phys_addr = slot->base,
		.memory_size = present ? slot->size : 0,
		.userspace_addr = (uintptr_t)guest->live.bytes[i],
		.flags = guest->logging ? KVM_MEM_LOG_DIRTY_PAGES : 0,
	};

	return ioctl(guest->vm, KVM_SET_USER_MEMORY_REGION, &region)
		       ? vm_fail(why, "KVM_SET_USER_MEMORY_REGION")
		       : 0;
}

int slots_move(struct guest *guest, unsigned int from, unsigned int to, char *why)
{
	unsigned int i;

	for (i = 0; i < guest->live.map->n; i++)
		if ((from ^ to) >> i & 1 && set_slot(guest, i, !(to >> i & 1), why))
			return -1;
	return 0;
}

int slots_set_absent(struct guest *guest, unsigned int absent, char *why)
{
	if (slots_move(guest, guest->live.absent, absent, why))
		return -1;
	guest->live.absent = absent;
	return 0;
}

int slots_set_logging(struct guest *guest, bool on, char *why)
{
	unsigned int i;

	guest->logging = on;
	for (i = 0; i < guest->live.map->n; i++)
		if (!(guest->live.absent >> i & 1) && set_slot(guest, i, true, why))
			return -1;
	return 0;
}

int slots_get_log(struct guest *guest, struct outcome *outcome, char *why)
{
	const struct memory_map *map = guest->live.map;
	/* The bit of the first block is the rightmost one of the first byte. */
	uint8_t bits[2 * MIB / PAGE_SIZE / 8];
	struct kvm_dirty_log log;
	static uint64_t blocks[16 * MIB / PAGE_SIZE];
	unsigned int i, block;

	outcome->dirty = blocks;
	outcome->n_dirty = 0;
	for (i = 0; i < map->n; i++) {
		if (guest->live.absent >> i & 1)
			continue;
		memset(bits, 0, sizeof(bits));
		log = (struct kvm_dirty_log){ .slot = i, .dirty_bitmap = bits };
		if (ioctl(guest->vm, KVM_GET_DIRTY_LOG, &log))
			return vm_fail(why, "KVM_GET_DIRTY_LOG");
		for (block = 0; block < map->slot[i].size / PAGE_SIZE; block++)
			if (bits[block / 8] >> block % 8 & 1)
				blocks[outcome->n_dirty++] = map->slot[i].base + block * PAGE_SIZE;
	}
	return 0;
}

/* Replace the memory of a slot by huge pages. */
static int map_huge_pages(struct guest *guest, unsigned int i)
{
	void *p = mmap(guest->live.bytes[i], guest->live.map->slot[i].size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_HUGETLB | MAP_HUGE_1MB, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

int slots_add(struct guest *guest, const struct memory *storage, char *why)
{
	unsigned int i;

	if (memory_alloc(&guest->live, storage->map, true))
		return vm_fail(why, "memory for the guest");
	for (i = 0; i < storage->map->n; i++) {
		if (guest->vm_type == VM_HUGE_PAGES && map_huge_pages(guest, i))
			return vm_fail(why, "huge pages for the guest");
		/* khugepaged would unmap blocks from the guest at any time. */
		madvise(guest->live.bytes[i], storage->map->slot[i].size, MADV_NOHUGEPAGE);
		memcpy(guest->live.bytes[i], storage->bytes[i], storage->map->slot[i].size);
		if (set_slot(guest, i, true, why))
			return -1;
	}
	return 0;
}
