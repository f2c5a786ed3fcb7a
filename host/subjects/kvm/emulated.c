// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/emulated.h"
#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"

#define PROBE LAYOUT_DATA	/* the block whose key is tried */
#define TLB_PAGES 1024		/* of the emulator's TLB, which an address indexes by its low page number */

#define AREA ((uint64_t)MEMOP_MAX_SIZE)

/* Store in the blocks of an area what is there. */
int emulated_warm_area(struct guest *guest, uint64_t addr, char *why)
{
	struct request request = { .fd = FD_VM, .op = MEMOP_ABSOLUTE_WRITE, .gaddr = addr & ~(AREA - 1), .size = AREA };
	struct user user = { .buf.pointer = memory_at(&guest->live, addr & ~(AREA - 1), AREA) };
	struct outcome outcome;

	return subject_kvm.perform(guest, &request, &user, &outcome, why);
}

int emulated_warm(struct guest *guest, char *why)
{
	const struct memory_map *map = guest->live.map;
	unsigned int i;
	uint64_t off;

	for (i = 0; i < map->n; i++)
		for (off = 0; off < map->slot[i].size; off += AREA)
			if (emulated_warm_area(guest, map->slot[i].base + off, why))
				return -1;
	return 0;
}

int emulated_setup(struct guest *guest, bool guest_stores, char *why)
{
	guest->frames = calloc(memory_end(guest->live.map) / PAGE_SIZE, sizeof(*guest->frames));
	guest->pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	guest->tlb_span = mmap(NULL, TLB_PAGES * PAGE_SIZE, PROT_READ,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (guest->tlb_span == MAP_FAILED) {
		guest->tlb_span = NULL;
		return vm_fail(why, "memory for the guest");
	}
	if (!guest->frames)
		return vm_fail(why, "memory for the guest");
	return guest_stores ? emulated_warm(guest, why) : 0;
}

void emulated_teardown(struct guest *guest)
{
	if (guest->tlb_span)
		munmap(guest->tlb_span, TLB_PAGES * PAGE_SIZE);
	if (guest->pagemap >= 0)
		close(guest->pagemap);
	free(guest->frames);
}

/* Take the place of what is known of this address. */
static void take_place(const struct guest *guest, uint64_t addr)
{
	uint64_t i = (addr - (uintptr_t)guest->tlb_span) / PAGE_SIZE % TLB_PAGES;

	(void)*(volatile uint8_t *)(guest->tlb_span + i * PAGE_SIZE);
}

void emulated_forget(struct guest *guest)
{
	unsigned int i;

	for (i = 0; i < TLB_PAGES; i++)
		take_place(guest, i * PAGE_SIZE);
	memset(guest->frames, 0, memory_end(guest->live.map) / PAGE_SIZE * sizeof(*guest->frames));
}

/* The frame of real storage that a block is in; 0 if the kernel does not tell. See pagemap.rst: bits 0-54 if bit 63 is one. */
static uint64_t find_frame(const struct guest *guest, const uint8_t *block)
{
	uint64_t entry;

	if (pread(guest->pagemap, &entry, sizeof(entry), (off_t)((uintptr_t)block / PAGE_SIZE * sizeof(entry))) != sizeof(entry))
		return 0;
	return entry >> 63 ? entry & ((UINT64_C(1) << 55) - 1) : 0;
}

void emulated_forget_block(struct guest *guest, uint64_t page)
{
	const uint8_t *block = memory_at(&guest->live, page, PAGE_SIZE);
	uint64_t *frame = block ? &guest->frames[page / PAGE_SIZE] : NULL;

	if (frame && !*frame)
		*frame = find_frame(guest, block);
	if (!frame || !*frame) {
		emulated_forget(guest);
		return;
	}
	take_place(guest, (uintptr_t)block);
	take_place(guest, page);
	take_place(guest, *frame * PAGE_SIZE);
}

/* Is a fetch or store of one byte with access key 1 answered as this storage key demands? */
static int try_access(struct guest *guest, uint32_t op, uint8_t key, bool *obeyed, char *why)
{
	struct request request = {
		.fd = FD_VM, .op = op, .flags = MEMOP_F_SKEY_PROTECTION, .key = 1, .gaddr = PROBE, .size = 1,
	};
	bool allowed = skey_acc(key) == 1 || (op == MEMOP_ABSOLUTE_READ && !skey_fetch_protected(key));
	uint8_t byte = *memory_at(&guest->live, PROBE, 1);
	struct user user = { .buf.pointer = &byte };
	struct outcome outcome;

	if (subject_kvm.perform(guest, &request, &user, &outcome, why))
		return -1;
	*obeyed = *obeyed && outcome.ret == (allowed ? 0 : PGM_PROTECTION);
	return 0;
}

int emulated_try_keys(struct guest *guest, bool *obeyed, char *why)
{
	uint8_t key, seen;
	unsigned int i;

	*obeyed = true;
	for (i = 0; i < 32; i++) {
		key = skey_make(i / 2, i % 2);
		if (stage_guest_key(guest, PROBE, key, why) ||
		    try_access(guest, MEMOP_ABSOLUTE_READ, key, obeyed, why) ||
		    try_access(guest, MEMOP_ABSOLUTE_WRITE, key, obeyed, why) ||
		    vm_get_keys(guest, PROBE, 1, &seen, why))
			return -1;
		*obeyed = *obeyed && !((seen ^ key) & (SKEY_ACC | SKEY_F));
	}
	return vm_set_key(guest, PROBE, 0, why);
}
