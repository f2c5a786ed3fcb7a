// SPDX-License-Identifier: GPL-2.0-only
/*
 * A worker makes a guest and tries cases in it: stage the state, make the request, look at everything, ask the oracle,
 * compare, put back what changed.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/shared.h"
#include "lib/case/need.h"
#include "lib/outcome/apply.h"
#include "lib/report/expectations.h"
#include "lib/report/journal.h"

#define TOUCHED_MAX (STEPS_MAX * FRAGMENTS_MAX)

bool clock_wanted;

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

/* There in a build with --coverage only: it writes what exit() would have written. */
void __gcov_dump(void) __attribute__((weak));

static void __attribute__((noreturn)) leave(int status)
{
	if (__gcov_dump)
		__gcov_dump();
	_exit(status);
}

static void give_up(struct worker *w)
{
	(void)w;
	leave(WORKER_GAVE_UP);
}

static void publish(struct worker *w)
{
	atomic_store(&w->shared->text_len, w->text.len);
}

/* What a comparison came to. */
struct judgement {
	int answer;			/* its number, or -1: none fits */
	unsigned int aspects;		/* then: what differs */
	int known;			/* and: the number of the expectation that it fails as it did, or -1 */
	struct text detail;		/* and, if it is not known: a description */
};

/* --bench: what was done since the last time belongs to this part. */
static void part_done(struct worker *w, enum part part)
{
	uint64_t now;

	if (!clock_wanted)
		return;
	now = clock_ns();
	w->shared->bench[w->shared->suite].ns[part] += now - w->since - w->look_ns;
	w->since = now;
}

/* The least time between two looks at the clock. */
static uint64_t measure_clock(void)
{
	uint64_t start, took, least = ~UINT64_C(0);
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		start = clock_ns();
		took = clock_ns() - start;
		least = took < least ? took : least;
	}
	return least;
}

/* Make the request; the ioctl itself is a part of its own. */
static void perform(struct worker *w, const struct request *request, struct user *user, struct outcome *outcome)
{
	uint64_t *ns = w->shared->bench[w->shared->suite].ns;

	user_prepare(user, request);
	if (w->subject->perform(w->guest, request, user, outcome, w->shared->why))
		give_up(w);
	if (outcome->call_ns) {
		ns[PART_CALL] += outcome->call_ns - w->look_ns;
		ns[PART_LOOK] -= outcome->call_ns + w->look_ns;
	}
	outcome->buf = user->buf.window;
	outcome->old = user->old.window;
}

/* A fresh guest of this kind, instead of the one there is. */
static void make_guest(struct worker *w, enum guest_kind kind)
{
	struct state *staged = &w->staged.state;
	char note[WHY_MAX] = "";
	unsigned int i;

	if (w->guest)
		w->subject->destroy(w->guest);
	w->shadow->absent = 0;
	for (i = 0; i < staged->n_dwords; i++)
		be_store(memory_at(w->shadow, staged->dwords[i].addr, 8), 8, pattern_dword(staged->dwords[i].addr));
	w->guest = w->subject->create(w->facts, kind, w->options->stage, w->shadow, note, w->shared->why);
	if (!w->guest)
		give_up(w);
	w->live = w->subject->storage(w->guest);
	if (note[0] && !w->noted)
		text_add(&w->text, "note %s\n", note);
	w->noted = true;
	w->staged = (struct staged){ .state.kind = kind };
	publish(w);
}

static void stage(struct worker *w, const struct state *state, bool exact)
{
	static struct delta delta;
	unsigned int i;

	if (state->kind != w->staged.state.kind)
		make_guest(w, state->kind);
	delta_make(&w->staged, state, exact, &delta);
	/* A slot that comes is there before anything is staged in it, and one that goes is there until then. */
	w->shadow->absent &= state->absent;
	for (i = 0; i < delta.n_dwords; i++)
		be_store(memory_at(w->shadow, delta.dwords[i].addr, 8), 8, delta.dwords[i].value);
	if (w->subject->stage(w->guest, &delta, state, w->shared->why))
		give_up(w);
	delta_done(&w->staged, &delta, state);
	w->shadow->absent = state->absent;
}

