// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/emulated.h"

#define TLB_PAGES 1024	/* of the emulator's TLB; an address indexes it by its low page number */

int emulated_setup(struct guest *guest, char *why)
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
	return 0;
}

void emulated_teardown(struct guest *guest)
{
	if (guest->tlb_span)
		munmap(guest->tlb_span, TLB_PAGES * PAGE_SIZE);
	if (guest->pagemap >= 0)
		close(guest->pagemap);
	free(guest->frames);
}

/* Replace the TLB entry of this address, by a fetch from an address that has the same index. */
static void evict(const struct guest *guest, uint64_t addr)
{
	uint64_t i = (addr - (uintptr_t)guest->tlb_span) / PAGE_SIZE % TLB_PAGES;

	(void)*(volatile uint8_t *)(guest->tlb_span + i * PAGE_SIZE);
}

void emulated_forget(struct guest *guest)
{
	unsigned int i;

	for (i = 0; i < TLB_PAGES; i++)
		evict(guest, i * PAGE_SIZE);
	memset(guest->frames, 0, memory_end(guest->live.map) / PAGE_SIZE * sizeof(*guest->frames));
}

/*
 * The number of the page frame that backs a block, or 0 if unknown. See pagemap.rst: bits 0-54 if
 * bit 63 is one.
 */
static uint64_t find_frame(const struct guest *guest, const uint8_t *block)
{
	uint64_t entry;

	if (pread(guest->pagemap, &entry, sizeof(entry),
		  (off_t)((uintptr_t)block / PAGE_SIZE * sizeof(entry))) != sizeof(entry))
		return 0;
	return entry >> 63 ? entry & ((UINT64_C(1) << 55) - 1) : 0;
}

void emulated_forget_block(struct guest *guest, uint64_t addr)
{
	const uint8_t *block = memory_at(&guest->live, addr, PAGE_SIZE);
	uint64_t *frame = block ? &guest->frames[addr / PAGE_SIZE] : NULL;

	if (frame && !*frame)
		*frame = find_frame(guest, block);
	if (!frame || !*frame) {
		emulated_forget(guest);
		return;
	}
	evict(guest, (uintptr_t)block);
	evict(guest, addr);
	evict(guest, *frame * PAGE_SIZE);
}
