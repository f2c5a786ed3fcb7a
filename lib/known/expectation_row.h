/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parse one row of known.txt.
 */
#ifndef LIB_KNOWN_EXPECTATION_ROW_H
#define LIB_KNOWN_EXPECTATION_ROW_H

#include "lib/known/expectations.h"

/*
 * Parse a row, len bytes without the newline. Returns NULL, or a description of the error; then
 * there is nothing to free. The caller sets row->where.
 */
const char *expectation_parse(struct expectation *row, const char *line, size_t len);

void expectation_free(struct expectation *row);

#endif
