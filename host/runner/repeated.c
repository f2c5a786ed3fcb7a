// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>

#include "host/runner/repeated.h"
#include "host/runner/trial.h"

/*
 * One request and its comparison. Storage keys and registers may change concurrently, so they are
 * not compared. Nor is storage outside of the operand: a running vCPU stores into its own block.
 */
static void try_once(struct session *w, struct plan *plan, struct trial *trial,
		     struct comparison *j)
{
	struct outcome *outcome = (struct outcome *)trial->outcome;
	struct user user;

	trial_ask(w, plan, (struct allowed *)trial->allowed);
	sched_yield();
	session_part_done(w, PART_ORACLE);
	trial_perform(w, &plan->request, &user, outcome);
	outcome->n_keys = 0;
	outcome->registers_known = false;
	session_part_done(w, PART_OBSERVE);
	trial_compare(w, trial, j);
	user_restore(&user);
	session_part_done(w, PART_COMPARE);
}

/* After a known deviation, the next requests are still tried. */
static bool goes_on(const struct comparison *j)
{
	return j->answer >= 0 || j->known >= 0;
}

/*
 * After RACE_STATE, the state is that of the plan again. One more request must follow it, whatever
 * the race left in the kernel.
 */
static void try_afterwards(struct session *w, struct plan *plan, struct trial *trial,
			   struct comparison *j)
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
	struct comparison j = { .detail = TEXT_IN(buf) };
	struct comparison deviation = { .known = -1 };
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
	trial_compare_all(w, &j);
	/* The race may have changed keys and registers: stage them again. */
	w->staged.registers_known = false;
	for (i = 0; i < plan->state.n_keys; i++)
		delta_accessed(&w->staged, plan->state.keys[i].block, true);
	session_part_done(w, PART_OBSERVE);
	if (goes_on(&j) && deviation.known >= 0) {
		j = deviation;
		outcome = deviating;
	}
	/* Which of the allowed outcomes came last depends on timing: do not record it. */
	if (j.answer >= 0)
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
	else
		trial_record_verdict(w, &trial, &j);
}
