/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Within a worker: what it knows, and the steps of a trial. None of these returns if the guest is
 * lost.
 */
#ifndef HOST_RUNNER_TRIAL_H
#define HOST_RUNNER_TRIAL_H

#include "host/runner/session.h"

/* What a comparison came to. */
struct judgement {
	int answer;			/* its number, or -1: none fits */
	unsigned int aspects;		/* then: what differs */
	int known;			/* and: the row of known.txt that it matches, or -1 */
	struct text detail;		/* and, if it is not known: a description */
};

/* Bring guest and shadow into this state; exact: change bits, too. */
void trial_stage(struct session *w, const struct state *state, bool exact);

/* What the plan allows, in the state that is staged. */
void trial_ask(struct session *w, struct plan *plan, struct allowed *allowed);

/* Make the request; the ioctl itself is a part of its own. Fills in all of the outcome but keys. */
void trial_perform(struct session *w, const struct request *request, struct user *user,
		   struct outcome *outcome);

/* All of these: one trial, made from plan. It is valid until the next one. */
void trial_make(struct session *w, struct plan *plan, struct trial *trial, struct user *user);

/* Compare, and put back what was changed. */
void trial_compare(struct session *w, struct trial *trial, struct judgement *j);

/*
 * If there is reason to, see whether the case stored anywhere else, which makes it fail. Nothing
 * may go on in the guest then: what a running vCPU was lent is part of storage, too.
 */
void trial_look_everywhere(struct session *w, struct judgement *j);

/* Both. */
void trial_judge(struct session *w, struct trial *trial, struct judgement *j);

/*
 * Compare all of storage, put it back, and add to text where the first difference was. True if
 * there was one.
 */
bool trial_stray(struct session *w, struct text *text);

/* Write what the comparison came to into the journal. */
void trial_record_verdict(struct session *w, const struct trial *trial, const struct judgement *j);

#endif
