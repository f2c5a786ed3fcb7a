/* SPDX-License-Identifier: GPL-2.0-only */
/* Random histories. */
#ifndef LIB_HISTORY_RANDOM_H
#define LIB_HISTORY_RANDOM_H

#include "lib/history/history.h"

/*
 * Add `n` random steps to a history whose other members are set. The same seed gives the same
 * steps. Every step makes sense after those before it if these give what is expected.
 */
void history_random(struct history *history, uint64_t seed, unsigned int n);

#endif
