// SPDX-License-Identifier: GPL-2.0-only
/*
 * The oracle that the model uses. It has its own file so that tests/sabotage.sh can replace it with
 * a broken one, while the oracle that judges the outcome stays intact.
 */
#include "lib/model/model.h"

void model_ask(const struct level *level, const struct state *state, const struct state *other,
	       const struct memory *mem, const struct request *request, struct allowed *allowed)
{
	oracle_ask(level, state, other, mem, request, allowed);
}
