// SPDX-License-Identifier: GPL-2.0-only
/*
 * One trial: stage the state, ask the oracle, make the request, read the outcome, compare, restore
 * what changed.
 */
#include <string.h>

#include "lib/base/clock.h"
#include "host/runner/trial.h"
#include "lib/outcome/apply.h"
#include "lib/outcome/deviation.h"
#include "lib/known/expectations.h"

void trial_perform(struct session *w, const struct request *request, struct user *user,
		   struct outcome *outcome)
{
	uint64_t *ns = w->shared->bench[w->shared->suite].ns;

	user_prepare(user, request);
	if (w->subject->perform(w->guest, request, user, outcome, w->shared->why))
		session_give_up();
	if (outcome->call_ns) {
		ns[PART_CALL] += outcome->call_ns - w->clock_cost_ns;
		ns[PART_OBSERVE] -= outcome->call_ns + w->clock_cost_ns;
	}
	outcome->buf = user->buf.window;
	outcome->old = user->old.window;
}

void trial_stage(struct session *w, const struct state *state, bool exact)
{
	static struct delta delta;
	unsigned int i;

	if (!w->guest || state->vm_type != w->staged.state.vm_type)
		session_make_guest(w, state->vm_type);
	delta_make(&w->staged, state, exact, &delta);
	/*
	 * Add slots before anything is staged in them, and delete slots only afterwards.
	 */
	w->shadow->absent &= state->absent;
	for (i = 0; i < delta.n_doublewords; i++)
		be_store(memory_at(w->shadow, delta.doublewords[i].addr, 8), 8,
			 delta.doublewords[i].value);
	if (w->subject->stage(w->guest, &delta, state, w->shared->why))
		session_give_up();
	delta_done(&w->staged, &delta, state);
	w->shadow->absent = state->absent;
}

/*
 * Are storage keys compared? A fetch without an access key does not depend on them, and the keys of
 * a slot that is deleted and added again are unspecified.
 */
static bool keys_matter(const struct request *r)
{
	return !r->removed_slots && (request_stores(r) || r->flags & MEMOP_F_SKEY_PROTECTION);
}

/* Get the keys of the blocks that the operand is in, with one call for consecutive blocks. */
static void read_keys(struct session *w, const struct plan *plan, const struct allowed *allowed,
			 struct outcome *outcome)
{
	uint8_t keys[FRAGMENTS_MAX], *key;
	unsigned int i, j, n = allowed->n_fragments;
	uint64_t first;

	outcome->n_keys = 0;
	for (i = 0; plan->request.removed_slots && i < n; i++)
		delta_accessed(&w->staged, block_of(allowed->fragment[i].abs), true);
	if (allowed->sida || !keys_matter(&plan->request))
		n = 0;
	for (i = 0; i < n; i = j) {
		first = block_of(allowed->fragment[i].abs);
		for (j = i + 1; j < n && allowed->fragment[j].abs == first + (j - i) * PAGE_SIZE;
		     j++)
			;
		if (!memory_at(w->live, first, (j - i) * PAGE_SIZE))
			j = i + 1;	/* the blocks are in two slots */
		if (w->subject->get_keys(w->guest, first, j - i, keys, w->shared->why))
			session_give_up();
		for (key = keys; i < j; i++, key++, first += PAGE_SIZE) {
			outcome->keys[outcome->n_keys++] =
				(struct block_key){ .block = first, .key = *key };
			delta_saw_key(&w->staged, first, *key);
		}
	}
	if (plan->request.backing != BACKING_NORMAL)
		delta_accessed(&w->staged, plan->request.backing_block, true);
}

/*
 * Restore storage from the shadow. This may set change bits, so the keys of these blocks are
 * unknown afterwards.
 */
static void restore_blocks(struct session *w, const struct allowed *allowed)
{
	uint64_t page;
	unsigned int i;

	if (allowed->sida) {
		memcpy(w->live->sida, w->shadow->sida, sizeof(w->live->sida));
		return;
	}
	for (i = 0; i < allowed->n_fragments; i++) {
		page = block_of(allowed->fragment[i].abs);
		memcpy(memory_at(w->live, page, PAGE_SIZE), memory_at(w->shadow, page, PAGE_SIZE),
		       PAGE_SIZE);
		delta_accessed(&w->staged, page, false);
	}
}

/*
 * Compare all of storage with the shadow, except for the blocks of the payloads, and restore it.
 */
bool trial_stray(struct session *w, struct text *text)
{
	const struct memory_map *map = w->shadow->map;
	uint8_t *now, *should;
	unsigned int i;
	uint64_t at, addr;
	bool found = false;

	for (i = 0; w->guest && i < map->n; i++) {
		for (at = 0; at < map->slot[i].size; at += PAGE_SIZE) {
			addr = map->slot[i].base + at;
			now = w->live->bytes[i] + at;
			should = w->shadow->bytes[i] + at;
			if (addr - LAYOUT_STAGER < LAYOUT_STAGER_SIZE ||
			    !memcmp(now, should, PAGE_SIZE))
				continue;
			if (!found)
				text_add(text, "bytes: unexpected store in block 0x%llx\n",
					 (unsigned long long)addr);
			found = true;
			memcpy(now, should, PAGE_SIZE);
			delta_accessed(&w->staged, addr, false);
		}
	}
	return found;
}

/* Row of known.txt that this failure matches, or -1. The model is right by definition. */
static int known_to_fail(const struct session *w, const struct deviation *deviation)
{
	const struct suite *suite = suite_at(w->shared->suite);
	char id[CASE_ID_MAX];

	/* A deviation in a sequence also fails a case of another suite, which has the row. */
	if (!w->subject->real || suite->steps || !expectation_for_suite(w->level, suite->name))
		return -1;
	case_id(suite, w->shared->index, id, sizeof(id));
	return expectation_explain(w->level, id, deviation);
}

