/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One request: the arguments that user space passes to the ioctl, and the conditions under which it
 * calls it. Source of the arguments: Documentation/virt/kvm/api.rst, "KVM_S390_MEM_OP".
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
	USER_TORN,		/* only the first half (rounded down) is mapped */
};

/* The content of the calling thread's own (host) access registers during the request. */
enum host_acrs {
	HOST_ACRS_ANY,		/* anything: not set */
	HOST_ACRS_LIKE_GUEST,	/* the same as the guest's */
	HOST_ACRS_BOGUS,	/* ALETs that designate no space */
};

/* The host memory behind one block of the guest. */
enum backing {
	BACKING_NORMAL,
	BACKING_UNMAPPED,	/* munmap(2)ed */
	BACKING_NO_ACCESS,	/* PROT_NONE */
	BACKING_READ_ONLY,	/* PROT_READ */
	BACKING_COPY_ON_WRITE,	/* a private file mapping that was not yet written */
	BACKING_UFFD,		/* userfaultfd(2) provides the page at the first fault */
	BACKING_UFFD_SIGNAL,	/* the same, but the first fault causes a signal instead */
	BACKING_UFFD_VCPU2,	/* the same, but another vCPU makes a request first */
	BACKING_UFFD_SLOT,	/* the same, but removed_slots are deleted first */
};

/* What happens at the same time as the request. */
enum race {
	RACE_NONE,
	RACE_VCPU,		/* the vCPU runs, and stores outside of the operand */
	RACE_STATE,		/* the state alternates between plan.state and plan.other */
	RACE_THREADS,		/* each thread adds 1 to the operand RACE_ROUNDS times */
};

#define RACE_N_THREADS 3
#define RACE_ROUNDS 100
#define RACE_REPEAT 50		/* how often the request is made in the other races */

struct request {
	enum request_kind kind;
	enum request_fd fd;
	uint32_t op;
	uint32_t size;
	uint64_t flags;
	uint64_t gaddr;
	uint8_t ar;
	uint8_t key;
	uint8_t reserved;	/* value of all other bytes of the union */
	uint32_t sida_offset;	/* SIDA operations only; overlays ar and key */
	enum user_area buf;
	enum user_area old;	/* cmpxchg only: what old_addr points to */
	uint8_t new_value[MEMOP_CMPXCHG_MAX];	/* cmpxchg: size bytes at buf */
	uint8_t old_value[MEMOP_CMPXCHG_MAX];	/* cmpxchg: size bytes at old_addr */

	/* Conditions under which the ioctl is called. */
	enum race race;
	enum host_acrs host_acrs;
	enum backing backing;
	uint64_t backing_block;		/* absolute address of the block with that backing */
	unsigned int removed_slots;	/* BACKING_UFFD_SLOT: one bit for each memory slot */
	bool dirty_log;			/* dirty logging is on, and the dirty log is compared */
	bool deliver;			/* the vCPU then runs and takes the interruption */
};

/* A logical read of 0 bytes on the vCPU: all fields zero, valid pointers. */
static inline void request_init(struct request *request)
{
	*request = (struct request){ .kind = REQUEST_MEMOP, .fd = FD_VCPU };
}

/*
 * BACKING_UFFD_VCPU2: the request of the second vCPU while this request waits for the page: a
 * logical read of VCPU2_SIZE bytes, one page after the operand.
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
