// SPDX-License-Identifier: GPL-2.0-only
/* Merging of pages with the same content: KSM (ksm.rst). */
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "host/subjects/kvm/history/control.h"
#include "host/subjects/kvm/history/merge.h"
#include "host/subjects/kvm/history/steps.h"

#define KSM "/sys/kernel/mm/ksm/"
#define POLL_MS 5
#define PASSES_S 3

/*
 * The kernel merges a page in the second pass that finds it unchanged; the first pass seen may have
 * begun before.
 */
#define PASSES 3

/* Settings for merging, and where their former values are kept. */
static const struct {
	const char *path, *value;
} settings[MERGE_SETTINGS] = {
	{ KSM "pages_to_scan", "4000" },
	{ KSM "sleep_millisecs", "5" },
	{ KSM "run", "1" },
};

static int start(struct world *world)
{
	unsigned int i;
	int ret;

	for (i = 0; i < MERGE_SETTINGS; i++) {
		ret = control_read(settings[i].path);
		if (ret < 0)
			return ret;
		world->merge.former[i] = ret;
		world->merge.changed = i + 1;
		ret = control_write(settings[i].path, settings[i].value);
		if (ret)
			return ret;
	}
	return 0;
}

void merge_stop(struct world *world)
{
	char text[16];

	while (world->merge.changed) {
		unsigned int i = --world->merge.changed;

		snprintf(text, sizeof(text), "%d", world->merge.former[i]);
		control_write(settings[i].path, text);
	}
}

/* Wait until ksmd has made its passes. */
static int wait_for_passes(void)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	time_t end = time(NULL) + PASSES_S;
	int first = control_read(KSM "full_scans"), now = first;

	while (now >= 0 && now - first < PASSES) {
		if (time(NULL) > end)
			return -ETIMEDOUT;
		nanosleep(&pause, NULL);
		now = control_read(KSM "full_scans");
	}
	return now < 0 ? now : 0;
}

/* What is merged remains so until a store, or until the memory is unmapped at the world's end. */
int step_merge(struct world *world, const struct step *step, struct seen *seen, char *why)
{
	(void)why;
	seen->ret = world_result(madvise(world_block(world, step), step->n * PAGE_SIZE,
					 MADV_MERGEABLE));
	if (seen->ret)
		return 0;
	seen->ret = start(world);
	if (!seen->ret)
		seen->ret = wait_for_passes();
	merge_stop(world);
	return 0;
}
