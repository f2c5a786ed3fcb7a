/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest whose kernel is the oracle: each request has one of the outcomes that the oracle allows,
 * always the same one for the same request (except in a race). With the model the runner can be
 * tested, and the oracle sabotaged, on any machine.
 */
#ifndef LIB_MODEL_MODEL_H
#define LIB_MODEL_MODEL_H

#include "lib/outcome/outcome.h"

struct model {
	struct level level;
	struct memory storage;
	struct state state;	/* as staged */
	struct state other;	/* RACE_STATE: alternates with state */
	unsigned int round;	/* number of requests made in races */
	uint8_t *keys;		/* storage key of every block up to the end of the last slot */
	struct outcome *outcome;	/* of the request under way */
};

/* Create a fresh guest with a copy of storage. Return 0, or -1 with errno set. */
int model_init(struct model *model, const struct level *level, const struct memory *storage);
void model_free(struct model *model);

/*
 * Perform a request; buf and old are the memory that its pointers lead to. Fill in the outcome,
 * except for the windows of user space.
 */
void model_perform(struct model *model, const struct request *request, uint8_t *buf, uint8_t *old,
		   struct outcome *outcome);

/* The answers from which the model chooses: oracle_ask(), unless the model is sabotaged. */
void model_ask(const struct level *level, const struct state *state, const struct state *other,
	       const struct memory *mem, const struct request *request, struct allowed *allowed);

#endif
