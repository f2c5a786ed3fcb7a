/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case whose request is repeated while something else runs concurrently (request->race). Storage
 * keys and registers are not compared.
 */
#ifndef HOST_RUNNER_REPEATED_H
#define HOST_RUNNER_REPEATED_H

#include "host/runner/session.h"

void repeated_try(struct session *w, struct plan *plan);

#endif
