/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A history: requests, and what user space does to the memory of the guest and to its VM between
 * them, step by step. Each step gives an observation. A history runs in a VM of its own.
 *
 * A suite with build_history() makes histories; lib/history/model.h says what each step may give.
 */
#ifndef LIB_HISTORY_HISTORY_H
#define LIB_HISTORY_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/case/vocabulary.h"

/* The host memory behind slots 0 and 1; for huge pages, KVM may map 1 MiB as a whole. */
enum host_memory {
	HOST_ANONYMOUS,
	HOST_THP,		/* transparent huge pages; KVM maps small pages */
	HOST_THP_1M,		/* the same, and the VM has KVM_CAP_S390_HPAGE_1M */
	HOST_SHARED,		/* a shared mapping of a memfd */
	HOST_PRIVATE,		/* a private mapping of a memfd */
	HOST_HUGETLB,		/* MAP_HUGETLB with pages of 1 MiB, KVM_CAP_S390_HPAGE_1M */
	HOST_MEMORIES,
};

/*
 * The memory slots. Slots 0 and 1 always exist. The memory is not touched at first, so all of it
 * contains zeros.
 */
#define SLOT_BLOCKS 256		/* blocks of each slot that a step can name: its first MiB */
#define HISTORY_SLOTS 4

enum history_slot {
	SLOT_FIRST,		/* 1 MiB at 0 */
	SLOT_SECOND,		/* 1 MiB at 4 MiB */
	SLOT_BIG,		/* 256 MiB at 256 MiB: its dirty log has two pages; anonymous */
	SLOT_SMALL,		/* 64 KiB at 0xc30000, which needs Linux 7.1; anonymous */
};

extern const struct slot history_slots[HISTORY_SLOTS];

/*
 * A block consists of three cells: the first doubleword, the rest of the first half, the second
 * half. All doublewords of a cell have the same value, so that a value tells who stored it.
 */
#define CELLS 3

enum extent {
	EXTENT_BLOCK,		/* all cells */
	EXTENT_DOUBLEWORD,	/* cell 0 */
	EXTENT_HALF,		/* cell 2 */
	EXTENT_ACROSS,		/* cell 2, and cell 0 of the next block */
	EXTENTS,
};

/*
 * What a step does: identifier, name in failure texts, what its argument "arg" is (see enum
 * step_arg). Unless said otherwise it concerns step.n blocks from step.block on, in step.slot.
 */
#define HISTORY_OPS(X)									\
	/* Requests, and what user space does to the content of one block. */		\
	X(REQUEST, "request")								\
	X(LOAD, "user space loads")							\
	X(STORE, "user space stores into")						\
	/* The mapping of user space. Content: only what is said here changes. */	\
	X(PROTECT_NONE, "mprotect(PROT_NONE) of")					\
	X(PROTECT_READ, "mprotect(PROT_READ) of")					\
	X(PROTECT_BACK, "mprotect(PROT_READ | PROT_WRITE) of")				\
	X(UNMAP, "munmap() of")								\
	X(MAP_AGAIN, "mmap() of the same memory as before in place of")	/* anonymous: zeros */ \
	X(MAP_ANONYMOUS, "mmap() of anonymous memory in place of")	/* zeros */	\
	X(MAP_SHARED, "shared mmap() of a new file in place of")	/* zeros */	\
	X(MAP_PRIVATE, "private mmap() of a new file in place of")	/* zeros */	\
	X(REMAP, "mremap() to another address and back of")				\
	X(DONTNEED, "madvise(MADV_DONTNEED) of")	/* zeros, or what the file has */ \
	X(LATE, "userfaultfd provides at the first access")	/* new content, n = 1 */	\
	X(PROVIDE, "userfaultfd now provides")			/* LATE with arg LATE_HELD */ \
	/* The pages behind the mapping. No content changes. */				\
	X(POPULATE, "madvise(MADV_POPULATE_WRITE) of")					\
	X(COLLAPSE, "madvise(MADV_COLLAPSE) of the megabyte of")			\
	X(SPLIT, "splitting of the huge page of")					\
	X(PAGEOUT, "madvise(MADV_PAGEOUT) of")						\
	X(COLD, "madvise(MADV_COLD) of")						\
	X(AGE, "ageing (page_idle) of")							\
	X(COMPACT, "compaction of all memory of the host")			\
	X(MERGE, "merging (KSM) of")							\
	X(LOCK, "mlock() and munlock() of")		/* splits the VMA */		\
	X(FORK, "a child process is forked and exits")				\
	X(FORK_STAY, "a child process is forked and stays")			\
	/* Slots and their dirty log: block and n do not matter. */			\
	X(SLOT_DELETE, "deletion of")							\
	X(SLOT_CREATE, "creation with the same memory of")				\
	X(SLOT_CREATE_OTHER, "creation with other, new memory of")			\
	X(SLOT_MOVE, "move to another guest address of")				\
	X(LOG_ON, "dirty log on for")							\
	X(LOG_OFF, "dirty log off for")							\
	X(LOG_GET, "KVM_GET_DIRTY_LOG of")						\
	X(LOG_RACE, "another thread stores into a block while the log is fetched of")	\
	/* Storage keys, and the usage states of CMMA, of one block. */			\
	X(KEY_SET, "KVM_S390_SET_SKEYS of")						\
	X(KEY_GET, "KVM_S390_GET_SKEYS of")						\
	X(USAGE_SET, "KVM_S390_SET_CMMA_BITS of")					\
	X(USAGE_GET, "KVM_S390_GET_CMMA_BITS of")					\
	X(MIGRATION_START, "migration mode on")					\
	X(MIGRATION_STOP, "migration mode off")					\
	/* The VM, its vCPU, and other VMs. */						\
	X(LIMIT, "KVM_S390_VM_MEM_LIMIT_SIZE")					\
	X(VM_NEW, "a new VM replaces the old one")	/* same memory */	\
	X(VM_KEYLESS, "a new VM, whose storage keys are never set, replaces the old one") \
	X(VM_OTHER, "another VM stores into")			/* in its slot over it */ \
	X(PROCESS_OTHER, "another process sets keys in its own VM and exits")	\
	X(RUN, "KVM_RUN of a vCPU that waits, with its prefix area at")			\
	X(RUN_LOOP, "KVM_RUN of a vCPU that loops")	/* in the background */	\
	X(STORE_STATUS, "KVM_S390_STORE_STATUS to")					\
	/* Of a background thread. */							\
	X(FINISH, "end of background thread")

