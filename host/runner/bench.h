/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --bench: the report of the times.
 */
#ifndef HOST_RUNNER_BENCH_H
#define HOST_RUNNER_BENCH_H

#include "host/runner/shared.h"
#include "lib/base/text.h"

/* Add a note for each suite that was run, and one for all of them. */
void bench_report(const struct shared *shared, struct text *text);

#endif
