/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The absolute storage of the guest: its memory slots, the content of a fresh guest, and an image
 * of storage in this process. The same structures serve the real guest (where the bytes back its
 * slots), the model (where they are the storage) and the runner's shadow (what storage should be).
 */
#ifndef LIB_MACHINE_MEMORY_H
#define LIB_MACHINE_MEMORY_H

#include <stdint.h>
#include <stdbool.h>

#define PAGE_SIZE UINT64_C(4096)	/* also the size of a block of storage */
#define MIB UINT64_C(0x100000)

/* The first address of the 4 KiB block (absolute) or page (virtual) that contains addr. */
static inline uint64_t block_of(uint64_t addr)
{
	return addr & ~(PAGE_SIZE - 1);
}

#define SLOTS_MAX 4

struct slot {
	uint64_t base;		/* absolute address of the first byte */
	uint64_t size;		/* bytes */
	bool shared;		/* backed by a shared mapping (shmem) */
};

struct memory_map {
	unsigned int n;
	struct slot slot[SLOTS_MAX];
};

/*
 * The map of every guest: 2 MiB at 0, a hole of 1 MiB, two slots of 1 MiB that are adjacent at
 * 4 MiB, a hole of 3 MiB, and a slot of 1 MiB that is a shared mapping. Operands can thus run
 * into a hole, come out of one, and span two slots.
 */
extern const struct memory_map guest_map;

/* Is this absolute address in a slot of the map? */
bool map_has(const struct memory_map *map, uint64_t addr);

/* Landmarks of the map. Suites put data, tables and frames anywhere outside LAYOUT_STAGER. */
#define LAYOUT_STAGER	UINT64_C(0x1f0000)	/* payload that stages states: code, then mailbox */
#define LAYOUT_STAGER_SIZE UINT64_C(0x10000)
#define LAYOUT_DIAGNOSE	UINT64_C(0x1f2040)	/* in that area: the DIAGNOSE of ICPT_DIAG */
#define LAYOUT_EXECUTE	UINT64_C(0x1f2140)	/* in that area: the EXECUTE of ICPT_EXECUTE */
#define LAYOUT_COUNTER	UINT64_C(0x1f3040)	/* in that area: the counting loop of RACE_VCPU */
#define LAYOUT_SLED	64			/* each of these is entered so many bytes earlier */
#define LAYOUT_DATA	UINT64_C(0x40000)	/* data, away from every special address */
#define LAYOUT_HOLE	(2 * MIB)		/* the first address that is in no slot */
#define LAYOUT_SHARED	UINT64_C(0x800000)	/* the slot that is a shared mapping */
#define LAYOUT_TABLES	UINT64_C(0x100000)	/* room for translation tables */

struct memory {
	const struct memory_map *map;
	unsigned int absent;		/* deleted slots, one bit each; their bytes are kept */
	uint8_t *bytes[SLOTS_MAX];	/* where each slot is in this process */
	uint8_t sida[PAGE_SIZE];	/* the first block of a protected guest's SIDA */
};

/*
 * Allocate zeroed backing for every slot; for_guest: shared where the map says so. Returns 0, or -1
 * with errno set.
 */
int memory_alloc(struct memory *mem, const struct memory_map *map, bool for_guest);
void memory_free(struct memory *mem);

/*
 * The bytes of absolute storage [addr, addr + len) or NULL unless all of them are in one slot. len
 * is at least 1.
 */
uint8_t *memory_at(const struct memory *mem, uint64_t addr, uint64_t len);

/* The first address after the last slot. */
uint64_t memory_end(const struct memory_map *map);

/* Is the byte at this absolute address in a slot that is not deleted? */
bool memory_has(const struct memory *mem, uint64_t addr);

/*
 * The content of a fresh guest: every doubleword differs, so that a byte moved from or to the wrong
 * address shows. For pattern_doubleword(), addr is a multiple of 8.
 */
uint64_t pattern_doubleword(uint64_t addr);
void pattern_fill(uint8_t *dst, uint64_t addr, uint64_t len);	/* any addr, any len */
void memory_fill_pattern(struct memory *mem);

/*
 * The content of the user buffer before a request, by offset in the buffer. It is unlike the
 * pattern of guest storage, so that bytes that were not transferred show.
 */
void user_pattern_fill(uint8_t *dst, uint64_t offset, uint64_t len);

#endif
