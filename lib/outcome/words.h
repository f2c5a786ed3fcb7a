/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of a description: see outcome_describe(). */
#ifndef LIB_OUTCOME_WORDS_H
#define LIB_OUTCOME_WORDS_H

#include "lib/outcome/outcome.h"

/* describe_request.c: lines "state: ..." and "request: ...". */
void describe_state(const struct trial *trial, struct text *t);
void describe_request(const struct trial *trial, struct text *t);

/* describe_differences.c: what differs from the answer, in these aspects. */
void describe_differences(const struct trial *trial, const struct answer *a, unsigned int aspects,
			  struct text *t);

/*
 * Parts of a line: bytes in hexadecimal; TEID and EAID, as far as they are laid down or were seen.
 */
void describe_bytes(const uint8_t *bytes, uint32_t n, struct text *t);
void describe_identification(const struct pending *p, struct text *t);

#endif
