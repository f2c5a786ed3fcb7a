/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A worker that ended before its time: what the journal says of it.
 */
#ifndef HOST_RUNNER_LOSS_H
#define HOST_RUNNER_LOSS_H

#include "host/runner/watch.h"
#include "lib/base/text.h"

/* Did the worker come to the end of the selection, and leave without trouble? */
bool loss_is_none(const struct shared *shared, const struct ending *ending);

/* Did it leave because it could not test? shared->why says why. */
bool loss_gave_up(const struct ending *ending);

/* The record of the case that the worker was at. */
void loss_of_case(struct text *text, const struct shared *shared, const struct ending *ending,
		  const struct options *options, const struct level *level);

/* It was at none: lines that say what it was doing, and how it ended. */
void loss_outside_case(struct text *text, const struct shared *shared, const struct ending *ending,
		       const struct options *options);

#endif
