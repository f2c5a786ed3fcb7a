/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --bench: what cases took, in words.
 */
#ifndef HOST_RUNNER_BENCH_H
#define HOST_RUNNER_BENCH_H

#include "host/runner/shared.h"
#include "lib/base/text.h"

/* A note for each suite that was tried, and one for all of them. */
void bench_report(const struct shared *shared, struct text *text);

#endif
