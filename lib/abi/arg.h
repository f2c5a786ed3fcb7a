/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The argument of the ioctl, and the ioctl's number. Defined here because the kernel headers of the
 * build machine may be older than the kernel under test. Source: api.rst, "KVM_S390_MEM_OP".
 */
#ifndef LIB_ABI_ARG_H
#define LIB_ABI_ARG_H

#include <stdint.h>
#include <sys/ioctl.h>

struct memop_arg {
	uint64_t gaddr;
	uint64_t flags;
	uint32_t size;
	uint32_t op;
	uint64_t buf;
	union {
		struct {
			uint8_t ar;
			uint8_t key;
			uint8_t unused[6];
			uint64_t old_addr;
		};
		uint32_t sida_offset;
		uint8_t reserved[32];
	};
};

_Static_assert(sizeof(struct memop_arg) == 64, "the ioctl number contains the size");

#define MEMOP_IOCTL _IOW(0xae, 0xb1, struct memop_arg)

#endif
