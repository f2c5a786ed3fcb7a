/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The model of a kernel for histories: each step gives what the reference model expects. It has its
 * own file so that tests/sabotage.sh can replace it with a broken one.
 */
#ifndef LIB_MODEL_PLAY_H
#define LIB_MODEL_PLAY_H

#include "lib/history/reference.h"

void model_begin(struct reference *ref, const struct history *history);

/* Make step `number` and fill in what is seen. */
void model_step(struct reference *ref, unsigned int number, struct seen *seen);

#endif
