// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "host/runner/session.h"
#include "lib/base/clock.h"

/* Exists only in a build with --coverage: writes the counters, as exit(3) would. */
void __gcov_dump(void) __attribute__((weak));

void session_leave(int status)
{
	if (__gcov_dump)
		__gcov_dump();
	_exit(status);
}

void session_give_up(void)
{
	session_leave(WORKER_GAVE_UP);
}

void session_publish(struct session *w)
{
	atomic_store(&w->shared->text_len, w->text.len);
}

void session_part_done(struct session *w, enum part part)
{
	uint64_t now;

	if (!clock_wanted)
		return;
	now = clock_ns();
	w->shared->bench[w->shared->suite].ns[part] += now - w->since - w->clock_cost_ns;
	w->since = now;
}

void session_drop_guest(struct session *w)
{
	if (!w->guest)
		return;
	atomic_store(&w->shared->destroying, true);
	w->subject->destroy(w->guest);
	atomic_store(&w->shared->destroying, false);
	w->guest = NULL;
}

void session_make_guest(struct session *w, enum vm_type vm_type)
{
	struct state *staged = &w->staged.state;
	char note[WHY_MAX] = "";
	unsigned int i;

	session_drop_guest(w);
	w->shadow->absent = 0;
	for (i = 0; i < staged->n_doublewords; i++)
		be_store(memory_at(w->shadow, staged->doublewords[i].addr, 8), 8,
			 pattern_doubleword(staged->doublewords[i].addr));
	w->guest = w->subject->create(w->facts, vm_type, w->options->stage, w->shadow, note,
				      w->shared->why);
	if (!w->guest)
		session_give_up();
	w->live = w->subject->storage(w->guest);
	if (note[0] && !w->noted)
		text_add(&w->text, "note %s\n", note);
	w->noted = true;
	w->staged = (struct staged){ .state.vm_type = vm_type };
	session_publish(w);
}

void session_record(struct session *w, enum verdict verdict, int a, int b, unsigned int c,
		    const char *detail)
{
	journal_record(&w->text, w->shared->suite, w->shared->index, verdict, a, b, c);
	if (detail)
		journal_detail(&w->text, detail);
}
