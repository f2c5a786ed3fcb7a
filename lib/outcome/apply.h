/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an answer does to storage: shared by the comparison, which asks what storage should hold,
 * and by the model, which makes it so.
 */
#ifndef LIB_OUTCOME_APPLY_H
#define LIB_OUTCOME_APPLY_H

#include <stdbool.h>

#include "lib/outcome/outcome.h"

/* Does the request move its operand into the guest (true) or out of it? */
bool request_stores(const struct request *request);

/*
 * Store the first `moved` bytes of data into the operand's fragments. If saved is not NULL, what
 * was there before is put there, in operand order.
 */
void fragments_store(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     const uint8_t *data, uint8_t *saved);

/*
 * Undo fragments_store: put saved back, last fragment first, for fragments may lie on one another.
 */
void fragments_restore(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		       const uint8_t *saved);

/* Fetch the first `moved` bytes of the operand. */
void fragments_fetch(const struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     uint8_t *data);

#endif
