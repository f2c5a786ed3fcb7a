/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual machine with one vCPU: the real thing.
 */
#ifndef HOST_KVM_VM_H
#define HOST_KVM_VM_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/subjects/subject.h"

struct guest {
	int system, vm, vcpu;		/* file descriptors */
	struct kvm_run *run;
	int other;			/* a second vCPU, if there is need for one */
	struct kvm_run *other_run;
	size_t run_size;
	struct memory live;
	enum stage stage;
	enum guest_kind kind;
	bool emulated;			/* see emulated.h */
	uint8_t *tlb_span;
	int pagemap;
	uint64_t *frames;		/* of real storage, that blocks are in; 0: not known */
	bool guest_sets_keys;		/* STAGE_GUEST, and the machine obeys keys which the guest sets */
	bool logging;			/* changes of storage are logged */
	const struct state *state;	/* staged last */
	struct race_threads *race;	/* what goes on at the same time */
	struct late *late;		/* who provides memory on demand */
};

/* Put the errno of what failed into why and return -1. */
int vm_fail(char *why, const char *what);

/* Make the VM and the vCPU, with storage a copy of *storage. */
struct guest *vm_create(enum guest_kind kind, const struct memory *storage, char *why);
void vm_destroy(struct guest *guest);

/* Get the storage keys of n blocks in a row, or set that of one. */
int vm_get_keys(struct guest *guest, uint64_t page, unsigned int n, uint8_t *keys, char *why);
int vm_set_key(struct guest *guest, uint64_t page, uint8_t key, char *why);

/* Set keys, in one go where blocks follow one another, so that accesses obey them even on an emulated machine. */
int vm_set_keys(struct guest *guest, const struct page_key *keys, unsigned int n, char *why);

/* Load all control and access registers. */
int vm_set_control(struct guest *guest, const struct registers *regs, char *why);

/* kind.c: make the guest one of its kind: what comes before its slots, and what comes last. */
int vm_make_kind(struct guest *guest, char *why);
int vm_protect(struct guest *guest, char *why);

/* kind.c: get or set (KVM_GET_DEVICE_ATTR, KVM_SET_DEVICE_ATTR) the CPU model. */
int vm_cpu_model(struct guest *guest, unsigned long get_or_set, struct kvm_s390_vm_cpu_processor *cpu, char *why);

/* Make a vCPU of this number: its file descriptor, and what it shares with the kernel. */
int vm_add_vcpu(struct guest *guest, long number, int *fd, struct kvm_run **run, char *why);

/* slots.c: all memory slots, with a copy of this storage. */
int vm_add_slots(struct guest *guest, const struct memory *storage, char *why);

/* Make these memory slots (one bit each) absent, and all others present. */
int vm_set_absent(struct guest *guest, unsigned int absent, char *why);

/* The same for the kernel alone, from one set of absent slots to another; storage stays accessible in this process. */
int vm_move_slots(struct guest *guest, unsigned int from, unsigned int to, char *why);

/* Log changes of storage, or not. */
int vm_set_logging(struct guest *guest, bool on, char *why);

/* Get the log into outcome->dirty. The log is then empty. */
int vm_get_log(struct guest *guest, struct outcome *outcome, char *why);

/*
 * Enter the guest with this PSW and the prefix register (prefix < 0: leave it), until it waits with all interruptions
 * disabled or, if so wanted, DIAGNOSE is intercepted.
 */
int vm_run(struct guest *guest, struct psw psw, int64_t prefix, enum stopped stopped, char *why);

/* KVM_RUN; again if the kernel says so, as 7.x does when something else is done to the guest's memory at the same time. */
int vm_enter(struct guest *guest, char *why);

/* Did the guest stop waiting? */
bool vm_waits(const struct guest *guest);

/* The PSW to enter the guest with, so that it stops as the state wants. */
struct psw vm_entry_psw(const struct state *state);

/* deliver.c: run the vCPU, so that it takes the program interruption that is pending. Its PSW and low core's key are then others. */
int vm_deliver(struct guest *guest, struct delivered *delivered, char *why);

/* race.c: see struct subject. vm_add_by_threads is what RACE_THREADS does, instead of one request. */
int vm_race_start(struct guest *guest, const struct plan *plan, char *why);
int vm_race_stop(struct guest *guest, char *why);
int vm_add_by_threads(struct guest *guest, const struct request *request);

/* backing.c: take away the memory behind a block, and give it back with the same content. */
int vm_take_backing(struct guest *guest, const struct request *request, struct outcome *outcome, char *why);
int vm_give_backing(struct guest *guest, const struct request *request, char *why);

/*
 * late.c: from now on the memory behind the request's backing_block (not shared) is provided on demand, until the end; content stays the
 * caller's. What goes on before is as the request's backing says; outcome->other is what came of it.
 */
bool late_possible(void);
int late_begin(struct guest *guest, const struct request *request, struct outcome *outcome, const uint8_t *content, char *why);
int late_end(struct guest *guest, char *why);

/* other.c: a second vCPU in the state staged last, made when it is needed first, and its request. */
int other_stage(struct guest *guest, char *why);
void other_request(struct guest *guest, const struct request *request, struct other_outcome *outcome);
void other_destroy(struct guest *guest);

/*
 * thread.c: ioctl(2) while the access registers of this thread hold something else. *changed: they were not the same afterwards.
 * Returns as the system call does: a negative errno on failure.
 */
long vm_ioctl_with_registers(int fd, unsigned long number, void *arg, const uint32_t *ars, bool *changed);

/*
 * Let the payload in the guest stage states, from the first time on or key by key. On an emulated machine it is tried first
 * whether storage keys that the guest sets are obeyed afterwards; if not, note says so and the host will set them.
 */
int stage_guest_setup(struct guest *guest, char *note, char *why);
int stage_guest(struct guest *guest, const struct delta *delta, const struct state *state, char *why);
int stage_guest_key(struct guest *guest, uint64_t page, uint8_t key, char *why);

/* Let the host stage a state. */
int stage_host(struct guest *guest, const struct delta *delta, const struct state *state, char *why);

#endif
