/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One row of known.txt.
 */
#ifndef LIB_KNOWN_EXPECTATION_ROW_H
#define LIB_KNOWN_EXPECTATION_ROW_H

#include "lib/known/expectations.h"

/*
 * Read a row, len bytes without the end of the line. Returns NULL, or what is wrong with it; row
 * then has nothing that is to be freed. row->where is left to the caller.
 */
const char *expectation_parse(struct expectation *row, const char *line, size_t len);

void expectation_free(struct expectation *row);

#endif
