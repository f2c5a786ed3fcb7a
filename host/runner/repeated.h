/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case that is a request made again and again while something else goes on (request->race). Keys
 * and registers are in motion, and not compared.
 */
#ifndef HOST_RUNNER_REPEATED_H
#define HOST_RUNNER_REPEATED_H

#include "host/runner/session.h"

void repeated_try(struct session *w, struct plan *plan);

#endif
