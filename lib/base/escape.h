/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text within other formats.
 */
#ifndef LIB_BASE_ESCAPE_H
#define LIB_BASE_ESCAPE_H

#include <stdio.h>

/* A JSON string, with its quotes. */
void put_json(FILE *out, const char *s);

/*
 * Text or the value of an attribute in XML 1.0, which has no place for most control characters:
 * they become "?".
 */
void put_xml(FILE *out, const char *s);

#endif
