/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For tests of code that reads files: create a file with given text, silence stderr.
 */
#ifndef TESTS_UNIT_FILES_H
#define TESTS_UNIT_FILES_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/unit.h"

/* Create a file with these bytes, which the caller unlinks. path has 64 bytes. */
static inline void write_text(char *path, const char *text, size_t len)
{
	int fd;

	strcpy(path, "/tmp/memop-cts-unit-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, text, len), (int)len);
	close(fd);
}

static inline int quiet(void)
{
	int saved = dup(2);

	fflush(stderr);
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
	return saved;
}

static inline void loud(int saved)
{
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
}

#endif
