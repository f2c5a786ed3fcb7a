// SPDX-License-Identifier: GPL-2.0-only
/*
 * An operand in two blocks, each with its own storage key. An access to the second block that is
 * prohibited must be reported although the first is permitted; the first may then have been stored.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"

enum { OP, SPO, FIRST, SECOND, EXTENT, MODE, KEY };

static const struct operation ops[] = {
	LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ, ABSOLUTE_WRITE,
};

/* A storage key with this ACC, without and with the fetch-protection bit. */
#define SKEYS(acc_) { #acc_, (acc_) << 4 }, { #acc_ "f", (acc_) << 4 | SKEY_F }

static const struct {
	const char *label;
	uint8_t key;
} skeys[] = {
	SKEYS(0), SKEYS(1), SKEYS(8), SKEYS(9), SKEYS(15),
	/* for the profile "exhaustive": */
	SKEYS(2), SKEYS(3), SKEYS(4), SKEYS(5), SKEYS(6), SKEYS(7), SKEYS(10), SKEYS(11), SKEYS(12),
	SKEYS(13), SKEYS(14),
};

/* Bytes in the first block and in the second. */
#define EXTENT(first_, second_) { #first_ "+" #second_, (first_), (second_) }

static const struct {
	const char *label;
	uint32_t first, second;
} extents[] = {
	EXTENT(24, 16),
	/* for the profile "exhaustive": */
	EXTENT(1, 1),
	EXTENT(4096, 4096),
	EXTENT(1, 4096),
};

static bool inject_by_vm(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE && modes[v[MODE]].flags & MEMOP_F_INJECT_EXCEPTION;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	set_operation(plan, &ops[v[OP]]);
	set_key(plan, (int)v[KEY]);
	r->flags |= modes[v[MODE]].flags;
	r->gaddr = LAYOUT_DATA + PAGE_SIZE - extents[v[EXTENT]].first;
	r->size = extents[v[EXTENT]].first + extents[v[EXTENT]].second;
	if (v[SPO])
		plan->state.regs.cr[0] |= CR0_STORAGE_PROTECTION_OVERRIDE;
	state_key(&plan->state, LAYOUT_DATA, skeys[v[FIRST]].key);
	state_key(&plan->state, LAYOUT_DATA + PAGE_SIZE, skeys[v[SECOND]].key);
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", ops),
	[SPO] = AXIS_OFF_ON("spo"),
	[FIRST] = AXIS_USUAL(10, "first", skeys),
	[SECOND] = AXIS_USUAL(10, "second", skeys),
	[EXTENT] = AXIS_USUAL(1, "extent", extents),
	[MODE] = AXIS_MODE_INJECT,
	[KEY] = AXIS_NUMBER("key", 16),
};

static const struct prune prunes[] = {
	{ inject_by_vm, "only a vCPU ioctl can inject an exception" },
};

SUITE(key_pairs) = {
	.name = "key_pairs",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