/* Get the keys of the blocks that the operand is in; in one go where they follow one another. */
static void look_at_keys(struct worker *w, const struct plan *plan, const struct allowed *allowed, struct outcome *outcome)
{
	uint8_t keys[FRAGMENTS_MAX], *key;
	unsigned int i, j, n = allowed->n_fragments;
	uint64_t first;

	outcome->n_keys = 0;
	/* Nothing is laid down of the keys of a slot that goes and comes again. */
	if (plan->request.vanishing) {
		for (i = 0; i < n; i++)
			delta_accessed(&w->staged, allowed->fragment[i].abs & ~(PAGE_SIZE - 1), true);
		n = 0;
	}
	/* Fetches without a key have nothing to do with keys. */
	if (allowed->sida || (!request_stores(&plan->request) && !(plan->request.flags & MEMOP_F_SKEY_PROTECTION)))
		n = 0;
	for (i = 0; i < n; i = j) {
		first = allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		for (j = i + 1; j < n && allowed->fragment[j].abs == first + (j - i) * PAGE_SIZE; j++)
			;
		if (!memory_at(w->live, first, (j - i) * PAGE_SIZE))
			j = i + 1;	/* over the edge of a slot */
		if (w->subject->get_keys(w->guest, first, j - i, keys, w->shared->why))
			give_up(w);
		for (key = keys; i < j; i++, key++, first += PAGE_SIZE) {
			outcome->keys[outcome->n_keys++] = (struct page_key){ .page = first, .key = *key };
			delta_saw_key(&w->staged, first, *key);
		}
	}
	if (plan->request.backing != BACKING_NORMAL)
		delta_accessed(&w->staged, plan->request.backing_block, true);
}

/* Put storage back to what it should be; this may set change bits, so their blocks' keys are no longer known. */
static void put_back_blocks(struct worker *w, const struct allowed *allowed)
{
	uint64_t page;
	unsigned int i;

	if (allowed->sida) {
		memcpy(w->live->sida, w->shadow->sida, sizeof(w->live->sida));
		return;
	}
	for (i = 0; i < allowed->n_fragments; i++) {
		page = allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		memcpy(memory_at(w->live, page, PAGE_SIZE), memory_at(w->shadow, page, PAGE_SIZE), PAGE_SIZE);
		delta_accessed(&w->staged, page, false);
	}
}

/*
 * Compare all of storage, put it back, and say where the first difference was. The stager's blocks are its own.
 */
static bool stray(struct worker *w, struct text *text)
{
	const struct memory_map *map = w->shadow->map;
	uint8_t *now, *should;
	unsigned int i;
	uint64_t at, addr;
	bool found = false;

	for (i = 0; i < map->n; i++) {
		for (at = 0; at < map->slot[i].size; at += PAGE_SIZE) {
			addr = map->slot[i].base + at;
			now = w->live->bytes[i] + at;
			should = w->shadow->bytes[i] + at;
			if (addr - LAYOUT_STAGER < LAYOUT_STAGER_SIZE || !memcmp(now, should, PAGE_SIZE))
				continue;
			if (!found)
				text_add(text, "bytes: storage changed where it should not, in block 0x%llx\n",
					 (unsigned long long)addr);
			found = true;
			memcpy(now, should, PAGE_SIZE);
			delta_accessed(&w->staged, addr, false);
		}
	}
	return found;
}

static void record(struct worker *w, enum verdict verdict, int a, int b, unsigned int c, const char *detail)
{
	journal_record(&w->text, w->shared->suite, w->shared->index, verdict, a, b, c);
	if (detail)
		journal_detail(&w->text, detail);
}

/* The number of the expectation that this case fails as it did, or -1. The model is right by definition. */
static int known_to_fail(const struct worker *w, const struct outcome *o, unsigned int aspects)
{
	const struct suite *suite = suite_at(w->shared->suite);
	char id[CASE_ID_MAX];

	/* A failure of a sequence is one of the other suites' cases. */
	if (w->subject != &subject_kvm || suite->steps || !expectation_for_suite(w->level, suite->name))
		return -1;
	case_id(suite, w->shared->index, id, sizeof(id));
	return expectation_explain(w->level, id, o->ret < 0 ? -o->err : o->ret, !(aspects & ASPECT_RETURN));
}

/* Which of the answers with the same return value this is: a number that stays when another level allows more errors. */
static unsigned int place_among_alike(const struct allowed *allowed, int answer)
{
	const struct answer *a = &allowed->answer[answer];
	unsigned int place = 0;
	int i;

	for (i = 0; i < answer; i++)
		place += allowed->answer[i].ret == a->ret && allowed->answer[i].err == a->err;
	return place;
}

