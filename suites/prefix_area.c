// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_RUN maps both blocks of the prefix area. What happens to one of them while it waits for the
 * other must not become an error of KVM_RUN, such as EAGAIN.
 */
#include "lib/history/history.h"

enum { LATE, EVENT, TIMES };

#define PREFIX 128		/* and the next block */

static const struct {
	const char *label;
	unsigned int n;
	enum step_op op[2];
} events[] = {
	{ "nothing", 0, { 0 } },
	{ "unmapped", 2, { STEP_PROTECT_NONE, STEP_PROTECT_BACK } },
	{ "replaced", 1, { STEP_MAP_ANONYMOUS } },
	{ "discarded", 1, { STEP_DONTNEED } },
	{ "aged", 1, { STEP_AGE } },
	{ "stored", 1, { STEP_STORE } },
	{ "paged_out", 1, { STEP_PAGEOUT } },
	{ "written", 1, { STEP_REQUEST } },
};

static const struct { const char *label; } times[] = { { "once" }, { "twice" } };

static void build(const unsigned int *v, struct history *history)
{
	struct step *step;
	unsigned int i, n;

	for (i = 0; i < 2; i++)
		history_add(history, STEP_STORE, PREFIX + i);
	if (v[LATE])
		history_add(history, STEP_LATE, PREFIX + 1)->arg = LATE_HELD;
	step = history_add(history, STEP_RUN, PREFIX);
	step->thread = v[LATE] ? 1 : 0;
	for (n = 0; n <= v[TIMES]; n++) {
		for (i = 0; i < events[v[EVENT]].n; i++) {
			step = history_add(history, events[v[EVENT]].op[i], PREFIX);
			step->access = WRITE;
		}
	}
	if (v[LATE]) {
		history_add(history, STEP_PROVIDE, PREFIX + 1);
		history_add(history, STEP_FINISH, 0)->thread = 1;
	}
	history_add(history, STEP_RUN, PREFIX);
}

static const struct axis axes[] = {
	[LATE] = AXIS("second_block", "there", "late"),
	[EVENT] = AXIS_USUAL(4, "first_block", events),
	[TIMES] = AXIS_USUAL(1, "times", times),
};

SUITE(prefix_area) = {
	.name = "prefix_area",
	.quick = 8,
	AXES(axes),
	.build_history = build,
};
