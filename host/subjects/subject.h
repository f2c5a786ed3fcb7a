/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What answers requests: the real ioctl, or the model. A guest is made by a worker process, after it
 * was forked: a fork with a guest in the process would write-protect the guest's storage.
 */
#ifndef HOST_SUBJECTS_SUBJECT_H
#define HOST_SUBJECTS_SUBJECT_H

#include "host/subjects/user.h"
#include "lib/base/exit.h"
#include "lib/abi/level.h"
#include "lib/case/need.h"
#include "lib/case/suite.h"
#include "lib/machine/delta.h"
#include "lib/outcome/outcome.h"

#define WHY_MAX 256

/*
 * What is known about the machine before a guest is made, and of the guest that is there now.
 * release and machine are known even if it cannot run guests.
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

/*
 * Functions that return int return 0, or -1 after putting one line into why: that the guest or the
 * machine is not what it should be, as opposed to an outcome of a request.
 */
struct subject {
	const char *name;
	bool real;		/* a kernel: it may have known deviations, and has a log */
	/*
	 * level: a kernel version to go by instead of the running one, or NULL. Returns an exit
	 * code: EXIT_PASS, or what the run comes to for the reason in why: EXIT_SKIPPED if this
	 * machine cannot run guests, otherwise 2 or 3.
	 */
	enum exit_code (*facts)(struct facts *facts, const char *level, char *why);
	/*
	 * A fresh guest holding a copy of storage. note: what the user should know, one line, or
	 * left empty.
	 */
	struct guest *(*create)(struct facts *facts, enum vm_type vm_type, enum stage stage,
				const struct memory *storage, char *note, char *why);
	void (*destroy)(struct guest *guest);
	struct memory *(*storage)(struct guest *guest);
	int (*stage)(struct guest *guest, const struct delta *delta, const struct state *state,
		     char *why);
	/* Make the request. Fills in all of the outcome but storage, windows and keys. */
	int (*perform)(struct guest *guest, const struct request *request, const struct user *user,
		       struct outcome *outcome, char *why);
	/*
	 * Let something go on while requests are made (plan->request.race, not RACE_NONE), and end
	 * it.
	 */
	int (*race_start)(struct guest *guest, const struct plan *plan, char *why);
	int (*race_stop)(struct guest *guest, char *why);
	/* Storage keys of n blocks in a row. */
	int (*get_keys)(struct guest *guest, uint64_t page, unsigned int n, uint8_t *keys,
			char *why);
};

extern const struct subject subject_kvm;
extern const struct subject subject_model;

#endif
