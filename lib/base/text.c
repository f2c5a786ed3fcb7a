// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/text.h"

void text_add(struct text *text, const char *format, ...)
{
	size_t room = text->size - text->len;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->buf + text->len, room, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= room) {
		text->cut = true;
		text->len = text->size - 1;
	} else {
		text->len += (size_t)n;
	}
}

void text_append(struct text *text, const char *bytes, size_t len)
{
	size_t room = text->size - text->len - 1;

	if (len > room) {
		text->cut = true;
		len = room;
	}
	memcpy(text->buf + text->len, bytes, len);
	text->len += len;
	text->buf[text->len] = 0;
}
