// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/runner/play.h"
#include "lib/arch/pgm.h"
#include "lib/base/sum.h"
#include "lib/history/reference.h"
#include "lib/known/expectations.h"
#include "lib/outcome/aspect.h"

static struct reference ref;

/* Row of known.txt that describes the deviation, or -1. The model is right by definition. */
static int known_row(const struct session *w, const struct deviation *deviation)
{
	const struct suite *suite = suite_at(w->shared->suite);
	char id[CASE_ID_MAX];

	if (!w->subject->real || !expectation_for_suite(w->level, suite->name))
		return -1;
	case_id(suite, w->shared->index, id, sizeof(id));
	return expectation_explain(w->level, id, deviation);
}

static struct deviation deviation_of(const struct seen *seen, unsigned int aspects)
{
	return (struct deviation){
		.right = !(aspects & ASPECT_RETURN),
		.ret = seen->ret,
		.aspects = aspects & ~(unsigned int)ASPECT_RETURN,
	};
}

static void make_step(struct session *w, struct world *world, unsigned int number,
		      const struct step *step, struct seen *seen)
{
	memset(seen, 0, sizeof(*seen));
	seen->old = ref.slot[step->slot].block[step->block].cell[0];
	atomic_fetch_add(&w->shared->progress, 1);
	if (w->subject->world_step(world, number, seen, w->shared->why))
		session_give_up();
}

/*
 * Some emulated machines keep a storage key in their TLB after it was changed: then make the
 * request again. A kernel that is wrong is wrong again.
 */
static unsigned int compare(struct session *w, struct world *world, unsigned int number,
			    const struct step *step, const struct expected *expected,
			    struct seen *seen)
{
	unsigned int aspects = expected_compare(expected, seen);

	if (aspects & ASPECT_RETURN && step->op == STEP_REQUEST && step->key != NO_KEY &&
	    !step->thread && w->subject->world_settle && w->subject->world_settle(world)) {
		reference_forget(&ref, step);
		make_step(w, world, number, step, seen);
		aspects = expected_compare(expected, seen);
	}
	return aspects;
}

/* Before the step is made, so that the list shows which one hangs. */
static void list_step(const struct step *step, unsigned int number, struct text *text)
{
	text_add(text, "step %u: ", number + 1);
	step_describe(step, text);
}

static void list_result(const struct expected *expected, const struct seen *seen, struct text *text)
{
	if (seen->ret || (expected->n && expected->result[0].ret))
		text_add(text, ": returns %d", seen->ret);
	text_add(text, "\n");
}

static size_t two_lines(const char *text)
{
	size_t first = strcspn(text, "\n");

	return text[first] ? first + 1 + strcspn(text + first + 1, "\n") : first;
}

static void describe(const struct step *step, const struct expected *expected,
		     const struct seen *seen, struct play *play, struct text *text)
{
	size_t start = text->len;

	expected_describe(&ref, step, expected, seen, text);
	play->described = sum_bytes(SUM_START, text->buf + start, two_lines(text->buf + start));
	text_add(text, "deviation: ");
	deviation_describe(&play->deviation, text);
	text_add(text, "\n");
}

/*
 * Did a request reach storage that it must not reach, or other storage than it should? Then the
 * history ends, even if the deviation is known: what it stores next might reach memory that the
 * kernel has given to someone else.
 */
static bool went_astray(const struct expected *expected, const struct seen *seen,
			unsigned int aspects)
{
	if (seen->ret)
		return false;
	return aspects & ASPECT_STORAGE || expected_result(expected, -EFAULT) ||
	       expected_result(expected, PGM_ADDRESSING);
}

/* Make a step. Returns false if the history ends with it. */
static bool play_step(struct session *w, struct world *world, const struct history *history,
		      unsigned int number, struct play *play, struct text *text)
{
	const struct step *step = &history->step[number];
	struct expected expected;
	struct deviation deviation;
	unsigned int aspects;
	struct seen seen;
	int row;

	reference_expect(&ref, step, &expected);
	list_step(step, number, text);
	make_step(w, world, number, step, &seen);
	aspects = compare(w, world, number, step, &expected, &seen);
	list_result(&expected, &seen, text);
	if (aspects) {
		deviation = deviation_of(&seen, aspects);
		row = known_row(w, &deviation);
		if (row < 0) {
			play->failed = true;
			play->step = number;
			play->deviation = deviation;
			describe(step, &expected, &seen, play, text);
			return false;
		}
		if (play->known < 0) {
			play->known = row;
			play->first = deviation;
		}
		if (went_astray(&expected, &seen, aspects))
			return false;
	}
	reference_record(&ref, number, &expected, &seen);
	return true;
}

static struct play run(struct session *w, const struct history *history, const bool *left_out,
		       struct text *text)
{
	struct play play = { .known = -1 };
	struct world *world;
	unsigned int i;

	world = w->subject->world_create(w->facts, history, w->shared->why);
	if (!world)
		session_give_up();
	reference_begin(&ref, history);
	history_describe(history, text);
	for (i = 0; i < history->n; i++) {
		if (left_out[i] || !reference_can(&ref, &history->step[i]))
			continue;
		if (!play_step(w, world, history, i, &play, text))
			break;
	}
	w->subject->world_destroy(world);
	return play;
}

/* What the process that runs a history hands back; the list of steps is in shared->steps. */
static struct play *result_map(struct session *w)
{
	static struct play *result;

	if (result)
		return result;
	result = mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (result == MAP_FAILED) {
		snprintf(w->shared->why, WHY_MAX, "no memory for the result of a history");
		session_give_up();
	}
	return result;
}

/* If that process dies, this one dies in the same way, and the supervisor records it. */
static void wait_for(struct session *w, pid_t player)
{
	int status = 0;

	while (waitpid(player, &status, 0) != player)
		;
	atomic_store(&w->shared->player, 0);
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		kill(getpid(), WTERMSIG(status));
	}
	if (status)
		session_give_up();
}

struct play play_history(struct session *w, struct history *history, const bool *left_out,
			 struct text *text)
{
	static uint32_t salt;
	struct play *result = result_map(w);
	struct text steps = TEXT_IN(w->shared->steps);
	pid_t player;

	history->salt = ++salt;
	atomic_fetch_add(&w->shared->progress, 1);
	player = fork();
	if (player < 0) {
		snprintf(w->shared->why, WHY_MAX, "no process for a history");
		session_give_up();
	}
	if (!player) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		*result = run(w, history, left_out, &steps);
		session_leave(0);
	}
	atomic_store(&w->shared->player, player);
	wait_for(w, player);
	if (text)
		text_append(text, w->shared->steps, strlen(w->shared->steps));
	w->shared->steps[0] = 0;
	return *result;
}
