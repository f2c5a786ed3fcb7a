// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <sys/mman.h>

#include "host/subjects/kvm/tlb.h"
#include "lib/machine/memory.h"

#define TLB_PAGES 1024

uint8_t *tlb_map(void)
{
	uint8_t *span = mmap(NULL, TLB_PAGES * PAGE_SIZE, PROT_READ,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	return span == MAP_FAILED ? NULL : span;
}

void tlb_unmap(uint8_t *span)
{
	if (span)
		munmap(span, TLB_PAGES * PAGE_SIZE);
}

void tlb_evict(const uint8_t *span, uint64_t addr)
{
	uint64_t i = (addr - (uintptr_t)span) / PAGE_SIZE % TLB_PAGES;

	(void)*(const volatile uint8_t *)(span + i * PAGE_SIZE);
}

void tlb_evict_all(const uint8_t *span)
{
	unsigned int i;

	for (i = 0; i < TLB_PAGES; i++)
		tlb_evict(span, i * PAGE_SIZE);
}
