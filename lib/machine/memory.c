// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/machine/memory.h"

const struct memory_map guest_map = {
	.n = 4,
	.slot = {
		{ .base = 0, .size = 2 * MIB },
		{ .base = 3 * MIB, .size = MIB },
		{ .base = 4 * MIB, .size = MIB },
		{ .base = LAYOUT_SHARED, .size = MIB, .shared = true },
	},
};

/*
 * Map each slot on its own, with an inaccessible guard after it: a copy that overruns a slot must
 * fault instead of reaching the next slot. Kernels before 7.1 require the backing of a slot to
 * begin at a multiple of 1 MiB; half of the guard serves to align it.
 */
#define GUARD (2 * MIB)

static uint8_t *reserve(uint64_t size, bool shared)
{
	int kind = MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE);
	uint8_t *p = mmap(NULL, size + GUARD, PROT_NONE, kind, -1, 0);
	size_t head;

	if (p == MAP_FAILED)
		return NULL;
	/* Align the slot, and keep 1 MiB of guard after it. */
	head = MIB - (uintptr_t)p % MIB;
	munmap(p, head);
	if (head < MIB)
		munmap(p + head + size + MIB, MIB - head);
	p += head;
	if (!mprotect(p, size, PROT_READ | PROT_WRITE))
		return p;
	munmap(p, size + MIB);
	return NULL;
}

int memory_alloc(struct memory *mem, const struct memory_map *map, bool for_guest)
{
	unsigned int i;

	*mem = (struct memory){ .map = map };
	for (i = 0; i < map->n; i++) {
		mem->bytes[i] = reserve(map->slot[i].size, for_guest && map->slot[i].shared);
		if (!mem->bytes[i]) {
			memory_free(mem);
			return -1;
		}
	}
	return 0;
}

void memory_free(struct memory *mem)
{
	unsigned int i;

	for (i = 0; mem->map && i < mem->map->n; i++)
		if (mem->bytes[i])
			munmap(mem->bytes[i], mem->map->slot[i].size + MIB);
	*mem = (struct memory){ 0 };
}

uint8_t *memory_at(const struct memory *mem, uint64_t addr, uint64_t len)
{
	const struct slot *slot;
	unsigned int i;

	for (i = 0; i < mem->map->n; i++) {
		slot = &mem->map->slot[i];
		if (addr >= slot->base && addr - slot->base < slot->size && !(mem->absent >> i & 1))
			return len <= slot->size - (addr - slot->base) ?
			       mem->bytes[i] + (addr - slot->base) : NULL;
	}
	return NULL;
}

bool map_has(const struct memory_map *map, uint64_t addr)
{
	unsigned int i;

	for (i = 0; i < map->n; i++)
		if (addr - map->slot[i].base < map->slot[i].size)
			return true;
	return false;
}

uint64_t memory_end(const struct memory_map *map)
{
	return map->slot[map->n - 1].base + map->slot[map->n - 1].size;
}

bool memory_has(const struct memory *mem, uint64_t addr)
{
	return memory_at(mem, addr, 1);
}

/* Multiplication by an odd number is a bijection, so no two doublewords of a guest are equal. */
uint64_t pattern_doubleword(uint64_t addr)
{
	return (addr | 1) * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t user_pattern_doubleword(uint64_t offset)
{
	return ~((offset | 1) * UINT64_C(0xd1342543de82ef95));
}

static inline void fill(uint8_t *dst, uint64_t addr, uint64_t len,
			uint64_t (*doubleword)(uint64_t))
{
	uint64_t n, value;

	for (; len; dst += n, addr += n, len -= n) {
		value = htobe64(doubleword(addr & ~UINT64_C(7)));
		n = 8 - addr % 8 < len ? 8 - addr % 8 : len;
		if (n == 8)
			memcpy(dst, &value, 8);
		else
			memcpy(dst, (const uint8_t *)&value + addr % 8, n);
	}
}

void pattern_fill(uint8_t *dst, uint64_t addr, uint64_t len)
{
	fill(dst, addr, len, pattern_doubleword);
}

void user_pattern_fill(uint8_t *dst, uint64_t offset, uint64_t len)
{
	fill(dst, offset, len, user_pattern_doubleword);
}

void memory_fill_pattern(struct memory *mem)
{
	unsigned int i;

	for (i = 0; i < mem->map->n; i++)
		pattern_fill(mem->bytes[i], mem->map->slot[i].base, mem->map->slot[i].size);
}
