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

/* What the access registers of the calling thread hold during the request. */
enum thread_registers {
	THREAD_OWN,		/* whatever they hold */
	THREAD_LIKE_GUEST,	/* what the guest's hold */
	THREAD_STRANGE,		/* numbers that designate no space */
};

/* What user space has done to the memory behind one block of the guest. */
enum backing {
	BACKING_NORMAL,
	BACKING_UNMAPPED,	/* nothing is mapped there */
	BACKING_NO_ACCESS,	/* PROT_NONE */
	BACKING_READ_ONLY,	/* PROT_READ */
	BACKING_COPY_ON_WRITE,	/* a private mapping of a file, which was fetched from and not yet stored in */
	BACKING_LATE,		/* user space provides it when somebody waits for it: userfaultfd(2) */
	BACKING_INTERRUPTED,	/* the same, but at first it only sends a signal to who waits */
	BACKING_LATE_OTHER,	/* the same, but at first another vCPU fetches what is a block behind the operand */
	BACKING_LATE_SLOT,	/* the same, but at first the slots in vanishing are removed */
};

/* What goes on at the same time as the request. */
enum race {
	RACE_NONE,
	RACE_VCPU,		/* the vCPU runs, and stores elsewhere */
	RACE_STATE,		/* the state changes between that of the plan and its other state, again and again */
	RACE_THREADS,		/* threads make compare-and-exchange requests until each has added 1 so many times */
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
	uint8_t reserved;	/* put into every byte of the union that op does not define */
	uint32_t sida_offset;	/* SIDA operations only; takes the place of ar and key */
	enum user_area buf;
	enum user_area old;	/* what old_addr points to; compare-and-exchange only */
	uint8_t new_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at buf */
	uint8_t old_value[MEMOP_CMPXCHG_MAX];	/* compare-and-exchange: size bytes at old_addr */

	/* What is arranged around it. */
	enum race race;
	enum thread_registers thread;
	enum backing backing;
	uint64_t backing_block;	/* absolute address */
	unsigned int vanishing;	/* BACKING_LATE_SLOT: these memory slots, one bit each */
	bool dirty_log;		/* changes of storage are logged, and the log is looked at */
	bool deliver;		/* the vCPU runs afterwards, so that it takes the interruption that is pending */
};

/*
 * A logical read of 0 bytes by the vCPU, with all fields zero and good pointers, for suites to
 * change.
 */
static inline void request_init(struct request *request)
{
	*request = (struct request){ .kind = REQUEST_MEMOP, .fd = FD_VCPU };
}

#endif
