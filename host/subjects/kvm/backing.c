// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/backing.h"
#include "host/subjects/kvm/emulated.h"
#include "host/subjects/kvm/uffd.h"
#include "lib/abi/arg.h"

static uint8_t content[PAGE_SIZE];

/* Remap the block: to a file, or to anonymous memory if fd < 0. */
static int replace(uint8_t *block, int fd)
{
	void *p = mmap(block, PAGE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_FIXED | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);

	return p == MAP_FAILED ? -1 : 0;
}

/*
 * Map a file with the same content privately, and fetch one byte, so that the kernel has mapped the
 * page of the file when the request comes: a store must then make a copy.
 */
static int map_file(const struct guest *guest, uint8_t *block, uint64_t addr)
{
	struct memop_arg fetch = { .op = MEMOP_ABSOLUTE_READ, .gaddr = addr, .size = 1 };
	int fd = memfd_create("block", MFD_CLOEXEC), ret = -1;
	uint8_t byte;

	if (fd < 0)
		return -1;
	fetch.buf = (uintptr_t)&byte;
	if (write(fd, content, PAGE_SIZE) == PAGE_SIZE && !replace(block, fd))
		ret = ioctl(guest->vm, MEMOP_IOCTL, &fetch);
	close(fd);
	return ret;
}

int backing_take(struct guest *guest, const struct request *request, struct outcome *outcome,
		 char *why)
{
	uint8_t *block = memory_at(&guest->live, request->backing_block, PAGE_SIZE);
	int ret = 0;

	if (request->backing == BACKING_NORMAL)
		return 0;
	memcpy(content, block, PAGE_SIZE);
	switch (request->backing) {
	case BACKING_UNMAPPED:
		ret = munmap(block, PAGE_SIZE);
		break;
	case BACKING_COPY_ON_WRITE:
		ret = map_file(guest, block, request->backing_block);
		break;
	case BACKING_NO_ACCESS:
	case BACKING_READ_ONLY:
		ret = mprotect(block, PAGE_SIZE,
			       request->backing == BACKING_READ_ONLY ? PROT_READ : PROT_NONE);
		break;
	default:
		if (uffd_begin(guest, request, outcome, content, why))
			return -1;
	}
	/* The emulator's TLB may still have entries for the old memory. */
	if (guest->emulated)
		emulated_forget(guest);
	return ret ? vm_fail(why, "cannot replace the memory behind a block") : 0;
}

int backing_give(struct guest *guest, const struct request *request, char *why)
{
	uint8_t *block = memory_at(&guest->live, request->backing_block, PAGE_SIZE);
	int ret = 0;

	switch (request->backing) {
	case BACKING_NORMAL:
		return 0;
	case BACKING_UNMAPPED:
		ret = replace(block, -1);
		break;
	case BACKING_COPY_ON_WRITE:
		memcpy(content, block, PAGE_SIZE);
		ret = replace(block, -1);
		break;
	case BACKING_NO_ACCESS:
	case BACKING_READ_ONLY:
		ret = mprotect(block, PAGE_SIZE, PROT_READ | PROT_WRITE);
		break;
	default:
		return uffd_end(guest, why);
	}
	if (ret)
		return vm_fail(why, "cannot restore the memory behind a block");
	/*
	 * Store even if the content did not change: the host then maps the block for stores. On an
	 * emulated machine, SSKE in the guest would never end without that.
	 */
	memcpy(block, content, PAGE_SIZE);
	return 0;
}
