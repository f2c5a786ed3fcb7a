// SPDX-License-Identifier: GPL-2.0-only
/* Absolute compare-and-exchange: sizes, alignment, result, keys, and where its two pointers lead. */
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { SIZE, OFFSET, RESULT, KEY, POINTERS, PLACE };

static const uint32_t sizes[] = { 0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 32, 65536, 65537 };
static const unsigned int offsets[] = { 0, 1, 2, 4, 8, 15 };
static const struct { enum user_area buf, old; } pointers[] = {
	{ USER_NORMAL, USER_NORMAL }, { USER_NULL, USER_NORMAL }, { USER_UNMAPPED, USER_NORMAL },
	{ USER_READ_ONLY, USER_NORMAL }, { USER_TORN, USER_NORMAL }, { USER_NORMAL, USER_NULL },
	{ USER_NORMAL, USER_UNMAPPED }, { USER_NORMAL, USER_READ_ONLY }, { USER_NORMAL, USER_TORN },
	{ USER_NULL, USER_NULL },
};

enum { MATCH, FIRST_BYTE, LAST_BYTE, SAME_VALUE };
enum { STORAGE, END_OF_SLOT, HOLE, FAR_AWAY };

static const uint64_t places[] = { LAYOUT_DATA + 0x100, 2 * MIB - 16, 2 * MIB, UINT64_MAX - 15 };

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint32_t n = sizes[v[SIZE]] < MEMOP_CMPXCHG_MAX ? sizes[v[SIZE]] : MEMOP_CMPXCHG_MAX;

	plan->needs = NEED_CMPXCHG;
	r->fd = FD_VM;
	r->op = MEMOP_ABSOLUTE_CMPXCHG;
	r->gaddr = places[v[PLACE]] + offsets[v[OFFSET]];
	r->size = sizes[v[SIZE]];
	r->buf = pointers[v[POINTERS]].buf;
	r->old = pointers[v[POINTERS]].old;
	pattern_fill(r->old_value, r->gaddr, n);
	user_pattern_fill(r->new_value, 0x1234, n);
	if (v[RESULT] == FIRST_BYTE)
		r->old_value[0] ^= 0x80;
	if (v[RESULT] == LAST_BYTE && n)
		r->old_value[n - 1] ^= 1;
	if (v[RESULT] == SAME_VALUE)
		memcpy(r->new_value, r->old_value, n);
	if (v[KEY]) {
		r->flags = MEMOP_F_SKEY_PROTECTION;
		r->key = v[KEY] == 1 ? 3 : 4;
		if (v[PLACE] <= END_OF_SLOT)
			state_key(&plan->state, r->gaddr & ~(PAGE_SIZE - 1), skey_make(3, false));
	}
}

static bool pointers_and_edges(const unsigned int *v)
{
	return v[POINTERS] && (v[OFFSET] > 2 || v[RESULT] == SAME_VALUE || v[RESULT] == FIRST_BYTE);
}

static const struct axis axes[] = {
	[SIZE] = AXIS("size", "0", "1", "2", "3", "4", "5", "8", "15", "16", "17", "32", "65536", "65537"),
	[OFFSET] = AXIS("offset", "0", "1", "2", "4", "8", "15"),
	[RESULT] = AXIS("result", "match", "first_byte", "last_byte", "same_value"),
	[KEY] = AXIS("key", "none", "match", "mismatch"),
	[POINTERS] = AXIS("pointers", "good", "buf_null", "buf_unmapped", "buf_readonly", "buf_torn", "old_null",
			  "old_unmapped", "old_readonly", "old_torn", "both_null"),
	[PLACE] = AXIS("place", "storage", "end_of_slot", "hole", "top"),
};

static const struct prune prunes[] = {
	{ pointers_and_edges, "bad pointers are tried with two offsets and two results" },
};

SUITE(cmpxchg) = {
	.name = "cmpxchg",
	.title = "compare-and-exchange: sizes, alignment, result, keys, and where its pointers lead",
	.clauses = "API.4 API.41 API.42 API.43 API.44 API.45 ABS.3 CS.1 CS.2 CS.4 PTR.1 PTR.2",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
