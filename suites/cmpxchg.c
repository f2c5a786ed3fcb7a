// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute cmpxchg: valid and invalid sizes and alignments, equal and unequal comparison, storage
 * keys, and bad user-space pointers. If the comparison is unequal, storage must not change, and the
 * value found there must arrive at old_addr.
 */
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"

enum { SIZE, OFFSET, RESULT, KEY, POINTERS, PLACE };
enum { MATCH, FIRST_BYTE, LAST_BYTE, SAME_VALUE };

/* Powers of two up to 16 are valid. */
static const struct number sizes[] = {
	NUMBER(0), NUMBER(1), NUMBER(2), NUMBER(3), NUMBER(4), NUMBER(5), NUMBER(8), NUMBER(15),
	NUMBER(16), NUMBER(17), NUMBER(32), NUMBER(65536), NUMBER(65537),
};

/* The operand must be aligned to its size. */
static const struct number offsets[] = {
	NUMBER(0), NUMBER(1), NUMBER(2), NUMBER(4), NUMBER(8), NUMBER(15),
};

static const struct access_key keys[] = { { "none", NO_KEY }, { "match", 3 }, { "mismatch", 4 } };

static const struct {
	const char *label;
	enum user_area buf, old;
} pointers[] = {
	{ "good", USER_NORMAL, USER_NORMAL },
	{ "buf_null", USER_NULL, USER_NORMAL },
	{ "buf_unmapped", USER_UNMAPPED, USER_NORMAL },
	{ "buf_readonly", USER_READ_ONLY, USER_NORMAL },	/* valid: it is only read */
	{ "buf_torn", USER_TORN, USER_NORMAL },
	{ "old_null", USER_NORMAL, USER_NULL },
	{ "old_unmapped", USER_NORMAL, USER_UNMAPPED },
	{ "old_readonly", USER_NORMAL, USER_READ_ONLY },	/* it is written if unequal */
	{ "old_torn", USER_NORMAL, USER_TORN },
	{ "both_null", USER_NULL, USER_NULL },
};

static const struct {
	const char *label;
	uint64_t addr;
} places[] = {
	{ "storage", LAYOUT_DATA + 0x100 },
	{ "end_of_slot", LAYOUT_HOLE - 16 },
	{ "hole", LAYOUT_HOLE },
	{ "top", UINT64_MAX - 15 },
};

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint32_t size = sizes[v[SIZE]].value;
	uint64_t block;

	set_access(plan, ABSOLUTE, CMPXCHG);
	r->gaddr = places[v[PLACE]].addr + offsets[v[OFFSET]].value;
	r->size = size;
	r->buf = pointers[v[POINTERS]].buf;
	r->old = pointers[v[POINTERS]].old;
	set_cmpxchg_values(r, r->gaddr);
	if (v[RESULT] == FIRST_BYTE)
		r->old_value[0] ^= 0x80;
	if (v[RESULT] == LAST_BYTE && size)
		r->old_value[(size < MEMOP_CMPXCHG_MAX ? size : MEMOP_CMPXCHG_MAX) - 1] ^= 1;
	if (v[RESULT] == SAME_VALUE)
		memcpy(r->new_value, r->old_value, sizeof(r->new_value));
	set_key(plan, keys[v[KEY]].key);
	block = block_of(places[v[PLACE]].addr);
	if (keys[v[KEY]].key != NO_KEY && map_has(&guest_map, block))
		state_key(&plan->state, block, skey_make(3, false));
}

static bool pointers_and_edges(const unsigned int *v)
{
	return v[POINTERS] && (v[OFFSET] > 2 || v[RESULT] == SAME_VALUE || v[RESULT] == FIRST_BYTE);
}

static const struct axis axes[] = {
	[SIZE] = AXIS_ROWS("size", sizes),
	[OFFSET] = AXIS_ROWS("offset", offsets),
	[RESULT] = AXIS("result", [MATCH] = "match", [FIRST_BYTE] = "first_byte",
			[LAST_BYTE] = "last_byte", [SAME_VALUE] = "same_value"),
	[KEY] = AXIS_ROWS("key", keys),
	[POINTERS] = AXIS_ROWS("pointers", pointers),
	[PLACE] = AXIS_ROWS("place", places),
};

static const struct prune prunes[] = {
	{ pointers_and_edges, "for bad pointers, offsets 0 to 2 and two results are enough" },
};

SUITE(cmpxchg) = {
	.name = "cmpxchg",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
