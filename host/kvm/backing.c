// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/mman.h>

#include "host/kvm/emulated.h"

static uint8_t content[PAGE_SIZE];

int vm_take_backing(struct guest *guest, const struct request *request, struct outcome *outcome, char *why)
{
	uint8_t *block = memory_at(&guest->live, request->backing_block, PAGE_SIZE);
	int ret = 0;

	if (request->backing == BACKING_NORMAL)
		return 0;
	memcpy(content, block, PAGE_SIZE);
	if (request->backing >= BACKING_LATE)
		ret = late_begin(guest, request, outcome, content, why);
	else if (request->backing == BACKING_UNMAPPED)
		ret = munmap(block, PAGE_SIZE);
	else
		ret = mprotect(block, PAGE_SIZE, request->backing == BACKING_READ_ONLY ? PROT_READ : PROT_NONE);
	/* An emulated machine may still know the way to what is gone. */
	if (guest->emulated)
		emulated_forget(guest);
	if (ret && request->backing < BACKING_LATE)
		vm_fail(why, "taking away the memory behind a block");
	return ret;
}

int vm_give_backing(struct guest *guest, const struct request *request, char *why)
{
	uint8_t *block = memory_at(&guest->live, request->backing_block, PAGE_SIZE);

	if (request->backing == BACKING_NORMAL)
		return 0;
	if (request->backing >= BACKING_LATE)
		return late_end(guest, why);
	if (request->backing != BACKING_UNMAPPED && mprotect(block, PAGE_SIZE, PROT_READ | PROT_WRITE))
		return vm_fail(why, "mprotect");
	if (request->backing == BACKING_UNMAPPED && mmap(block, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return vm_fail(why, "mapping the memory behind a block again");
	/* A store, in any case: makes the host map the block for stores; without, SSKE in the guest never ends on an emulated machine. */
	memcpy(block, content, PAGE_SIZE);
	return 0;
}
