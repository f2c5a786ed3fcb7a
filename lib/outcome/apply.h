/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Moving data as an answer says. The comparison does it in the shadow, to know what storage should
 * hold; the model does it in its own storage.
 */
#ifndef LIB_OUTCOME_APPLY_H
#define LIB_OUTCOME_APPLY_H

#include <stdbool.h>

#include "lib/outcome/outcome.h"

/* True if the operation stores into the guest (compare-and-exchange does), false if it fetches. */
bool request_stores(const struct request *request);

/*
 * Store the first `moved` bytes of data into the operand's fragments. If saved is not NULL, the
 * previous contents are saved there, in operand order.
 */
void fragments_store(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     const uint8_t *data, uint8_t *saved);

/*
 * Undo fragments_store: restore the saved bytes, last fragment first, because fragments may
 * overlap.
 */
void fragments_restore(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		       const uint8_t *saved);

/* Fetch the first `moved` bytes of the operand. */
void fragments_fetch(const struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     uint8_t *data);

#endif
