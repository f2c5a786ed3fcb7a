/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vCPUs: making one, its control registers, and running it.
 * Functions that return int return 0, or -1 with one line in why.
 */
#ifndef HOST_SUBJECTS_KVM_VCPU_H
#define HOST_SUBJECTS_KVM_VCPU_H

#include "host/subjects/kvm/guest.h"

/* Make a vCPU of this number: its file descriptor, and what it shares with the kernel. */
int vcpu_add(struct guest *guest, long number, int *fd, struct kvm_run **run, char *why);

/* Load all control and access registers (KVM_SET_SREGS). */
int vcpu_set_control(struct guest *guest, const struct registers *regs, char *why);

/*
 * Enter the guest with this PSW and prefix register (prefix < 0: leave it), until it waits with all
 * interruptions disabled or, if icpt says so, DIAGNOSE is intercepted.
 */
int vcpu_run(struct guest *guest, struct psw psw, int64_t prefix, enum icpt icpt, char *why);

/*
 * KVM_RUN, repeated on EAGAIN and EINTR: 7.x returns EAGAIN when the guest's memory changes at the
 * same time (F6).
 */
int vcpu_enter(struct guest *guest, char *why);

/* Did the guest stop because it waits? */
bool vcpu_waits(const struct guest *guest);

/* The PSW to enter the guest with, so that it stops as the state wants. */
struct psw vcpu_entry_psw(const struct state *state);

#endif
