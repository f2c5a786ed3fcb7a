// SPDX-License-Identifier: GPL-2.0-only
#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/plain_memop.h"
#include "host/subjects/kvm/warm.h"

#define AREA ((uint64_t)MEMOP_MAX_SIZE)

/* Store what the area already contains. A slot that is absent needs no mapping. */
int warm_area(struct guest *guest, uint64_t addr, char *why)
{
	uint64_t area = addr & ~(AREA - 1);
	uint8_t *bytes = memory_at(&guest->live, area, AREA);

	if (bytes && memop_absolute(guest, MEMOP_ABSOLUTE_WRITE, area, bytes, AREA,
				    MEMOP_NO_KEY) < 0)
		return vm_fail(why, "KVM_S390_MEM_OP to map storage for the guest");
	return 0;
}

int warm_all(struct guest *guest, char *why)
{
	const struct memory_map *map = guest->live.map;
	unsigned int i;
	uint64_t off;

	for (i = 0; i < map->n; i++)
		for (off = 0; off < map->slot[i].size; off += AREA)
			if (warm_area(guest, map->slot[i].base + off, why))
				return -1;
	return 0;
}
