// SPDX-License-Identifier: GPL-2.0-only
/* Cases that are several requests, one after the other, on what those before have left. */
#include <string.h>

#include "host/runner/sequence.h"
#include "host/runner/trial.h"
#include "lib/outcome/apply.h"

/* What a step stored stays: the shadow is told, and what was staged there is not any more. */
static void keep_stored(struct session *w, const struct trial *trial, const struct answer *answer)
{
	uint32_t done, len;
	unsigned int i;
	uint64_t abs;

	if (!request_stores(trial->request) || !answer->moved)
		return;
	fragments_store(w->shadow, trial->allowed, answer->moved, trial->outcome->buf.before + CANARY, NULL);
	fragments_store(w->live, trial->allowed, answer->moved, trial->outcome->buf.before + CANARY, NULL);
	for (i = 0, done = 0; done < answer->moved; done += len, i++) {
		abs = trial->allowed->fragment[i].abs;
		len = trial->allowed->fragment[i].len;
		delta_stored(&w->staged, w->shadow, abs, len);
		w->touched[w->n_touched++] = (struct fragment){ .abs = abs, .len = len };
	}
}

/* Storage as it was before the sequence, but for what is staged now. */
static void forget_stored(struct session *w)
{
	struct staged *s = &w->staged;
	const struct doubleword *d;
	unsigned int i;
	uint64_t block;

	for (i = 0; i < w->n_touched; i++)
		pattern_fill(memory_at(w->shadow, w->touched[i].abs, 1), w->touched[i].abs, w->touched[i].len);
	for (d = s->state.doublewords; w->n_touched && d < s->state.doublewords + s->state.n_doublewords; d++)
		be_store(memory_at(w->shadow, d->addr, 8), 8, d->value);
	for (i = 0; i < w->n_touched; i++) {
		block = w->touched[i].abs & ~(PAGE_SIZE - 1);
		memcpy(memory_at(w->live, block, PAGE_SIZE), memory_at(w->shadow, block, PAGE_SIZE), PAGE_SIZE);
		delta_accessed(s, block, false);
	}
	w->n_touched = 0;
}

/* The steps of a sequence that are not left out. Returns the number of the step that fails, or how many there are. */
static unsigned int try_steps(struct session *w, const struct selected *selected, uint64_t left_out, struct trial *trial,
			      struct judgement *j)
{
	static struct plan plan;
	unsigned int step;
	struct user user;

	for (step = 0; step < selected->suite->steps; step++) {
		suite_plan(selected->suite, selected->v, step, &plan);
		if (left_out >> step & 1 || plan.needs & ~w->needs_met)
			continue;
		session_part_done(w, PART_PLAN);
		trial_make(w, &plan, trial, &user);
		trial_judge(w, trial, j);
		if (j->answer >= 0)
			keep_stored(w, trial, &trial->allowed->answer[j->answer]);
		user_restore(&user);
		session_part_done(w, PART_JUDGE);
		if (j->answer < 0)
			break;
	}
	forget_stored(w);
	session_part_done(w, PART_JUDGE);
	return step;
}

/*
 * A sequence that fails is tried again without one step after the other; what is left are the steps that it takes. The last of them
 * is the one that fails.
 */
void sequence_try(struct session *w, const struct selected *selected)
{
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	unsigned int last, i, steps = selected->suite->steps;
	uint64_t left_out = 0;
	struct trial trial;

	last = try_steps(w, selected, 0, &trial, &j);
	if (last == steps) {
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
		return;
	}
	for (i = last; i-- > 0; ) {
		left_out |= UINT64_C(1) << i;
		if (try_steps(w, selected, left_out, &trial, &j) != last)
			left_out &= ~(UINT64_C(1) << i);
	}
	if (try_steps(w, selected, left_out, &trial, &j) != last)
		text_add(&j.detail, "sequence: it does not fail every time\n");
	text_add(&j.detail, "sequence: fails at step %u; needed before it:", last);
	for (i = 0; i < last; i++)
		if (!(left_out >> i & 1))
			text_add(&j.detail, " %u", i);
	text_add(&j.detail, "%s\n", left_out == (UINT64_C(1) << last) - 1 ? " nothing" : "");
	session_record(w, VERDICT_FAIL, trial.outcome->ret, trial.outcome->err, j.aspects, buf);
}
