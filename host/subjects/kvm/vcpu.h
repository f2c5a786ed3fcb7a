/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vCPUs: making one, its control registers, and running it.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_VCPU_H
#define HOST_SUBJECTS_KVM_VCPU_H

#include "host/subjects/kvm/guest.h"

/* Make a vCPU with this number: its file descriptor, and its mapped struct kvm_run. */
int vcpu_add(struct guest *guest, long number, int *fd, struct kvm_run **run, char *why);

/* Load all control and access registers (KVM_SET_SREGS). */
int vcpu_set_control(struct guest *guest, const struct registers *regs, char *why);

/*
 * Run the guest from this PSW with this prefix (prefix < 0: unchanged), until it loads a disabled
 * wait PSW (ICPT_NONE) or DIAGNOSE is intercepted (others).
 */
int vcpu_run(struct guest *guest, struct psw psw, int64_t prefix, enum icpt icpt, char *why);

/*
 * KVM_RUN, repeated on EAGAIN and EINTR: kernels 7.x return EAGAIN when a mapping of guest memory
 * changes at the same time (docs/findings/F6.md).
 */
int vcpu_enter(struct guest *guest, char *why);

/* Did the guest stop because it loaded a wait PSW? */
bool vcpu_waits(const struct guest *guest);

/* The PSW from which the guest runs until it stops as state->icpt says. */
struct psw vcpu_entry_psw(const struct state *state);

#endif
