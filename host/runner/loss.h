/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the journal says about a worker that died, hung or gave up.
 */
#ifndef HOST_RUNNER_LOSS_H
#define HOST_RUNNER_LOSS_H

#include "host/runner/watch.h"
#include "lib/base/text.h"

/* Did the worker finish the selection and exit normally? */
bool loss_is_none(const struct shared *shared, const struct ending *ending);

/* Did it exit because testing was not possible? shared->why has the reason. */
bool loss_gave_up(const struct ending *ending);

/* Add the record of the case that the worker was running. */
void loss_of_case(struct text *text, const struct shared *shared, const struct ending *ending,
		  const struct options *options, const struct level *level);

/* It was not running a case: add lines that say how it ended, and what it was doing. */
void loss_outside_case(struct text *text, const struct shared *shared, const struct ending *ending,
		       const struct options *options);

#endif
