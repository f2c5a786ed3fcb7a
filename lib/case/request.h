/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One request: what user space passes to the kernel.
 */
#ifndef LIB_CASE_REQUEST_H
#define LIB_CASE_REQUEST_H

#include <stdint.h>

#include "lib/abi/memop.h"

enum request_kind {
	REQUEST_MEMOP,		/* ioctl KVM_S390_MEM_OP */
	REQUEST_CAPABILITY,	/* ioctl KVM_CHECK_EXTENSION; op is the capability's number */
};

enum request_fd {
	FD_VCPU,
	FD_VM,
	FD_SYSTEM,		/* /dev/kvm itself */
};

/* What the user-space pointer of a request points to. */
enum user_area {
	USER_NORMAL,		/* mapped, readable and writable, with canaries around it */
	USER_NULL,		/* the null pointer */
	USER_UNMAPPED,		/* an address where nothing is mapped */
	USER_READ_ONLY,		/* mapped, not writable */
	USER_TORN,		/* first half (rounded down) mapped, the rest not */
};

struct request {
	enum request_kind kind;
	enum request_fd fd;
	uint32_t op;
	uint32_t size;
	uint64_t flags;
	uint64_t gaddr;
	uint8_t ar;
	uint8_t key;
	uint8_t reserved;	/* put into every byte of the union that op does not define */
	uint32_t sida_offset;	/* SIDA operations only; takes the place of ar and key */
	enum user_area buf;
	enum user_area old;	/* what old_addr points to; compare-and-exchange only */
	uint8_t new_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at buf */
	uint8_t old_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at old_addr */
};

/* A logical read of nothing by the vCPU, all fields zero and pointers normal: a start to change from. */
void request_init(struct request *request);

#endif
