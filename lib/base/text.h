/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text that grows in a buffer of fixed size. What does not fit is cut, and the cut is remembered.
 */
#ifndef LIB_BASE_TEXT_H
#define LIB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *buf;		/* always ends with a zero byte once something was added */
	size_t size, len;	/* len without the zero byte */
	bool cut;
};

#define TEXT_IN(array) { .buf = (array), .size = sizeof(array) }

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Add len bytes as they are. */
void text_append(struct text *text, const char *bytes, size_t len);

#endif
