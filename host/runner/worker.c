// SPDX-License-Identifier: GPL-2.0-only
/*
 * A worker makes a guest and tries cases in it, chunk by chunk.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "host/runner/trial.h"

/* There in a build with --coverage only: it writes what exit() would have written. */
void __gcov_dump(void) __attribute__((weak));

static void __attribute__((noreturn)) leave(int status)
{
	if (__gcov_dump)
		__gcov_dump();
	_exit(status);
}

void worker_give_up(void)
{
	leave(WORKER_GAVE_UP);
}

void worker_publish(struct worker *w)
{
	atomic_store(&w->shared->text_len, w->text.len);
}

void worker_part_done(struct worker *w, enum part part)
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

void worker_make_guest(struct worker *w, enum guest_kind kind)
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
		worker_give_up();
	w->live = w->subject->storage(w->guest);
	if (note[0] && !w->noted)
		text_add(&w->text, "note %s\n", note);
	w->noted = true;
	w->staged = (struct staged){ .state.kind = kind };
	worker_publish(w);
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
		worker_give_up();
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
	worker_part_done(w, PART_PLAN);
	if (plan.needs & ~w->needs_met) {
		trial_record(w, VERDICT_SKIP, (int)(plan.needs & ~w->needs_met), 0, 0, NULL);
		return;
	}
	if (plan.request.race != RACE_NONE) {
		try_race(w, &plan);
		return;
	}
	trial_make(w, &plan, &trial, &user);
	trial_judge(w, &trial, &j);
	user_restore(&user);
	worker_part_done(w, PART_JUDGE);
	trial_record_verdict(w, &trial, &j);
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
		worker_publish(w);
		atomic_store(&shared->in_case, false);
		atomic_fetch_add(&shared->progress, 1);
		shared->bench[cursor.suite].n++;
		worker_part_done(w, PART_RECORD);
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
	worker_publish(w);
	w->shared->next = start;
	w->look_everywhere = true;
	chunk(w);
	w->look_everywhere = false;
	if (strstr(w->text.buf, "storage changed where it should not") || w->shared->next.ordinal != end)
		return;
	before = w->text.len;
	text_add(&again, "storage was changed in a place that is none of this chunk's, but not when it was repeated\n");
	trial_record(w, VERDICT_ERROR, 0, 0, 0, buf);
	if (w->text.len > before)
		worker_publish(w);
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
		worker_give_up();
	}
	worker_make_guest(&w, GUEST_ORDINARY);
	clock_wanted = options->bench;
	w.look_ns = measure_clock();
	w.since = clock_ns();
	do {
		struct text found = TEXT_IN(buf);

		start = shared->next;
		more = chunk(&w);
		if (trial_stray(&w, &found))
			find_stray(&w, start);
		hand_over(&w);
		worker_part_done(&w, PART_CHUNK);
	} while (more);
	w.subject->destroy(w.guest);
	leave(0);
}
