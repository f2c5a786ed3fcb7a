/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One request: what user space passes to the kernel, and what it arranges around it.
 */
#ifndef LIB_CASE_REQUEST_H
#define LIB_CASE_REQUEST_H

#include <stdbool.h>
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

/* What the access registers of the calling thread (the host's) hold during the request. */
enum host_acrs {
	HOST_ACRS_ANY,		/* what they happen to hold */
	HOST_ACRS_LIKE_GUEST,	/* what the guest's hold */
	HOST_ACRS_BOGUS,	/* ALETs that designate no space */
};

/* The host memory behind one block of the guest. */
enum backing {
	BACKING_NORMAL,
	BACKING_UNMAPPED,	/* nothing is mapped there */
	BACKING_NO_ACCESS,	/* PROT_NONE */
	BACKING_READ_ONLY,	/* PROT_READ */
	BACKING_COPY_ON_WRITE,	/* a private file mapping, fetched from and not yet stored in */
	BACKING_UFFD,		/* userfaultfd(2): missing until a fault asks for it */
	BACKING_UFFD_SIGNAL,	/* the same, but at first the fault only causes a signal */
	BACKING_UFFD_VCPU2,	/* the same, but first another vCPU fetches from a block later */
	BACKING_UFFD_SLOT,	/* the same, but first the slots in removed_slots are deleted */
};

/* What happens at the same time as the request. */
enum race {
	RACE_NONE,
	RACE_VCPU,		/* the vCPU runs, and stores elsewhere */
	RACE_STATE,		/* the state alternates between plan.state and plan.other */
	RACE_THREADS,		/* threads exchange until each has added 1 RACE_ROUNDS times */
};

#define RACE_N_THREADS 3
#define RACE_ROUNDS 100		/* of each thread */
#define RACE_REPEAT 50		/* times that any other request is made */

struct request {
	enum request_kind kind;
	enum request_fd fd;
	uint32_t op;
	uint32_t size;
	uint64_t flags;
	uint64_t gaddr;
	uint8_t ar;
	uint8_t key;
	uint8_t reserved;	/* for every byte of the union that op does not define */
	uint32_t sida_offset;	/* SIDA operations only; in the place of ar and key */
	enum user_area buf;
	enum user_area old;	/* what old_addr points to; compare-and-exchange only */
	uint8_t new_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at buf */
	uint8_t old_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at old_addr */

	/* What is arranged around it. */
	enum race race;
	enum host_acrs host_acrs;
	enum backing backing;
	uint64_t backing_block;		/* absolute address */
	unsigned int removed_slots;	/* BACKING_UFFD_SLOT: these memory slots, one bit each */
	bool dirty_log;			/* dirty logging is on, and the log is checked */
	bool deliver;			/* the vCPU runs afterwards and takes the interruption */
};

/* A logical read of 0 bytes by the vCPU, with all fields zero and good pointers. */
static inline void request_init(struct request *request)
{
	*request = (struct request){ .kind = REQUEST_MEMOP, .fd = FD_VCPU };
}

/*
 * BACKING_UFFD_VCPU2: what another vCPU requests while this request waits: a logical read of so many bytes, one page behind
 * the operand.
 */
#define VCPU2_SIZE 16

static inline void request_of_vcpu2(const struct request *request, struct request *other)
{
	request_init(other);
	other->op = MEMOP_LOGICAL_READ;
	other->gaddr = request->gaddr + 4096;
	other->size = VCPU2_SIZE;
}

#endif
