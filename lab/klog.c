// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the log of a Linux kernel (5.10 or later, s390x) from an image of its storage.
 *
 *	klog FILE
 *
 * A kernel that dies or hangs does not get its last words out on the emulated console; they are in
 * its log buffer. That buffer is a ring of blocks: a number of 8 bytes, counting up from record to
 * record, then the text, at least one zero byte, and more of them up to a multiple of 8. The first
 * record is "Linux version ...". A log so long that it has been overwritten is not found.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Records of interrupted writers are skipped, hence more than 1 between neighbours. */
#define MAX_STEP 1000
/* The longest message there can be. */
#define MAX_TEXT 2048
#define FIRST "Linux version "

static uint64_t number_at(const unsigned char *p)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | p[i];
	return n;
}

/*
 * The kernel formats a message in place and then removes its level, two characters, and its newline
 * by moving the rest. It leaves behind the text a copy of the last two characters and the newline.
 */
static int text_length(const char *text, size_t n)
{
	if (!n || text[n - 1] != '\n')
		return n;
	if (n >= 5 && !memcmp(text + n - 3, text + n - 5, 2))
		return n - 3;
	return n - 1;
}

/* Walk the records from p on, print them if asked to, and return how many there are. */
static size_t walk(const unsigned char *p, const unsigned char *end, bool print)
{
	uint64_t number = number_at(p);
	size_t count = 0;

	while (p + 16 <= end && number_at(p) - number < MAX_STEP) {
		const char *text = (const char *)p + 8;
		size_t n = strnlen(text, end - p - 8);

		if (!n)
			break;
		if (print)
			printf("%.*s\n", text_length(text, n), text);
		count++;
		number = number_at(p);
		p += 8 + (n / 8 + 1) * 8;
		/* A message put together of several leaves more room than it needs. */
		while (p + 8 <= end && !number_at(p) && p - (const unsigned char *)text < MAX_TEXT)
			p += 8;
	}
	return count;
}

/* The kernel has its version in several places; only in the log do many records follow. */
static const unsigned char *find_log(const unsigned char *core, const unsigned char *end)
{
	const unsigned char *best = NULL;
	size_t most = 1;

	for (const unsigned char *p = core; p + 8 + sizeof(FIRST) < end; p += 8) {
		size_t count;

		if (memcmp(p + 8, FIRST, strlen(FIRST)))
			continue;
		count = walk(p, end, false);
		if (count > most) {
			most = count;
			best = p;
		}
	}
	return best;
}

int main(int argc, char **argv)
{
	const unsigned char *log;
	unsigned char *core = NULL;
	long size;
	FILE *f;
	int rc = 1;

	f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	if (!f || fseek(f, 0, SEEK_END))
		goto out;
	size = ftell(f);
	rewind(f);
	core = size > 0 ? malloc(size) : NULL;
	if (!core || fread(core, 1, size, f) != (size_t)size)
		goto out;
	log = find_log(core, core + size);
	if (!log)
		goto out;
	walk(log, core + size, true);
	rc = 0;
out:
	free(core);
	if (f)
		fclose(f);
	return rc;
}
