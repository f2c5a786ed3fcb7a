/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each step does. Returns 0 with *seen set, or -1 with one line in why: testing is not
 * possible. Steps that background threads make call these functions in their threads.
 */
#ifndef HOST_SUBJECTS_KVM_HISTORY_STEPS_H
#define HOST_SUBJECTS_KVM_HISTORY_STEPS_H

#include "host/subjects/kvm/history/world.h"

typedef int step_fn(struct world *world, const struct step *step, struct seen *seen, char *why);

/* Requests, and loads and stores of user space. */
step_fn step_request, step_load, step_store;

/* For an exchange: the old value that it gives; where it is in a held buffer. */
uint64_t request_old(const struct step *step, const struct seen *seen);
uint64_t *request_held_old(uint8_t *buffer);

/* The mapping of user space. */
step_fn step_protect, step_unmap, step_map, step_remap, step_dontneed, step_late, step_provide;

/* The pages behind it. */
step_fn step_advise, step_collapse, step_split, step_age, step_compact, step_merge, step_lock;
step_fn step_fork, step_fork_stay;

/* Slots and their dirty log. */
step_fn step_slot_delete, step_slot_create, step_slot_create_other, step_slot_move;
step_fn step_logging, step_log_get, step_log_race;

/* Storage keys, usage states. */
step_fn step_key_set, step_key_get, step_usage_set, step_usage_get, step_migration;

/* The VM, its vCPUs, other VMs. */
step_fn step_limit, step_vm_new, step_vm_other, step_process_other;
step_fn step_run, step_run_loop, step_store_status;

step_fn step_finish;

#endif