/*
 * Compare, and put back what was changed. A failure that is known is not described, and where else it may have stored is seen at
 * the end of the chunk.
 */
static void judge(struct worker *w, struct trial *trial, struct judgement *j)
{
	unsigned int nearest = 0;
	bool moved, unknown;

	j->known = -1;
	j->detail.len = 0;
	j->answer = outcome_compare(trial, &nearest, &j->aspects);
	moved = request_stores(trial->request) && trial->request->kind == REQUEST_MEMOP &&
		(j->answer < 0 || trial->allowed->answer[j->answer].moved);
	if (j->answer < 0)
		j->known = known_to_fail(w, trial->outcome, j->aspects);
	unknown = j->answer < 0 && j->known < 0;
	if (unknown)
		outcome_describe(trial, nearest, j->aspects, &j->detail);
	if (moved)
		put_back_blocks(w, trial->allowed);
	if ((unknown || w->look_everywhere) && stray(w, &j->detail)) {
		j->answer = j->known = -1;
		j->aspects |= ASPECT_STORAGE;
	}
	if (trial->request->deliver || (j->answer < 0 && j->aspects & ASPECT_REGISTERS))
		w->staged.registers_known = false;
}

static void record_verdict(struct worker *w, const struct trial *trial, const struct judgement *j)
{
	const struct outcome *o = trial->outcome;

	if (j->answer >= 0)
		record(w, VERDICT_PASS, o->ret, o->err, place_among_alike(trial->allowed, j->answer), NULL);
	else if (j->known < 0)
		record(w, VERDICT_FAIL, o->ret, o->err, j->aspects, j->detail.buf);
	else
		record(w, VERDICT_XFAIL, o->ret, o->err, (unsigned int)j->known, NULL);
}

static void make_fault(struct worker *w)
{
	switch (w->options->fault) {
	case FAULT_CRASH:
		raise(SIGSEGV);
		break;
	case FAULT_HANG:
		for (;;)
			pause();
	case FAULT_LOSE:
		snprintf(w->shared->why, WHY_MAX, "guest lost on request (--fault)");
		give_up(w);
		break;
	case FAULT_EXIT:
		_exit(0);
	case FAULT_NONE:
		break;
	}
}

/*
 * What the state of the plan allows; and the other one, if it may come in between: other keys, or slots that are not there. The operand
 * is where it is in both, or nowhere.
 */
static void ask(struct worker *w, const struct plan *plan, struct allowed *allowed)
{
	unsigned int i, absent = w->shadow->absent, vanishing = plan->request.vanishing;
	static struct allowed more;

	oracle_ask(w->level, &plan->state, w->shadow, &plan->request, allowed);
	if (plan->request.race != RACE_STATE && !vanishing)
		return;
	w->shadow->absent = vanishing ? absent | vanishing : plan->other.absent;
	oracle_ask(w->level, vanishing ? &plan->state : &plan->other, w->shadow, &plan->request, &more);
	w->shadow->absent = absent;
	for (i = 0; i < more.n && allowed->n < ALLOWED_MAX; i++)
		allowed->answer[allowed->n++] = more.answer[i];
	/* FRAG.1 the state may change when the first of two blocks has been stored in. */
	if (allowed->n_fragments == 2 && allowed->n < ALLOWED_MAX && more.answer[0].ret > 0 &&
	    request_stores(&plan->request) && !(plan->request.flags & MEMOP_F_CHECK_ONLY)) {
		allowed->answer[allowed->n] = more.answer[0];
		allowed->answer[allowed->n++].moved = allowed->fragment[0].len;
	}
}

/* State, request, outcome and what is allowed: one trial, made from plan. */
static void try_plan(struct worker *w, const struct plan *plan, struct trial *trial, struct user *user)
{
	static struct allowed allowed;
	static struct outcome outcome;

	/* Reference and change bits matter where it is seen that a store sets them. */
	stage(w, &plan->state, request_stores(&plan->request) && !(plan->request.flags & MEMOP_F_CHECK_ONLY));
	/* Only now: another kind of state is another guest, with other storage. */
	outcome = (struct outcome){ .live = w->live };
	*trial = (struct trial){ &plan->state, &plan->request, &allowed, w->shadow, &outcome };
	part_done(w, PART_STAGE);
	ask(w, plan, &allowed);
	part_done(w, PART_ORACLE);
	perform(w, &plan->request, user, &outcome);
	look_at_keys(w, plan, &allowed, &outcome);
	part_done(w, PART_LOOK);
}

