// SPDX-License-Identifier: GPL-2.0-only
/*
 * A worker makes a guest and runs cases in it, chunk by chunk.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "host/runner/history.h"
#include "host/runner/progress.h"
#include "host/runner/repeated.h"
#include "host/runner/sequence.h"
#include "host/runner/signals.h"
#include "host/runner/trial.h"
#include "lib/base/clock.h"

/* A chunk of slow cases ends after this time, so that a kernel that dies takes few results along. */
#define CHUNK_MS 5000

/* No case has an operand or anything else in this block. */
#define STRAY_BLOCK (LAYOUT_SHARED + 0x90000)

/* The minimum time between two readings of the clock. */
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

static void __attribute__((noreturn)) wait_forever(void)
{
	for (;;)
		pause();
}

static void store_astray(struct session *w)
{
	if (!w->guest)
		return;
	*memory_at(w->live, STRAY_BLOCK, 1) ^= 0xff;
}

/* Make the fault of --fault if this is its case. */
static void make_fault(struct session *w)
{
	if (!w->options->fault_at || w->shared->next.ordinal != w->options->fault_at)
		return;
	switch (w->options->fault) {
	case FAULT_CRASH:
		raise(SIGSEGV);
		break;
	case FAULT_HANG:
		wait_forever();
	case FAULT_LOSE:
		snprintf(w->shared->why, WHY_MAX, "guest lost on request (--fault)");
		session_give_up();
	case FAULT_EXIT:
		_exit(0);
	case FAULT_STRAY:
		store_astray(w);
		break;
	case FAULT_STRAY_ONCE:
		if (!w->fault_made)
			store_astray(w);
		w->fault_made = true;
		break;
	case FAULT_NONE:
	case FAULT_TEARDOWN:
	case FAULT_TEARDOWN_HANG:
		break;
	}
}

static void try_case(struct session *w, const struct selected *selected)
{
	static struct plan plan;
	static char buf[RECORD_MAX];
	struct comparison j = { .detail = TEXT_IN(buf) };
	struct trial trial;
	struct user user;

	if (selected->suite->build_history) {
		make_fault(w);
		history_try(w, selected);
		return;
	}
	if (selected->suite->steps) {
		make_fault(w);
		sequence_try(w, selected);
		return;
	}
	suite_plan(selected->suite, selected->v, 0, &plan);
	session_part_done(w, PART_PLAN);
	if (plan.needs & ~w->needs_met) {
		session_record(w, VERDICT_SKIP, (int)(plan.needs & ~w->needs_met), 0, 0, NULL);
		return;
	}
	make_fault(w);
	if (plan.request.race != RACE_NONE) {
		repeated_try(w, &plan);
		return;
	}
	trial_make(w, &plan, &trial, &user);
	trial_check(w, &trial, &j);
	user_restore(&user);
	session_part_done(w, PART_COMPARE);
	trial_record_verdict(w, &trial, &j);
}

/*
 * Run a chunk of at most this many cases, which ends after end_ms (progress_now_ms()). Returns false
 * at the end of the selection.
 */
static bool chunk(struct session *w, unsigned int cases, uint64_t end_ms)
{
	struct shared *shared = w->shared;
	struct selected selected;
	struct cursor cursor;
	uint64_t now;

	for (w->n_tried = 0; w->n_tried < cases && w->text.size - w->text.len > 2 * RECORD_MAX;
	     w->n_tried++) {
		now = progress_now_ms();
		if (w->options->end_ms && now >= w->options->end_ms)
			return false;
		if (now >= end_ms)
			break;
		cursor = shared->next;
		if (!selection_next(&w->options->selection, &cursor, &selected))
			return false;
		shared->suite = cursor.suite;
		shared->index = selected.index;
		shared->next = cursor;
		atomic_store(&shared->doing, DOING_CASE);
		atomic_fetch_add(&shared->progress, 1);
		try_case(w, &selected);
		session_publish(w);
		atomic_store(&shared->doing, DOING_COMPARE);
		atomic_fetch_add(&shared->progress, 1);
		shared->bench[cursor.suite].n++;
		session_part_done(w, PART_RECORD);
	}
	return true;
}