#define STEP_ENUM(id, text) STEP_##id,
enum step_op { HISTORY_OPS(STEP_ENUM) STEP_OPS };
#undef STEP_ENUM

/* Values of step.arg. */
enum step_arg {
	LATE_SERVED = 0, LATE_HELD = 1,			/* LATE */
	CMPXCHG_EQUAL = 0, CMPXCHG_UNEQUAL = 1,		/* REQUEST with access CMPXCHG */
	USAGE_STABLE = 0, USAGE_UNUSED = 1, USAGE_POTENTIAL = 2, USAGE_VOLATILE = 3, /* USAGE_SET */
};

#define THREADS_MAX 3		/* background threads: numbers 1 to 3 */

struct step {
	enum step_op op;
	uint8_t slot;		/* enum history_slot */
	uint16_t block, n;	/* the first block, and how many */
	enum target target;	/* REQUEST: LOGICAL or ABSOLUTE */
	enum access access;	/* REQUEST */
	bool check;		/* REQUEST: check-only */
	enum extent extent;	/* REQUEST, STORE */
	int key;		/* REQUEST: access key or NO_KEY; KEY_SET: ACC, F (lib/arch/skey.h) */
	uint8_t arg;
	/*
	 * If not 0, this background thread makes the step, and the result comes with FINISH of the
	 * same thread. For REQUEST, LOG_GET, SLOT_DELETE, RUN, RUN_LOOP, and for KEY_SET to
	 * USAGE_GET if the buffer is held.
	 */
	uint8_t thread;
	/*
	 * The step's buffer in user space is provided by userfaultfd when FINISH begins, so the
	 * step waits in its middle: all of the buffer, with what old_addr points to; but of
	 * LOG_GET its second page.
	 */
	bool held;
};

#define HISTORY_STEPS 160	/* the most steps of a history */

struct history {
	enum host_memory memory;
	bool keys;		/* each new VM begins with a KVM_S390_SET_SKEYS: keys are in use */
	bool log;		/* the dirty log of the slots is on from the beginning */
	bool cmma;		/* KVM_S390_VM_MEM_ENABLE_CMMA */
	bool big, small;	/* SLOT_BIG, SLOT_SMALL exist */
	bool partial;		/* steps whose needs are not met are left out */
	uint32_t salt;		/* part of stored values: differs from run to run */
	unsigned int n;
	struct step step[HISTORY_STEPS];
};

/* What is observed at a step. */
struct seen {
	/*
	 * The result of the ioctl or system call: a negated errno, 0, or a positive value of the
	 * ioctl. With step.thread set: 0, the thread has begun; it has ended or waits.
	 */
	int ret;
	unsigned int changed;		/* content: these cells are not uniform, one bit each */
	uint64_t cell[CELLS + 1];	/* REQUEST that reads, LOAD; [3]: cell 0 of the next block */
	/* REQUEST, CMPXCHG: on entry what cell 0 contains, afterwards what old_addr points to. */
	uint64_t old;
	uint8_t key;			/* KEY_GET */
	bool change_unknown;		/* KEY_GET: this machine may not record each change */
	uint8_t usage;			/* USAGE_GET: usage state */
	uint64_t log[SLOT_BLOCKS / 64];	/* LOG_GET: bit b % 64 of element b / 64 is block b */
	unsigned int lost;		/* LOG_RACE: rounds that lost a store */
};

/*
 * What a step needs of the machine; what a history needs, with all its steps unless it is partial:
 * enum need_bit, or-ed.
 */
unsigned int step_needs(const struct step *step);
unsigned int history_needs(const struct history *history);

/* The value that step number `number` stores into a cell; never 0. */
uint64_t history_value(const struct history *history, unsigned int number, unsigned int cell);

/* The cells of an extent, one bit each; bit 3 is cell 0 of the next block. */
unsigned int extent_cells(enum extent extent);

/* Offset and length of an extent in bytes. */
void extent_range(enum extent extent, uint32_t *offset, uint32_t *len);

/*
 * Fill bytes of an extent with the values that a step stores; get the values of cells from such
 * bytes.
 */
void history_fill(const struct history *history, unsigned int number, enum extent extent,
		  uint8_t *bytes);
void history_read(enum extent extent, const uint8_t *bytes, struct seen *seen);

/* Does the step store, if it succeeds, into guest storage by a request? */
static inline bool step_stores(const struct step *step)
{
	return step->op == STEP_REQUEST && step->access != READ && !step->check;
}

/* Begin a history; add a step with one block of slot 0, no key, absolute target. */
void history_init(struct history *history);
struct step *history_add(struct history *history, enum step_op op, unsigned int block);

/*
 * Add the final observations: the dirty log of each slot; then for each block that occurs in a
 * step: user space loads, an absolute read, the storage key, and the dirty log again.
 */
void history_add_final(struct history *history);

/* The step in words, such as "absolute write of slot 0, block 3, first doubleword, key 9". */
struct text;
void step_describe(const struct step *step, struct text *text);
void history_describe(const struct history *history, struct text *text);

#endif