/* What a step stored stays: the shadow is told, and what was staged there is not any more. */
static void keep_stored(struct worker *w, const struct trial *trial, const struct answer *answer)
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
static void forget_stored(struct worker *w)
{
	struct staged *s = &w->staged;
	const struct dword *d;
	unsigned int i;
	uint64_t block;

	for (i = 0; i < w->n_touched; i++)
		pattern_fill(memory_at(w->shadow, w->touched[i].abs, 1), w->touched[i].abs, w->touched[i].len);
	for (d = s->state.dwords; w->n_touched && d < s->state.dwords + s->state.n_dwords; d++)
		be_store(memory_at(w->shadow, d->addr, 8), 8, d->value);
	for (i = 0; i < w->n_touched; i++) {
		block = w->touched[i].abs & ~(PAGE_SIZE - 1);
		memcpy(memory_at(w->live, block, PAGE_SIZE), memory_at(w->shadow, block, PAGE_SIZE), PAGE_SIZE);
		delta_accessed(s, block, false);
	}
	w->n_touched = 0;
}

/* The steps of a sequence that are not left out. Returns the number of the step that fails, or how many there are. */
static unsigned int try_steps(struct worker *w, const struct selected *selected, uint64_t left_out, struct trial *trial,
			      struct judgement *j)
{
	static struct plan plan;
	unsigned int step;
	struct user user;

	for (step = 0; step < selected->suite->steps; step++) {
		suite_plan(selected->suite, selected->v, step, &plan);
		if (left_out >> step & 1 || plan.needs & ~w->needs_met)
			continue;
		part_done(w, PART_PLAN);
		try_plan(w, &plan, trial, &user);
		judge(w, trial, j);
		if (j->answer >= 0)
			keep_stored(w, trial, &trial->allowed->answer[j->answer]);
		user_restore(&user);
		part_done(w, PART_JUDGE);
		if (j->answer < 0)
			break;
	}
	forget_stored(w);
	part_done(w, PART_JUDGE);
	return step;
}

/*
 * A sequence that fails is tried again without one step after the other; what is left are the steps that it takes. The last of them
 * is the one that fails.
 */
