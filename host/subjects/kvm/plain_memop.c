// SPDX-License-Identifier: GPL-2.0-only
#include <sys/ioctl.h>

#include "host/subjects/kvm/guest.h"
#include "host/subjects/kvm/plain_memop.h"
#include "lib/abi/arg.h"

int memop_absolute(struct guest *guest, uint32_t op, uint64_t addr, void *buf, uint32_t size,
		   unsigned int key)
{
	struct memop_arg arg = { .op = op, .gaddr = addr, .size = size, .buf = (uintptr_t)buf };

	if (key < MEMOP_NO_KEY) {
		arg.flags = MEMOP_F_SKEY_PROTECTION;
		arg.key = (uint8_t)key;
	}
	return ioctl(guest->vm, MEMOP_IOCTL, &arg);
}