/* Name the first and the last case of the chunk that begins at start. */
static void describe_chunk(struct session *w, struct cursor start, struct text *text)
{
	char first[CASE_ID_MAX], last[CASE_ID_MAX];
	struct selected selected;

	selection_next(&w->options->selection, &start, &selected);
	case_id(selected.suite, selected.index, first, sizeof(first));
	case_id(suite_at(w->shared->suite), w->shared->index, last, sizeof(last));
	text_add(text, "in one of %u cases: the first is %s\nthe last is %s\n", w->n_tried, first,
		 last);
}

/*
 * There was an unexpected store during the chunk; found says where. Run the chunk again, with all
 * of storage compared after each case, to find the case that made it. If the store does not happen
 * again, the run as a whole fails. Returns as chunk() does.
 */
static bool find_stray(struct session *w, struct cursor start, const struct text *found)
{
	struct text text = { .buf = w->shared->stray, .size = sizeof(w->shared->stray) };
	static char buf[RECORD_MAX];
	unsigned int before = w->n_strays, n = w->n_tried;
	struct text rest = TEXT_IN(buf);
	bool more;

	text_append(&text, found->buf, found->len);
	describe_chunk(w, start, &text);
	text_add(&text, "when these cases were run again, the store did not happen\n");
	w->text.len = 0;
	session_publish(w);
	memcpy(w->shared->partly_tried, w->partly_tried, sizeof(w->partly_tried));
	w->n_strays = 0;
	w->shared->next = start;
	w->compare_all = true;
	more = chunk(w, n, UINT64_MAX);
	w->compare_all = false;
	trial_stray(w, &rest);
	if (w->n_strays > before)
		w->shared->stray[0] = 0;
	return more;
}

/* Hand the chunk to the supervisor and wait until it is on disk. */
static void hand_over(struct session *w)
{
	char byte = CHUNK_DONE;

	if (write(w->channel, &byte, 1) != 1 || read(w->channel, &byte, 1) != 1)
		session_leave(WORKER_GAVE_UP);
	w->text.len = 0;
}

/* Process attributes: die with the supervisor, ignore the terminal's signals, dump no core. */
static void set_up_process(void)
{
	const struct rlimit no_core = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signals_ignore();
	/* Crashes are recorded; a core file for each of them could fill the disk. */
	setrlimit(RLIMIT_CORE, &no_core);
}

static void now_doing(struct session *w, enum doing doing)
{
	atomic_store(&w->shared->doing, doing);
	atomic_fetch_add(&w->shared->progress, 1);
}

/* Run all chunks, to the end of the selection. */
static void try_all(struct session *w)
{
	static char buf[RECORD_MAX];
	struct cursor start;
	bool more;

	do {
		struct text found = TEXT_IN(buf);

		start = w->shared->next;
		w->n_strays = 0;
		memcpy(w->partly_tried, w->shared->partly_tried, sizeof(w->partly_tried));
		more = chunk(w, w->options->chunk, progress_now_ms() + CHUNK_MS);
		if (trial_stray(w, &found))
			more = find_stray(w, start, &found);
		hand_over(w);
		session_part_done(w, PART_CHUNK);
	} while (more);
}

static void tear_down(struct session *w)
{
	if (w->options->fault == FAULT_TEARDOWN)
		raise(SIGSEGV);
	if (w->options->fault == FAULT_TEARDOWN_HANG)
		wait_forever();
	if (w->guest)
		w->subject->destroy(w->guest);
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

	set_up_process();
	if (user_setup()) {
		snprintf(shared->why, WHY_MAX, "no memory for user-space buffers");
		session_give_up();
	}
	session_make_guest(&w, VM_ORDINARY);
	now_doing(&w, DOING_COMPARE);
	clock_wanted = options->bench;
	w.clock_cost_ns = measure_clock();
	w.since = clock_ns();
	try_all(&w);
	now_doing(&w, DOING_TEARDOWN);
	tear_down(&w);
	now_doing(&w, DOING_EXIT);
	session_leave(0);
}