static void try_sequence(struct worker *w, const struct selected *selected)
{
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	unsigned int last, i, steps = selected->suite->steps;
	uint64_t left_out = 0;
	struct trial trial;

	last = try_steps(w, selected, 0, &trial, &j);
	if (last == steps) {
		record(w, VERDICT_PASS, 0, 0, 0, NULL);
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
	record(w, VERDICT_FAIL, trial.outcome->ret, trial.outcome->err, j.aspects, buf);
}

/* A request, again and again, while something else goes on. Keys and registers are in motion, and not looked at. */
static void try_race(struct worker *w, const struct plan *plan)
{
	unsigned int i, times = plan->request.race == RACE_THREADS ? 1 : RACE_REPEAT;
	static struct allowed allowed;
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	struct outcome outcome = { 0 };
	struct trial trial = { &plan->state, &plan->request, &allowed, w->shadow, &outcome };
	struct user user;

	stage(w, &plan->state, false);
	outcome.live = w->live;
	if (w->subject->race_start(w->guest, plan, w->shared->why))
		give_up(w);
	part_done(w, PART_STAGE);
	for (i = 0; i < times && j.answer >= 0; i++) {
		ask(w, plan, &allowed);
		sched_yield();
		part_done(w, PART_ORACLE);
		perform(w, &plan->request, &user, &outcome);
		outcome.n_keys = 0;
		outcome.registers_known = false;
		part_done(w, PART_LOOK);
		judge(w, &trial, &j);
		user_restore(&user);
		part_done(w, PART_JUDGE);
	}
	if (w->subject->race_stop(w->guest, w->shared->why))
		give_up(w);
	/* Of its keys and registers nothing is known now. */
	w->staged.registers_known = false;
	for (i = 0; i < plan->state.n_keys; i++)
		delta_accessed(&w->staged, plan->state.keys[i].page, true);
	part_done(w, PART_LOOK);
	/* Which of the allowed outcomes was the last one is chance. */
	if (j.answer >= 0)
		record(w, VERDICT_PASS, 0, 0, 0, NULL);
	else
		record_verdict(w, &trial, &j);
}

static void try_case(struct worker *w, const struct selected *selected)
{
	static struct plan plan;
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	struct trial trial;
	struct user user;

	if (w->options->fault && w->shared->next.ordinal == w->options->fault_at)
		make_fault(w);
	if (selected->suite->steps) {
		try_sequence(w, selected);
		return;
	}
	suite_plan(selected->suite, selected->v, 0, &plan);
	part_done(w, PART_PLAN);
	if (plan.needs & ~w->needs_met) {
		record(w, VERDICT_SKIP, (int)(plan.needs & ~w->needs_met), 0, 0, NULL);
		return;
	}
	if (plan.request.race != RACE_NONE) {
		try_race(w, &plan);
		return;
	}
	try_plan(w, &plan, &trial, &user);
	judge(w, &trial, &j);
	user_restore(&user);
	part_done(w, PART_JUDGE);
	record_verdict(w, &trial, &j);
}

/* Try the cases of a chunk. False at the end of the selection. */
static bool chunk(struct worker *w)
{
	struct shared *shared = w->shared;
	struct selected selected;
	struct cursor cursor;
	unsigned int n;

	for (n = 0; n < w->options->chunk && w->text.size - w->text.len > 2 * RECORD_MAX; n++) {
		cursor = shared->next;
		if (!selection_next(&w->options->selection, &cursor, &selected))
			return false;
		shared->suite = cursor.suite;
		shared->index = selected.index;
		shared->next = cursor;
		atomic_store(&shared->in_case, true);
		atomic_fetch_add(&shared->progress, 1);
		try_case(w, &selected);
		publish(w);
		atomic_store(&shared->in_case, false);
		atomic_fetch_add(&shared->progress, 1);
		shared->bench[cursor.suite].n++;
		part_done(w, PART_RECORD);
	}
	return true;
}

/*
 * Something was stored where no case of the chunk had any business. Try the chunk again, looking everywhere after each
 * case, to name the one that did it.
 */
static void find_stray(struct worker *w, struct cursor start)
{
	uint64_t end = w->shared->next.ordinal;
	static char buf[RECORD_MAX];
	struct text again = TEXT_IN(buf);
	size_t before;

	w->text.len = 0;
	publish(w);
	w->shared->next = start;
	w->look_everywhere = true;
	chunk(w);
	w->look_everywhere = false;
	if (strstr(w->text.buf, "storage changed where it should not") || w->shared->next.ordinal != end)
		return;
	before = w->text.len;
	text_add(&again, "storage was changed in a place that is none of this chunk's, but not when it was repeated\n");
	record(w, VERDICT_ERROR, 0, 0, 0, buf);
	if (w->text.len > before)
		publish(w);
}

/* Hand the chunk to the supervisor and wait until it is safe. */
static void hand_over(struct worker *w)
{
	char byte = CHUNK_DONE;

	if (write(w->channel, &byte, 1) != 1 || read(w->channel, &byte, 1) != 1)
		leave(WORKER_GAVE_UP);
	w->text.len = 0;
}

void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel)
{
	struct worker w = {
		.options = options,
		.subject = options->subject,
		.level = &facts->level,
		.shared = shared,
		.facts = facts,
		.shadow = fresh,
		.text = { .buf = shared->text, .size = sizeof(shared->text) },
		.needs_met = needs_met(&facts->offer),
		.channel = channel,
	};
	static char buf[RECORD_MAX];
	struct cursor start;
	bool more;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (user_setup()) {
		snprintf(shared->why, WHY_MAX, "no memory for user-space buffers");
		give_up(&w);
	}
	make_guest(&w, GUEST_ORDINARY);
	clock_wanted = options->bench;
	w.look_ns = measure_clock();
	w.since = clock_ns();
	do {
		struct text found = TEXT_IN(buf);

		start = shared->next;
		more = chunk(&w);
		if (stray(&w, &found))
			find_stray(&w, start);
		hand_over(&w);
		part_done(&w, PART_CHUNK);
	} while (more);
	w.subject->destroy(w.guest);
	leave(0);
}
