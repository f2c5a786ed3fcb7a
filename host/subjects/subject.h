/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A subject answers requests: the real ioctl, or the model. A worker process makes its guest after
 * the fork: fork(2) in a process with a guest would write-protect the guest's storage.
 */
#ifndef HOST_SUBJECTS_SUBJECT_H
#define HOST_SUBJECTS_SUBJECT_H

#include "host/subjects/user.h"
#include "lib/base/exit.h"
#include "lib/abi/level.h"
#include "lib/case/need.h"
#include "lib/case/suite.h"
#include "lib/history/history.h"
#include "lib/machine/delta.h"
#include "lib/outcome/outcome.h"

#define WHY_MAX 256

/*
 * Properties of the machine and of the current guest. release and machine are set even if the
 * machine cannot run guests.
 */
struct facts {
	char release[65];	/* of the kernel under test */
	char machine[65];	/* uname -m */
	struct level level;
	struct facilities cpu;		/* of the guest: create() sets it */
	int memop;			/* value of CAP_S390_MEM_OP */
	struct offer offer;
};

enum stage { STAGE_HOST, STAGE_GUEST };

struct guest;
struct world;

/*
 * Functions that return int return 0, or -1 with one line in why (WHY_MAX bytes): testing is not
 * possible, because a step other than the request under test failed.
 */
struct subject {
	const char *name;
	bool real;		/* a kernel: it may have known deviations, and has a log */
	/*
	 * level: the kernel version to use instead of the running kernel's, or NULL. Returns
	 * EXIT_PASS, or the exit code of the run with the reason in why: EXIT_SKIPPED if this
	 * machine cannot run guests, otherwise 2 or 3.
	 */
	enum exit_code (*facts)(struct facts *facts, const char *level, char *why);
	/*
	 * Make a guest with a copy of storage, and set facts->cpu. note: one line for the user, if
	 * there is something to say. NULL on failure, with one line in why.
	 */
	struct guest *(*create)(struct facts *facts, enum vm_type vm_type, enum stage stage,
				const struct memory *storage, char *note, char *why);
	void (*destroy)(struct guest *guest);
	struct memory *(*storage)(struct guest *guest);
	int (*stage)(struct guest *guest, const struct delta *delta, const struct state *state,
		     char *why);
	/* Make the request. Sets all members of the outcome but live, buf, old and keys. */
	int (*perform)(struct guest *guest, const struct request *request, const struct user *user,
		       struct outcome *outcome, char *why);
	/*
	 * Start and stop what runs concurrently with the requests: plan->request.race, which is not
	 * RACE_NONE.
	 */
	int (*race_start)(struct guest *guest, const struct plan *plan, char *why);
	int (*race_stop)(struct guest *guest, char *why);
	/* Get the storage keys of n consecutive blocks. */
	int (*get_keys)(struct guest *guest, uint64_t block, unsigned int n, uint8_t *keys,
			char *why);
	/*
	 * Histories. world_create() makes the VM and the memory of a history, which must remain
	 * valid; NULL on failure. world_step() makes step number `number`. world_settle() is called
	 * after an unexpected result of a request with an access key: true if the machine has a
	 * fault that can explain it, and it was undone, so that the step is to be made again.
	 * world_destroy() ends everything, in whatever state it is; threads that wait are released.
	 */
	struct world *(*world_create)(const struct facts *facts, const struct history *history,
				      char *why);
	int (*world_step)(struct world *world, unsigned int number, struct seen *seen, char *why);
	bool (*world_settle)(struct world *world);
	void (*world_destroy)(struct world *world);
};

extern const struct subject subject_kvm;
extern const struct subject subject_model;

#endif
