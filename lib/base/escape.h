/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Escape text for JSON, XML and shells.
 */
#ifndef LIB_BASE_ESCAPE_H
#define LIB_BASE_ESCAPE_H

#include <stdio.h>

/* Write s as a JSON string, including the quotes. */
void put_json(FILE *out, const char *s);

/*
 * Write s as XML text or as the value of an attribute. XML 1.0 cannot represent most control
 * characters; they become "?".
 */
void put_xml(FILE *out, const char *s);

/* Write a word of a shell command, quoted if that is necessary. */
void put_shell(FILE *out, const char *word);

#endif
