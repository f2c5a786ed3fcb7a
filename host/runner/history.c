// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histories and their reduction: first blocks of steps are left out, then single ones, then the
 * arguments of the rest become simpler, as long as the same step fails in the same way.
 */
#include <string.h>

#include "host/runner/history.h"
#include "host/runner/play.h"

#define REDUCTION_RUNS 60	/* then the reduction ends */

static struct history history;
static bool left_out[HISTORY_STEPS];
static unsigned int runs;	/* of the present reduction */

/*
 * Is this the failure that is being reduced, and not another one that fewer steps cause? The first
 * difference may not change, nor the number of the step.
 */
static bool same(const struct play *a, const struct play *b)
{
	return a->failed && b->failed && a->step == b->step && a->described == b->described &&
	       deviation_equal(&a->deviation, &b->deviation);
}

static bool still_fails(struct session *w, const struct play *failure)
{
	struct play play;

	if (runs++ >= REDUCTION_RUNS)
		return false;
	play = play_history(w, &history, left_out, NULL);
	return same(&play, failure);
}

/* Leave out blocks of 16, 8, 4, 2 and 1 steps before the one that fails. */
static void drop_steps(struct session *w, const struct play *failure)
{
	bool saved[HISTORY_STEPS], any;
	unsigned int size, first, i;

	for (i = failure->step + 1; i < history.n; i++)
		left_out[i] = true;
	for (size = 16; size; size /= 2) {
		for (first = 0; first < failure->step; first += size) {
			memcpy(saved, left_out, sizeof(saved));
			for (i = first, any = false; i < first + size && i < failure->step; i++) {
				any |= !left_out[i];
				left_out[i] = true;
			}
			if (any && !still_fails(w, failure))
				memcpy(left_out, saved, sizeof(saved));
		}
	}
}

/* Try a simpler step in place of this one. */
static void replace(struct session *w, const struct play *failure, struct step *step,
		    struct step simpler)
{
	struct step saved = *step;

	if (!memcmp(&saved, &simpler, sizeof(saved)))
		return;
	*step = simpler;
	if (!still_fails(w, failure))
		*step = saved;
}

static void simplify_steps(struct session *w, const struct play *failure)
{
	struct step *step, simpler;

	for (step = history.step; step <= &history.step[failure->step]; step++) {
		if (left_out[step - history.step])
			continue;
		simpler = *step;
		if (step->n != SLOT_BLOCKS)
			simpler.n = 1;
		replace(w, failure, step, simpler);
		simpler = *step;
		if (step->op == STEP_REQUEST)
			simpler.key = NO_KEY;
		replace(w, failure, step, simpler);
		simpler = *step;
		if (step->access != CMPXCHG)
			simpler.extent = EXTENT_BLOCK;
		replace(w, failure, step, simpler);
		simpler = *step;
		simpler.target = ABSOLUTE;
		replace(w, failure, step, simpler);
	}
}

/* first: the steps of the first run and what failed, in case it does not fail again. */
static void record_failure(struct session *w, const struct play *failure, const struct text *first)
{
	static char buf[RECORD_MAX];
	struct text text = TEXT_IN(buf);
	unsigned int aspects = failure->deviation.aspects;
	int ret = failure->deviation.ret;
	struct play again;

	runs = 0;
	drop_steps(w, failure);
	simplify_steps(w, failure);
	again = play_history(w, &history, left_out, &text);
	if (!same(&again, failure)) {
		text.len = 0;
		text_append(&text, first->buf, first->len);
		text_add(&text, "history: it does not fail every time, so all steps are listed\n");
	}
	if (!failure->deviation.right)
		aspects |= ASPECT_RETURN;
	session_record(w, VERDICT_FAIL, ret < 0 ? -1 : ret, ret < 0 ? -ret : 0, aspects, text.buf);
}

void history_try(struct session *w, const struct selected *selected)
{
	static char buf[RECORD_MAX];
	struct text first = TEXT_IN(buf);
	unsigned int missing, i;
	struct play play;

	session_drop_guest(w);
	history_init(&history);
	selected->suite->build_history(selected->v, &history);
	history_add_final(&history);
	missing = history_needs(&history) & ~w->needs_met;
	if (missing) {
		session_record(w, VERDICT_SKIP, (int)missing, 0, 0, NULL);
		return;
	}
	for (i = 0; i < history.n; i++) {
		left_out[i] = step_needs(&history.step[i]) & ~w->needs_met;
		missing |= step_needs(&history.step[i]) & ~w->needs_met;
	}
	for (i = 0; i < NEEDS; i++)
		w->shared->partly_tried[i] += !!(needs[i].bit & missing);
	play = play_history(w, &history, left_out, &first);
	if (play.failed)
		record_failure(w, &play, &first);
	else if (play.known >= 0)
		session_record(w, VERDICT_XFAIL, play.first.ret < 0 ? -1 : play.first.ret,
			       play.first.ret < 0 ? -play.first.ret : 0,
			       (unsigned int)play.known, NULL);
	else
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
}