/*
 * The position of an answer among those with the same return value and errno. Unlike its position
 * among all answers, it does not change when a level allows more errors.
 */
static unsigned int place_among_alike(const struct allowed *allowed, int answer)
{
	const struct answer *a = &allowed->answer[answer];
	unsigned int place = 0;
	int i;

	for (i = 0; i < answer; i++)
		place += allowed->answer[i].ret == a->ret && allowed->answer[i].err == a->err;
	return place;
}

/* Name a row that describes the failure but does not apply: its bug is the likely cause. */
static void describe_alike(const struct session *w, const struct deviation *deviation,
			   struct text *text)
{
	const struct suite *suite = suite_at(w->shared->suite);
	char id[CASE_ID_MAX], reason[320];
	int row;

	case_id(suite, w->shared->index, id, sizeof(id));
	row = expectation_elsewhere(id, deviation);
	if (row < 0)
		return;
	expectation_reason_and_fix((unsigned int)row, reason, sizeof(reason));
	text_add(text, "like: %s: %s\n", expectation_at((unsigned int)row)->where, reason);
}

static bool unknown_failure(const struct comparison *j)
{
	return j->answer < 0 && j->known < 0;
}

/*
 * Describe an unknown failure. A known one needs no description; stores outside of its operand are
 * found at the end of the chunk. While a chunk is repeated to find an unexpected store, describe
 * every case, as it may be the cause.
 */
static void describe(struct session *w, struct trial *trial, unsigned int nearest,
		     const struct deviation *deviation, struct comparison *j)
{
	if (unknown_failure(j)) {
		outcome_describe(trial, nearest, j->aspects, &j->detail);
		text_add(&j->detail, "deviation: ");
		deviation_describe(deviation, &j->detail);
		text_add(&j->detail, "\n");
		describe_alike(w, deviation, &j->detail);
	} else if (w->compare_all) {
		outcome_describe(trial, j->answer < 0 ? nearest : (unsigned int)j->answer,
				 (j->answer < 0 ? j->aspects : 0) | ASPECT_STORAGE, &j->detail);
	}
}

void trial_compare(struct session *w, struct trial *trial, struct comparison *j)
{
	struct deviation deviation = { 0 };
	unsigned int nearest = 0;
	bool moved;

	j->known = -1;
	j->detail.len = 0;
	j->answer = outcome_compare(trial, &nearest, &j->aspects);
	moved = request_stores(trial->request) && trial->request->kind == REQUEST_MEMOP &&
		(j->answer < 0 || trial->allowed->answer[j->answer].moved);
	if (j->answer < 0) {
		deviation = outcome_deviation(trial);
		moved |= !!(j->aspects & ASPECT_STORAGE);
		j->known = known_to_fail(w, &deviation);
	}
	describe(w, trial, nearest, &deviation, j);
	if (moved)
		restore_blocks(w, trial->allowed);
	if (trial->request->deliver || (j->answer < 0 && j->aspects & ASPECT_REGISTERS))
		w->staged.registers_known = false;
}

void trial_compare_all(struct session *w, struct comparison *j)
{
	if ((!unknown_failure(j) && !w->compare_all) || !trial_stray(w, &j->detail))
		return;
	w->n_strays++;
	j->aspects = (j->answer < 0 ? j->aspects : 0) | ASPECT_STORAGE;
	j->answer = j->known = -1;
}

void trial_check(struct session *w, struct trial *trial, struct comparison *j)
{
	trial_compare(w, trial, j);
	trial_compare_all(w, j);
}

void trial_record_verdict(struct session *w, const struct trial *trial, const struct comparison *j)
{
	const struct outcome *o = trial->outcome;

	/*
	 * When a signal or the removal of a slot interferes, timing decides which of the allowed
	 * outcomes occurs: do not record it.
	 */
	if (j->answer >= 0 &&
	    (trial->request->backing == BACKING_UFFD_SIGNAL || trial->request->removed_slots))
		session_record(w, VERDICT_PASS, 0, 0, 0, NULL);
	else if (j->answer >= 0)
		session_record(w, VERDICT_PASS, o->ret, o->err,
			       place_among_alike(trial->allowed, j->answer), NULL);
	else if (j->known < 0)
		session_record(w, VERDICT_FAIL, o->ret, o->err, j->aspects, j->detail.buf);
	else
		session_record(w, VERDICT_XFAIL, o->ret, o->err, (unsigned int)j->known, NULL);
}

/* The facilities are those of the guest, which was made for this state. */
void trial_ask(struct session *w, struct plan *plan, struct allowed *allowed)
{
	plan->state.cpu = plan->other.cpu = w->facts->cpu;
	oracle_ask(w->level, &plan->state, &plan->other, w->shadow, &plan->request, allowed);
}

/* One trial of the plan, up to its outcome. */
void trial_make(struct session *w, struct plan *plan, struct trial *trial, struct user *user)
{
	static struct allowed allowed;
	static struct outcome outcome;

	trial_stage(w, &plan->state, keys_matter(&plan->request));
	/* Only now: staging may have replaced the guest, and with it its storage. */
	outcome = (struct outcome){ .live = w->live };
	*trial =
		(struct trial){ &plan->state, &plan->request, &allowed, w->shadow, &outcome, NULL };
	session_part_done(w, PART_STAGE);
	trial_ask(w, plan, &allowed);
	session_part_done(w, PART_ORACLE);
	trial_perform(w, &plan->request, user, &outcome);
	read_keys(w, plan, &allowed, &outcome);
	session_part_done(w, PART_OBSERVE);
}
