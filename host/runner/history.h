/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cases that are histories: a VM of their own, steps one after the other, each compared with the
 * reference model. A history that fails is reduced to the steps that the failure needs.
 */
#ifndef HOST_RUNNER_HISTORY_H
#define HOST_RUNNER_HISTORY_H

#include "host/runner/session.h"

/* Try the history of a case and record the result. */
void history_try(struct session *w, const struct selected *selected);

#endif
