/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LIB_BASE_ARRAY_H
#define LIB_BASE_ARRAY_H

/* The number of elements of an array. */
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
