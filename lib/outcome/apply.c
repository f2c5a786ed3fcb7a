// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/outcome/apply.h"

bool request_stores(const struct request *request)
{
	return request->op == MEMOP_LOGICAL_WRITE || request->op == MEMOP_ABSOLUTE_WRITE ||
	       request->op == MEMOP_ABSOLUTE_CMPXCHG || request->op == MEMOP_SIDA_WRITE;
}

/* The first n bytes of a fragment. */
static uint8_t *fragment_at(const struct memory *mem, const struct allowed *allowed, unsigned int i,
			    uint32_t n)
{
	uint64_t at = allowed->fragment[i].abs;

	return allowed->sida ? (uint8_t *)mem->sida + at : memory_at(mem, at, n);
}

static uint32_t part(uint32_t len, uint32_t left)
{
	return len < left ? len : left;
}

void fragments_store(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     const uint8_t *data, uint8_t *saved)
{
	uint32_t done = 0, n;
	unsigned int i;
	uint8_t *at;

	for (i = 0; done < moved; i++, done += n) {
		n = part(allowed->fragment[i].len, moved - done);
		at = fragment_at(mem, allowed, i, n);
		if (saved)
			memcpy(saved + done, at, n);
		memcpy(at, data + done, n);
	}
}

void fragments_restore(struct memory *mem, const struct allowed *allowed, uint32_t moved,
		       const uint8_t *saved)
{
	uint32_t start[FRAGMENTS_MAX + 1] = { 0 };
	unsigned int i;

	for (i = 0; start[i] < moved; i++)
		start[i + 1] = start[i] + part(allowed->fragment[i].len, moved - start[i]);
	while (i--)
		memcpy(fragment_at(mem, allowed, i, start[i + 1] - start[i]),
		       saved + start[i], start[i + 1] - start[i]);
}

void fragments_fetch(const struct memory *mem, const struct allowed *allowed, uint32_t moved,
		     uint8_t *data)
{
	uint32_t done = 0, n;
	unsigned int i;

	for (i = 0; done < moved; i++, done += n) {
		n = part(allowed->fragment[i].len, moved - done);
		memcpy(data + done, fragment_at(mem, allowed, i, n), n);
	}
}
