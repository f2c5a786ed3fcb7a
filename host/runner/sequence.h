/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A case that consists of several requests; each one finds what the previous ones stored.
 */
#ifndef HOST_RUNNER_SEQUENCE_H
#define HOST_RUNNER_SEQUENCE_H

#include "host/runner/session.h"

void sequence_try(struct session *w, const struct selected *selected);

#endif
