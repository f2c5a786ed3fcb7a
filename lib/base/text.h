/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text that grows in a buffer of fixed size. Text beyond the size is dropped, and cut is set.
 */
#ifndef LIB_BASE_TEXT_H
#define LIB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *buf;		/* ends with a zero byte after the first addition */
	size_t size, len;	/* len does not count the zero byte */
	bool cut;
};

#define TEXT_IN(array) { .buf = (array), .size = sizeof(array) }

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Add len bytes unchanged. */
void text_append(struct text *text, const char *bytes, size_t len);

#endif
