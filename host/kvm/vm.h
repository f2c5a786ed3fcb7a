/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual machine with one vCPU: the real thing.
 */
#ifndef HOST_KVM_VM_H
#define HOST_KVM_VM_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/subject.h"

struct guest {
	int system, vm, vcpu;		/* file descriptors */
	struct kvm_run *run;
	size_t run_size;
	struct memory live;
	enum stage stage;
	bool emulated;			/* see emulated.h */
	uint8_t *tlb_span;
	bool guest_sets_keys;		/* STAGE_GUEST, and the machine obeys keys which the guest sets */
};

/* Put the errno of what failed into why and return -1. */
int vm_fail(char *why, const char *what);

/* Make the VM and the vCPU, with storage a copy of *storage. */
struct guest *vm_create(const struct memory *storage, char *why);
void vm_destroy(struct guest *guest);

/* Get or set the storage key of one block. */
int vm_get_key(struct guest *guest, uint64_t page, uint8_t *key, char *why);
int vm_set_key(struct guest *guest, uint64_t page, uint8_t key, char *why);

/* Load all control and access registers. */
int vm_set_control(struct guest *guest, const struct registers *regs, char *why);

/*
 * Enter the guest with this PSW and the prefix register (prefix < 0: leave it), until it waits with all interruptions
 * disabled.
 */
int vm_run_until_wait(struct guest *guest, struct psw psw, int64_t prefix, char *why);

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
