// SPDX-License-Identifier: GPL-2.0-only
/*
 * An operand in two blocks, each with a key of its own: the lowest block that may not be accessed decides, and what is before it
 * may have been stored.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { OP, SPO, FIRST, SECOND, EXTENT, MODE, KEY };

static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE };

/* ACC and F, those at the limits first. */
static const uint8_t keys[] = {
	0x00, 0x08, 0x10, 0x18, 0x80, 0x88, 0x90, 0x98, 0xf0, 0xf8, 0x20, 0x28, 0x30, 0x38, 0x40, 0x48,
	0x50, 0x58, 0x60, 0x68, 0x70, 0x78, 0xa0, 0xa8, 0xb0, 0xb8, 0xc0, 0xc8, 0xd0, 0xd8, 0xe0, 0xe8,
};

/* Bytes in the first and in the second block. */
static const struct { uint32_t first, second; } extents[] = { { 24, 16 }, { 1, 1 }, { 4096, 4096 }, { 1, 4096 } };

static bool absolute(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ;
}

static bool inject_by_the_vm(const unsigned int *v)
{
	return absolute(v) && v[MODE] >= 2;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;
	r->op = ops[v[OP]];
	r->fd = absolute(v) ? FD_VM : FD_VCPU;
	r->flags = MEMOP_F_SKEY_PROTECTION | (v[MODE] & 1 ? MEMOP_F_CHECK_ONLY : 0) |
		   (v[MODE] & 2 ? MEMOP_F_INJECT_EXCEPTION : 0);
	r->key = (uint8_t)v[KEY];
	r->gaddr = LAYOUT_DATA + PAGE_SIZE - extents[v[EXTENT]].first;
	r->size = extents[v[EXTENT]].first + extents[v[EXTENT]].second;
	if (v[SPO])
		plan->state.regs.cr[0] |= CR0_STORAGE_PROTECTION_OVERRIDE;
	state_key(&plan->state, LAYOUT_DATA, keys[v[FIRST]]);
	state_key(&plan->state, LAYOUT_DATA + PAGE_SIZE, keys[v[SECOND]]);
}

#define KEYS "0", "0f", "1", "1f", "8", "8f", "9", "9f", "15", "15f", "2", "2f", "3", "3f", "4", "4f", "5", "5f", "6", "6f", \
	     "7", "7f", "10", "10f", "11", "11f", "12", "12f", "13", "13f", "14", "14f"

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "absolute_read", "absolute_write"),
	[SPO] = AXIS("spo", "off", "on"),
	[FIRST] = AXIS_USUAL(10, "first", KEYS),
	[SECOND] = AXIS_USUAL(10, "second", KEYS),
	[EXTENT] = AXIS_USUAL(1, "extent", "24+16", "1+1", "4096+4096", "1+4096"),
	[MODE] = AXIS("mode", "real", "check", "real_inject", "check_inject"),
	[KEY] = AXIS_NUMBER("key", 16),
};

static const struct prune prunes[] = {
	{ inject_by_the_vm, "only the vCPU can be given an exception" },
};

SUITE(key_pairs) = {
	.name = "key_pairs",
	.title = "an operand in two blocks with a key each, with and without storage-protection override",
	.clauses = "KEY.1 KEY.2 KEY.3 KEY.4 KEY.5 SPO.1 ABS.2 API.29 API.33 API.34",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
