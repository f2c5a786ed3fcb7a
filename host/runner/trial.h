/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The steps of a trial, within a worker. If the guest is lost, these functions do not return.
 */
#ifndef HOST_RUNNER_TRIAL_H
#define HOST_RUNNER_TRIAL_H

#include "host/runner/session.h"

/* The result of a comparison. */
struct comparison {
	int answer;			/* number of the allowed answer that fits, or -1 */
	unsigned int aspects;		/* if -1: what differs */
	int known;			/* if -1: the row of known.txt that matches, or -1 */
	struct text detail;		/* if no row matches: a description */
};

/* Bring guest and shadow into this state. exact: also the change bits of storage keys. */
void trial_stage(struct session *w, const struct state *state, bool exact);

/* Ask the oracle which outcomes it allows in the staged state. */
void trial_ask(struct session *w, struct plan *plan, struct allowed *allowed);

/* Make the request. Sets all members of the outcome but its keys. */
void trial_perform(struct session *w, const struct request *request, struct user *user,
		   struct outcome *outcome);

/* All three for one plan. The trial is valid until the next call. */
void trial_make(struct session *w, struct plan *plan, struct trial *trial, struct user *user);

/* Compare the blocks around the operand, and restore them. */
void trial_compare(struct session *w, struct trial *trial, struct comparison *j);

/*
 * After an unknown failure, or to find the cause of an unexpected store, compare all of storage. A
 * difference makes the case fail. No vCPU may be running: its changes would be differences, too.
 */
void trial_compare_all(struct session *w, struct comparison *j);

/* Both comparisons. */
void trial_check(struct session *w, struct trial *trial, struct comparison *j);

/*
 * Compare all of storage, restore it, and add the block of the first difference to text. Returns
 * true if there was one.
 */
bool trial_stray(struct session *w, struct text *text);

/* Write the result to the journal. */
void trial_record_verdict(struct session *w, const struct trial *trial, const struct comparison *j);

#endif
