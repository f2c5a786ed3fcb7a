/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of aspects (enum aspect): in failure texts, in rows of known.txt and in comparisons of
 * runs.
 */
#ifndef LIB_OUTCOME_ASPECT_H
#define LIB_OUTCOME_ASPECT_H

#include <stddef.h>

#include "lib/base/text.h"

/* Add the names of a set of aspects, separated by ", ", and bits without a name as a number. */
void aspects_name(unsigned int aspects, struct text *text);

/* The bit of the aspect whose name is the len bytes at name, or 0 if none has that name. */
unsigned int aspect_find(const char *name, size_t len);

#endif
