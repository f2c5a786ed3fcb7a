// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>

#include "host/runner/repeated.h"
#include "host/runner/trial.h"

void repeated_try(struct session *w, const struct plan *plan)
{
	unsigned int i, times = plan->request.race == RACE_THREADS ? 1 : RACE_REPEAT;
	static struct allowed allowed;
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	struct outcome outcome = { 0 };
	struct trial trial = { &plan->state, &plan->request, &allowed, w->shadow, &outcome };
	struct user user;

	trial_stage(w, &plan->state, false);
	outcome.live = w->live;
	if (w->subject->race_start(w->guest, plan, w->shared->why))
		session_give_up();
	session_part_done(w, PART_STAGE);
	for (i = 0; i < times && j.answer >= 0; i++) {
		trial_ask(w, plan, &allowed);
		sched_yield();
		session_part_done(w, PART_ORACLE);
		trial_perform(w, &plan->request, &user, &outcome);
		outcome.n_keys = 0;
		outcome.registers_known = false;
		session_part_done(w, PART_LOOK);
		trial_judge(w, &trial, &j);
		user_restore(&user);
		session_part_done(w, PART_JUDGE);
	}
	if (w->subject->race_stop(w->guest, w->shared->why))
		session_give_up();
	/* Of its keys and registers nothing is known now. */
	w->staged.registers_known = false;
	for (i = 0; i < plan->state.n_keys; i++)
		delta_accessed(&w->staged, plan->state.keys[i].block, true);
	session_part_done(w, PART_LOOK);
	/* Which of the allowed outcomes was the last one is chance. */
	if (j.answer >= 0)
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
	else
		trial_record_verdict(w, &trial, &j);
}
