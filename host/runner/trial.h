/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Within a worker: what it knows, and the steps of a trial. None of these returns if the guest is lost.
 */
#ifndef HOST_TRIAL_H
#define HOST_TRIAL_H

#include "host/runner/shared.h"
#include "lib/journal/journal.h"

#define TOUCHED_MAX (STEPS_MAX * FRAGMENTS_MAX)

struct worker {
	const struct options *options;
	const struct subject *subject;
	const struct level *level;
	struct shared *shared;
	struct memory *shadow;		/* what storage should be: fresh, plus the doublewords of the staged state */
	struct guest *guest;
	struct memory *live;		/* what storage is */
	struct staged staged;
	struct text text;		/* of this chunk, in shared->text */
	struct facts *facts;
	bool noted;			/* what there is to know of guests has been said */
	unsigned int needs_met;
	bool look_everywhere;		/* compare all of storage after each case: a stray store is to be found */
	struct fragment touched[TOUCHED_MAX];	/* what steps of the sequence under way stored */
	unsigned int n_touched;
	uint64_t since;			/* --bench: when the part under way began */
	uint64_t look_ns;		/* what a look at the clock takes, which is none of the case's time */
	int channel;
};

/* What a comparison came to. */
struct judgement {
	int answer;			/* its number, or -1: none fits */
	unsigned int aspects;		/* then: what differs */
	int known;			/* and: the number of the expectation that it fails as it did, or -1 */
	struct text detail;		/* and, if it is not known: a description */
};

/* worker.c: end the process; shared->why says why. */
void __attribute__((noreturn)) worker_give_up(void);

/* worker.c: let the supervisor see the text of the chunk so far. */
void worker_publish(struct worker *w);

/* worker.c, --bench: what was done since the last time belongs to this part. */
void worker_part_done(struct worker *w, enum part part);

/* worker.c: a fresh guest of this kind, instead of the one there is. */
void worker_make_guest(struct worker *w, enum guest_kind kind);

/* Bring guest and shadow into this state; exact: reference and change bits, too. */
void trial_stage(struct worker *w, const struct state *state, bool exact);

/* What the plan allows, in the state that is staged. */
void trial_ask(struct worker *w, const struct plan *plan, struct allowed *allowed);

/* Make the request; the ioctl itself is a part of its own. Fills in all of the outcome but keys. */
void trial_perform(struct worker *w, const struct request *request, struct user *user, struct outcome *outcome);

/* All of these: one trial, made from plan. It is valid until the next one. */
void trial_make(struct worker *w, const struct plan *plan, struct trial *trial, struct user *user);

/* Compare, and put back what was changed. */
void trial_judge(struct worker *w, struct trial *trial, struct judgement *j);

/* Compare all of storage, put it back, and add to text where the first difference was. True if there was one. */
bool trial_stray(struct worker *w, struct text *text);

/* Write the case's line of the journal. */
void trial_record(struct worker *w, enum verdict verdict, int a, int b, unsigned int c, const char *detail);
void trial_record_verdict(struct worker *w, const struct trial *trial, const struct judgement *j);

/* sequence.c: a case that is several requests. */
void try_sequence(struct worker *w, const struct selected *selected);

/* race.c: a request, again and again, while something else goes on. Keys and registers are in motion, and not looked at. */
void try_race(struct worker *w, const struct plan *plan);

#endif
