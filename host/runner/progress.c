// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <time.h>

#include "host/runner/progress.h"
#include "lib/case/selection.h"

#define CLEAR_LINE "\r\033[K"

typedef unsigned long long ull;

uint64_t progress_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

void progress_show(const struct progress *progress, uint64_t tried, uint64_t unexpected)
{
	uint64_t ms = progress_now_ms() - progress->start_ms, rate = ms ? tried * 1000 / ms : 0;

	if (!progress->shown)
		return;
	if (progress->planned == SELECTION_ENDLESS) {
		fprintf(stderr, CLEAR_LINE "%llu cases, %llu unexpected, %llu s", (ull)tried,
			(ull)unexpected, (ull)ms / 1000);
		return;
	}
	fprintf(stderr, CLEAR_LINE "%llu of %llu cases, %llu unexpected", (ull)tried,
		(ull)progress->planned, (ull)unexpected);
	if (rate)
		fprintf(stderr, ", %llu a second, %llu s left", (ull)rate,
			(ull)((progress->planned - tried) / rate));
}

void progress_clear(const struct progress *progress)
{
	if (progress->shown)
		fputs(CLEAR_LINE, stderr);
}
