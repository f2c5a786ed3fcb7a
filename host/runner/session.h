/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A worker's session: its data and the functions that record results. If the guest is lost, these
 * functions do not return: the process ends, and shared->why has the reason.
 */
#ifndef HOST_RUNNER_SESSION_H
#define HOST_RUNNER_SESSION_H

#include "host/runner/shared.h"
#include "lib/journal/journal.h"

#define TOUCHED_MAX (STEPS_MAX * FRAGMENTS_MAX)

struct session {
	const struct options *options;
	const struct subject *subject;
	const struct level *level;
	struct shared *shared;
	struct memory *shadow;		/* what storage should be */
	struct guest *guest;		/* NULL: none at present */
	struct memory *live;		/* what storage is */
	struct staged staged;
	struct text text;		/* of this chunk, in shared->text */
	struct facts *facts;
	bool noted;			/* the note of subject->create() was recorded */
	unsigned int needs_met;
	bool compare_all;		/* compare all of storage after each case */
	uint64_t partly_tried[NEEDS];	/* shared->partly_tried when this chunk began */
	unsigned int n_tried;		/* cases of this chunk */
	unsigned int n_strays;		/* cases of this chunk with unexpected stores */
	bool fault_made;		/* --fault stray-once was made */
	struct fragment touched[TOUCHED_MAX];	/* stored by the current sequence */
	unsigned int n_touched;
	uint64_t since;			/* --bench: when the current part began */
	uint64_t clock_cost_ns;		/* the time that reading the clock takes */
	int channel;
};

/* End the process with this status, as exit(3) would, but without its handlers. */
void __attribute__((noreturn)) session_leave(int status);

/* End the process because the guest is lost; shared->why has the reason. */
void __attribute__((noreturn)) session_give_up(void);

/* Let the supervisor see the text of the chunk so far. */
void session_publish(struct session *w);

/* --bench: what was done since the last call belongs to this part. */
void session_part_done(struct session *w, enum part part);

/* Destroy the guest; staging makes a new one. A history has a VM of its own. */
void session_drop_guest(struct session *w);

/* Replace the guest by a fresh one of this type. */
void session_make_guest(struct session *w, enum vm_type vm_type);

/* Write the case's line of the journal, and lines that describe it unless detail is NULL. */
void session_record(struct session *w, enum verdict verdict, int a, int b, unsigned int c,
		    const char *detail);

#endif
