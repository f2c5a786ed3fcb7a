/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of a description: see outcome_describe(). */
#ifndef LIB_OUTCOME_WORDS_H
#define LIB_OUTCOME_WORDS_H

#include "lib/outcome/outcome.h"

/* describe_state.c: lines "state: ...". */
void describe_state(const struct trial *trial, struct text *t);

/* What another state changes; each line begins with the given word and a colon. */
void describe_keys(const char *word, const struct state *s, struct text *t);
void describe_slots(const char *word, unsigned int slots, const char *are, struct text *t);

/* describe_request.c: lines "request: ..." and "race: ...". */
void describe_request(const struct trial *trial, struct text *t);

/* describe_differences.c: one or more lines for each aspect that differs from the answer. */
void describe_differences(const struct trial *trial, const struct answer *a, unsigned int aspects,
			  struct text *t);

/* Bytes in hexadecimal, as part of a line. */
void describe_bytes(const uint8_t *bytes, uint32_t n, struct text *t);

/* describe_teid.c: "program interruption 0x0004 (protection)", as part of a line. */
void describe_pgm(unsigned int code, struct text *t);

/* " with TEID ... and EAID ...": only fields whose masks are not zero. Part of a line. */
void describe_identification(const struct pending *p, struct text *t);

/* A line that names the bits in which the TEID is wrong; nothing if the codes differ. */
void describe_teid_difference(const struct pending *want, const struct pending *got,
			      struct text *t);

#endif
