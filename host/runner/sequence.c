// SPDX-License-Identifier: GPL-2.0-only
/* Cases that consist of several requests; each one finds what the previous ones stored. */
#include <string.h>

#include "host/runner/sequence.h"
#include "host/runner/trial.h"
#include "lib/outcome/apply.h"

/* Keep what a step stored: update the shadow, and note that staged doublewords were overwritten. */
static void keep_stored(struct session *w, const struct trial *trial, const struct answer *answer)
{
	uint32_t done, len;
	unsigned int i;
	uint64_t abs;

	if (!request_stores(trial->request) || !answer->moved)
		return;
	fragments_store(w->shadow, trial->allowed, answer->moved,
			trial->outcome->buf.before + CANARY, NULL);
	fragments_store(w->live, trial->allowed, answer->moved, trial->outcome->buf.before + CANARY,
			NULL);
	for (i = 0, done = 0; done < answer->moved; done += len, i++) {
		abs = trial->allowed->fragment[i].abs;
		len = trial->allowed->fragment[i].len;
		delta_stored(&w->staged, w->shadow, abs, len);
		w->touched[w->n_touched++] = (struct fragment){ .abs = abs, .len = len };
	}
}

/* Restore storage to the pattern and the doublewords that are staged now. */
static void forget_stored(struct session *w)
{
	struct staged *s = &w->staged;
	const struct doubleword *d;
	unsigned int i;
	uint64_t block;

	for (i = 0; i < w->n_touched; i++)
		pattern_fill(memory_at(w->shadow, w->touched[i].abs, 1), w->touched[i].abs,
			     w->touched[i].len);
	for (d = s->state.doublewords;
	     w->n_touched && d < s->state.doublewords + s->state.n_doublewords; d++)
		be_store(memory_at(w->shadow, d->addr, 8), 8, d->value);
	for (i = 0; i < w->n_touched; i++) {
		block = w->touched[i].abs & ~(PAGE_SIZE - 1);
		memcpy(memory_at(w->live, block, PAGE_SIZE), memory_at(w->shadow, block, PAGE_SIZE),
		       PAGE_SIZE);
		delta_accessed(s, block, false);
	}
	w->n_touched = 0;
}

/* The result of running the steps of a sequence. */
struct walk {
	unsigned int end;		/* the number of the step that failed, or of all steps */
	unsigned int tried;		/* steps that were tried */
	unsigned int missing;		/* enum need_bit, or-ed: why the others were skipped */
};

/* Try the steps of a sequence that are not left out, up to the first one that fails. */
static struct walk try_steps(struct session *w, const struct selected *selected, uint64_t left_out,
			     struct trial *trial, struct comparison *j)
{
	static struct plan plan;
	struct walk walk = { 0 };
	struct user user;

	for (; walk.end < selected->suite->steps; walk.end++) {
		suite_plan(selected->suite, selected->v, walk.end, &plan);
		if (left_out >> walk.end & 1)
			continue;
		walk.missing |= plan.needs & ~w->needs_met;
		if (plan.needs & ~w->needs_met)
			continue;
		session_part_done(w, PART_PLAN);
		walk.tried++;
		trial_make(w, &plan, trial, &user);
		trial_check(w, trial, j);
		if (j->answer >= 0)
			keep_stored(w, trial, &trial->allowed->answer[j->answer]);
		user_restore(&user);
		session_part_done(w, PART_COMPARE);
		if (j->answer < 0)
			break;
	}
	forget_stored(w);
	session_part_done(w, PART_COMPARE);
	return walk;
}

/* No step failed. */
static void record_right(struct session *w, const struct walk *walk)
{
	unsigned int i;

	if (!walk->tried && walk->missing) {
		session_record(w, VERDICT_SKIP, (int)walk->missing, 0, 0, NULL);
		return;
	}
	for (i = 0; i < NEEDS; i++)
		w->shared->partly_tried[i] += !!(needs[i].bit & walk->missing);
	session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
}

/* Name the steps before the failing one that were not left out. */
static void describe_steps(struct text *text, unsigned int last, uint64_t left_out)
{
	unsigned int i;

	text_add(text, "sequence: fails at step %u; needed before it:", last);
	for (i = 0; i < last; i++)
		if (!(left_out >> i & 1))
			text_add(text, " %u", i);
	text_add(text, "%s\n", left_out == (UINT64_C(1) << last) - 1 ? " nothing" : "");
}

/*
 * Minimize a sequence that fails: run it again without one step at a time, and keep only the steps
 * that the failure needs. If the failure does not come every time, report its first description.
 */
void sequence_try(struct session *w, const struct selected *selected)
{
	static char first[RECORD_MAX], buf[RECORD_MAX];
	struct comparison j = { .detail = TEXT_IN(first) };
	struct comparison again = { .detail = TEXT_IN(buf) };
	struct trial trial;
	struct walk walk = try_steps(w, selected, 0, &trial, &j);
	unsigned int last = walk.end, i;
	uint64_t left_out = 0;
	int ret, err;

	if (last == selected->suite->steps) {
		record_right(w, &walk);
		return;
	}
	ret = trial.outcome->ret;
	err = trial.outcome->err;
	for (i = last; i-- > 0; ) {
		left_out |= UINT64_C(1) << i;
		if (try_steps(w, selected, left_out, &trial, &again).end != last)
			left_out &= ~(UINT64_C(1) << i);
	}
	if (try_steps(w, selected, left_out, &trial, &again).end != last)
		text_add(&j.detail, "sequence: does not fail every time\n");
	else
		j = again;
	describe_steps(&j.detail, last, left_out);
	session_record(w, VERDICT_FAIL, ret, err, j.aspects, j.detail.buf);
}
