// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/tlb.h"

int emulated_setup(struct guest *guest, char *why)
{
	guest->frames = calloc(memory_end(guest->live.map) / PAGE_SIZE, sizeof(*guest->frames));
	guest->pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	guest->tlb_span = tlb_map();
	return guest->tlb_span && guest->frames ? 0 : vm_fail(why, "memory for the guest");
}

void emulated_teardown(struct guest *guest)
{
	tlb_unmap(guest->tlb_span);
	if (guest->pagemap >= 0)
		close(guest->pagemap);
	free(guest->frames);
}

void emulated_forget(struct guest *guest)
{
	tlb_evict_all(guest->tlb_span);
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
	tlb_evict(guest->tlb_span, (uintptr_t)block);
	tlb_evict(guest->tlb_span, addr);
	tlb_evict(guest->tlb_span, *frame * PAGE_SIZE);
}
