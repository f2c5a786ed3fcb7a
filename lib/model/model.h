/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest whose kernel is the oracle: it does one of the things that the oracle allows, now this
 * and now that, but always the same for the same request. With it the whole way of the data runs,
 * and can be broken on purpose, on any machine.
 */
#ifndef LIB_MODEL_MODEL_H
#define LIB_MODEL_MODEL_H

#include "lib/outcome/outcome.h"

struct model {
	struct level level;
	struct memory storage;
	struct state state;	/* as staged */
	struct state other;	/* RACE_STATE: that may take its place */
	unsigned int round;	/* of the requests made in a race */
	uint8_t *keys;		/* of every 4 KiB block up to the end of the last slot */
	struct outcome *outcome;	/* of the request under way */
};

/* A fresh guest with a copy of storage. Returns 0, or -1 with errno set. */
int model_init(struct model *model, const struct level *level, const struct memory *storage);
void model_free(struct model *model);

/*
 * What a request does; buf and old are what its pointers lead to. Fills in all of the outcome but
 * what those hold.
 */
void model_perform(struct model *model, const struct request *request, uint8_t *buf, uint8_t *old,
		   struct outcome *outcome);

/* What the model does is an answer to this: oracle_ask, unless the model is sabotaged. */
void model_ask(const struct level *level, const struct state *state, const struct state *other,
	       const struct memory *mem, const struct request *request, struct allowed *allowed);

#endif
