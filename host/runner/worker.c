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
#include "host/runner/repeated.h"
#include "host/runner/sequence.h"
#include "host/runner/trial.h"

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

static void make_fault(struct session *w)
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
		session_give_up();
		break;
	case FAULT_EXIT:
		_exit(0);
	case FAULT_NONE:
		break;
	}
}

static void try_case(struct session *w, const struct selected *selected)
{
	static struct plan plan;
	static char buf[RECORD_MAX];
	struct judgement j = { .detail = TEXT_IN(buf) };
	struct trial trial;
	struct user user;

	if (w->options->fault && w->shared->next.ordinal == w->options->fault_at)
		make_fault(w);
	if (selected->suite->steps) {
		sequence_try(w, selected);
		return;
	}
	suite_plan(selected->suite, selected->v, 0, &plan);
	session_part_done(w, PART_PLAN);
	if (plan.needs & ~w->needs_met) {
		session_record(w, VERDICT_SKIP, (int)(plan.needs & ~w->needs_met), 0, 0, NULL);
		return;
	}
	if (plan.request.race != RACE_NONE) {
		repeated_try(w, &plan);
		return;
	}
	trial_make(w, &plan, &trial, &user);
	trial_judge(w, &trial, &j);
	user_restore(&user);
	session_part_done(w, PART_JUDGE);
	trial_record_verdict(w, &trial, &j);
}

/* Try the cases of a chunk. False at the end of the selection. */
static bool chunk(struct session *w)
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
		session_publish(w);
		atomic_store(&shared->in_case, false);
		atomic_fetch_add(&shared->progress, 1);
		shared->bench[cursor.suite].n++;
		session_part_done(w, PART_RECORD);
	}
	return true;
}

/*
 * Something was stored where no case of the chunk had any business. Try the chunk again, looking everywhere after each
 * case, to name the one that did it.
 */
static void find_stray(struct session *w, struct cursor start)
{
	uint64_t end = w->shared->next.ordinal;
	static char buf[RECORD_MAX];
	struct text again = TEXT_IN(buf);
	size_t before;

	w->text.len = 0;
	session_publish(w);
	w->shared->next = start;
	w->look_everywhere = true;
	chunk(w);
	w->look_everywhere = false;
	if (strstr(w->text.buf, "storage changed where it should not") || w->shared->next.ordinal != end)
		return;
	before = w->text.len;
	text_add(&again, "storage was changed in a place that is none of this chunk's, but not when it was repeated\n");
	session_record(w, VERDICT_ERROR, 0, 0, 0, buf);
	if (w->text.len > before)
		session_publish(w);
}

/* Hand the chunk to the supervisor and wait until it is safe. */
static void hand_over(struct session *w)
{
	char byte = CHUNK_DONE;

	if (write(w->channel, &byte, 1) != 1 || read(w->channel, &byte, 1) != 1)
		session_leave(WORKER_GAVE_UP);
	w->text.len = 0;
}

void worker(const struct options *options, struct facts *facts, struct shared *shared,
	    struct memory *fresh, int channel)
{
	struct session w = {
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
		session_give_up();
	}
	session_make_guest(&w, VM_ORDINARY);
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
		session_part_done(&w, PART_CHUNK);
	} while (more);
	w.subject->destroy(w.guest);
	session_leave(0);
}
