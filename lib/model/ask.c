// SPDX-License-Identifier: GPL-2.0-only
/*
 * The model's own oracle. In a file of its own, so that tests/sabotage.sh can put a broken one in
 * its place.
 */
#include "lib/model/model.h"

void model_ask(const struct level *level, const struct state *state, const struct state *other,
	       const struct memory *mem, const struct request *request, struct allowed *allowed)
{
	oracle_ask(level, state, other, mem, request, allowed);
}
