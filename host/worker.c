// SPDX-License-Identifier: GPL-2.0-only
/*
 * A worker makes a guest and tries cases in it: stage the state, make the request, look at everything, ask the oracle,
 * compare, put back what changed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "host/shared.h"
#include "lib/case/need.h"
#include "lib/outcome/apply.h"
#include "lib/report/expectations.h"
#include "lib/report/journal.h"

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
	unsigned int needs_met;
	bool look_everywhere;		/* compare all of storage after each case: a stray store is to be found */
	int channel;
};

static void give_up(struct worker *w)
{
	(void)w;
	_exit(WORKER_GAVE_UP);
}

static void publish(struct worker *w)
{
	atomic_store(&w->shared->text_len, w->text.len);
}

static void stage(struct worker *w, const struct state *state)
{
	static struct delta delta;
	unsigned int i;

	delta_make(&w->staged, state, &delta);
	/* A slot that comes is there before anything is staged in it, and one that goes is there until then. */
	w->shadow->absent &= state->absent;
	for (i = 0; i < delta.n_dwords; i++)
		be_store(memory_at(w->shadow, delta.dwords[i].addr, 8), 8, delta.dwords[i].value);
	if (w->subject->stage(w->guest, &delta, state, w->shared->why))
		give_up(w);
	delta_done(&w->staged, state);
	w->shadow->absent = state->absent;
}

/* Get the keys of the blocks that the operand is in. */
static void look_at_keys(struct worker *w, const struct allowed *allowed, struct outcome *outcome)
{
	unsigned int i, j;
	uint64_t page;

	outcome->n_keys = 0;
	for (i = 0; i < allowed->n_fragments; i++) {
		page = allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		for (j = 0; j < outcome->n_keys && outcome->keys[j].page != page; j++)
			;
		if (j < outcome->n_keys)
			continue;
		outcome->keys[j].page = page;
		if (w->subject->get_key(w->guest, page, &outcome->keys[j].key, w->shared->why))
			give_up(w);
		outcome->n_keys++;
		delta_saw_key(&w->staged, page, outcome->keys[j].key);
	}
}

/* Put storage back to what it should be; this may set change bits, so their blocks' keys are no longer known. */
static void put_back_blocks(struct worker *w, const struct allowed *allowed)
{
	uint64_t page;
	unsigned int i;

	for (i = 0; i < allowed->n_fragments; i++) {
		page = allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		memcpy(memory_at(w->live, page, PAGE_SIZE), memory_at(w->shadow, page, PAGE_SIZE), PAGE_SIZE);
		delta_saw_key(&w->staged, page, -1);
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
			delta_saw_key(&w->staged, addr, -1);
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

/*
 * The number of the expectation that this case fails, and if it did (aspects is not 0) as it did; or -1. The model is right by
 * definition.
 */
static int known_to_fail(const struct worker *w, const struct outcome *o, unsigned int aspects)
{
	const struct suite *suite = suite_at(w->shared->suite);
	char id[CASE_ID_MAX];

	if (w->subject != &subject_kvm || !expectation_for_suite(w->level, suite->name))
		return -1;
	case_id(suite, w->shared->index, id, sizeof(id));
	if (!aspects)
		return expectation_find(w->level, id);
	return expectation_explain(w->level, id, o->ret < 0 ? -o->err : o->ret, !(aspects & ASPECT_RETURN));
}

/* Compare, record, and put back what was changed. */
static void judge(struct worker *w, struct trial *trial)
{
	const struct outcome *o = trial->outcome;
	unsigned int nearest = 0, aspects = 0;
	static char buf[RECORD_MAX];
	struct text detail = TEXT_IN(buf);
	int known, answer = outcome_compare(trial, &nearest, &aspects);
	bool moved = request_stores(trial->request) && trial->request->kind == REQUEST_MEMOP &&
		     (answer < 0 || trial->allowed->answer[answer].moved);

	if (answer < 0)
		outcome_describe(trial, nearest, aspects, &detail);
	if (moved)
		put_back_blocks(w, trial->allowed);
	if ((answer < 0 || w->look_everywhere) && stray(w, &detail)) {
		answer = -1;
		aspects |= ASPECT_STORAGE;
	}
	if (trial->request->deliver || (answer < 0 && aspects & ASPECT_REGISTERS))
		w->staged.registers_known = false;
	known = known_to_fail(w, o, answer < 0 ? aspects : 0);
	if (answer < 0 && known < 0)
		record(w, VERDICT_FAIL, o->ret, o->err, aspects, buf);
	else if (known >= 0)
		record(w, answer < 0 ? VERDICT_XFAIL : VERDICT_XPASS, o->ret, o->err, (unsigned int)known, NULL);
	else
		record(w, VERDICT_PASS, o->ret, o->err, (unsigned int)answer, NULL);
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

static void try_case(struct worker *w, const struct selected *selected)
{
	static struct plan plan;
	static struct allowed allowed;
	struct user user;
	struct outcome outcome = { .live = w->live };
	struct trial trial = { &plan.state, &plan.request, &allowed, w->shadow, &outcome };

	suite_plan(selected->suite, selected->v, &plan);
	if (plan.needs & ~w->needs_met) {
		record(w, VERDICT_SKIP, (int)(plan.needs & ~w->needs_met), 0, 0, NULL);
		return;
	}
	stage(w, &plan.state);
	if (w->options->fault && w->shared->next.ordinal == w->options->fault_at)
		make_fault(w);
	oracle_ask(w->level, &plan.state, w->shadow, &plan.request, &allowed);
	user_prepare(&user, &plan.request);
	if (w->subject->perform(w->guest, &plan.request, &user, &outcome, w->shared->why))
		give_up(w);
	outcome.buf = user.buf.window;
	outcome.old = user.old.window;
	look_at_keys(w, &allowed, &outcome);
	judge(w, &trial);
	user_restore(&user);
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
		_exit(WORKER_GAVE_UP);
	w->text.len = 0;
}

static void make_guest(struct worker *w, struct facts *facts, struct memory *fresh)
{
	char note[WHY_MAX] = "";

	w->guest = w->subject->create(facts, w->options->stage, fresh, note, w->shared->why);
	if (!w->guest)
		give_up(w);
	w->live = w->subject->storage(w->guest);
	if (note[0])
		text_add(&w->text, "note %s\n", note);
	publish(w);
}

void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel)
{
	struct worker w = {
		.options = options,
		.subject = options->subject,
		.level = &facts->level,
		.shared = shared,
		.shadow = fresh,
		.text = { .buf = shared->text, .size = sizeof(shared->text) },
		.needs_met = needs_met(facts->extension, facts->emulated),
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
	make_guest(&w, facts, fresh);
	do {
		struct text found = TEXT_IN(buf);

		start = shared->next;
		more = chunk(&w);
		if (stray(&w, &found))
			find_stray(&w, start);
		hand_over(&w);
	} while (more);
	w.subject->destroy(w.guest);
	_exit(0);
}
