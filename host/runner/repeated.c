// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>

#include "host/runner/repeated.h"
#include "host/runner/trial.h"

/*
 * One request and its comparison. Storage keys and registers are in motion, and not looked at; nor
 * is storage elsewhere, as what goes on may have been lent some of it.
 */
static void try_once(struct session *w, struct plan *plan, struct trial *trial, struct judgement *j)
{
	struct outcome *outcome = (struct outcome *)trial->outcome;
	struct user user;

	trial_ask(w, plan, (struct allowed *)trial->allowed);
	sched_yield();
	session_part_done(w, PART_ORACLE);
	trial_perform(w, &plan->request, &user, outcome);
	outcome->n_keys = 0;
	outcome->registers_known = false;
	session_part_done(w, PART_LOOK);
	trial_compare(w, trial, j);
	user_restore(&user);
	session_part_done(w, PART_JUDGE);
}

/* A known deviation does not keep the next requests from being tried. */
static bool goes_on(const struct judgement *j)
{
	return j->answer >= 0 || j->known >= 0;
}

/*
 * When the race is over the state is that of the plan again: a last request has only that to go by,
 * whatever the race left in the kernel. (RACE_THREADS has changed storage, and changes no state.)
 */
static void try_afterwards(struct session *w, struct plan *plan, struct trial *trial,
			   struct judgement *j)
{
	if (plan->request.race != RACE_STATE || !goes_on(j))
		return;
	plan->request.race = RACE_NONE;
	try_once(w, plan, trial, j);
}

void repeated_try(struct session *w, struct plan *plan)
{
	unsigned int i, times = plan->request.race == RACE_THREADS ? 1 : RACE_REPEAT;
	static struct allowed allowed;
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	struct judgement deviation = { .known = -1 };
	struct outcome outcome = { 0 }, deviating = { 0 };
	struct trial trial = {
		&plan->state, &plan->request, &allowed, w->shadow, &outcome, &plan->other
	};

	trial_stage(w, &plan->state, false);
	outcome.live = w->live;
	if (w->subject->race_start(w->guest, plan, w->shared->why))
		session_give_up();
	session_part_done(w, PART_STAGE);
	for (i = 0; i < times && goes_on(&j); i++) {
		try_once(w, plan, &trial, &j);
		if (j.answer < 0 && j.known >= 0) {
			deviation = j;
			deviating = outcome;
		}
	}
	if (w->subject->race_stop(w->guest, w->shared->why))
		session_give_up();
	try_afterwards(w, plan, &trial, &j);
	trial_look_everywhere(w, &j);
	/* Of its keys and registers nothing is known now. */
	w->staged.registers_known = false;
	for (i = 0; i < plan->state.n_keys; i++)
		delta_accessed(&w->staged, plan->state.keys[i].block, true);
	session_part_done(w, PART_LOOK);
	if (goes_on(&j) && deviation.known >= 0) {
		j = deviation;
		outcome = deviating;
	}
	/* Which of the allowed outcomes was the last one is chance. */
	if (j.answer >= 0)
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
	else
		trial_record_verdict(w, &trial, &j);
}
