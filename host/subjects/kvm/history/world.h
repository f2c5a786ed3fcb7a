/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A history while it is executed: its VM, and the memory behind the VM's slots.
 * Functions that return int return 0, or -1 with one line in why, unless they say something else.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_WORLD_H
#define HOST_SUBJECTS_KVM_HISTORY_WORLD_H

#include <sys/types.h>

#include "host/subjects/kvm/guest.h"
#include "lib/history/history.h"

#define SLOT_OWN HISTORY_SLOTS		/* see storage_own() */

struct world_slot {
	bool exists;			/* in the history */
	bool present, logging;		/* in the VM; with KVM_MEM_LOG_DIRTY_PAGES */
	uint64_t base, size;		/* where in the guest: SLOT_MOVE changes it */
	enum host_memory memory;
	uint8_t *bytes;			/* in this process */
	int file;			/* what is mapped there, or -1: anonymous memory */
};

/* Addresses of this process that are reserved until the world ends: see area.h. */
struct area {
	uint8_t *start;
	size_t size;
};

#define AREAS_MAX (HISTORY_STEPS + 16)	/* a step makes one at most */

#define WORLD_RUN_SIZE (4 * PAGE_SIZE)	/* room for a struct kvm_run */

struct world_vcpu {
	int fd;				/* -1: not yet created */
	struct kvm_run *run;
};

/* See other_process.c: 0 or its number, and our ends of two pipes. */
struct other_process {
	pid_t pid;
	int ask, tell;
};

/* See other_vm.c: its file descriptor, and the memory of its slots. */
struct other_vm {
	int vm;				/* -1: not yet made */
	const uint8_t *bytes[HISTORY_SLOTS];
};

#define MERGE_SETTINGS 3

/* See merge.c: settings of the machine that were changed, and their former values. */
struct merge {
	unsigned int changed;
	int former[MERGE_SETTINGS];
};

struct world {
	const struct history *history;
	bool keyless;			/* the VM came by VM_KEYLESS */
	int kvm, vm;			/* file descriptors: /dev/kvm, the VM */
	/*
	 * One vCPU for the steps that wait for their end, and one for each background thread, so
	 * that no ioctl of a vCPU waits for another thread's.
	 */
	struct world_vcpu vcpu[THREADS_MAX + 1];
	struct world_slot slot[HISTORY_SLOTS];
	struct area area[AREAS_MAX];
	unsigned int n_areas;
	uint8_t *runs;			/* where the structs kvm_run are mapped */
	uint8_t *away;			/* where REMAP moves memory */
	uint8_t *buffer;		/* of the steps that are not in the background */
	int scratch;			/* a file of one page, for loads and stores: user.c */
	uint8_t *tlb;			/* emulated machine: see tlb.h; otherwise NULL */
	uint8_t *own;			/* the memory of SLOT_OWN, or NULL */
	bool own_present;		/* the VM has this slot */
	struct late *late;		/* late.c */
	struct threads *threads;	/* threads.c */
	struct other_process other_process;
	struct other_vm other_vm;
	struct merge merge;
	pid_t child[HISTORY_STEPS];	/* of FORK_STAY */
	unsigned int n_children;
};

/* Where a block of a slot is in this process, and in the guest. */
static inline uint8_t *world_block(const struct world *world, const struct step *step)
{
	return world->slot[step->slot].bytes + step->block * PAGE_SIZE;
}

static inline uint64_t world_addr(const struct world *world, const struct step *step)
{
	return world->slot[step->slot].base + step->block * PAGE_SIZE;
}

static inline unsigned int world_number(const struct world *world, const struct step *step)
{
	return (unsigned int)(step - world->history->step);
}

/* What an ioctl or system call returned, as in struct seen. */
static inline int world_result(int ret)
{
	return ret < 0 ? -errno : ret;
}

/* See struct subject. */
struct world *world_create(const struct facts *facts, const struct history *history, char *why);
int world_step(struct world *world, unsigned int number, struct seen *seen, char *why);
bool world_settle(struct world *world);
void world_destroy(struct world *world);

#endif
