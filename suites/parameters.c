// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameters at and beyond their limits, one and several at a time, for every operation and for
 * three operation numbers that do not exist, on both file descriptors. Wrong parameters must be
 * rejected before storage is accessed, and unused ones ignored.
 */
#include "lib/case/vocabulary.h"

enum { FD, OP, FLAGS, SIZE, KEY, AR, BUF, PLACE };

static const struct {
	const char *label;
	enum request_fd fd;
} fds[] = { { "vcpu", FD_VCPU }, { "vm", FD_VM } };

static const struct number ops[] = {
	{ "logical_read", MEMOP_LOGICAL_READ },
	{ "logical_write", MEMOP_LOGICAL_WRITE },
	{ "sida_read", MEMOP_SIDA_READ },
	{ "sida_write", MEMOP_SIDA_WRITE },
	{ "absolute_read", MEMOP_ABSOLUTE_READ },
	{ "absolute_write", MEMOP_ABSOLUTE_WRITE },
	{ "absolute_cmpxchg", MEMOP_ABSOLUTE_CMPXCHG },
	NUMBER(7),
	NUMBER(0x80000000),
	NUMBER(0xffffffff),
};

static const struct {
	const char *label;
	uint64_t flags;
} flags[] = {
	{ "0", 0 },
	{ "check", MEMOP_F_CHECK_ONLY },
	{ "inject", MEMOP_F_INJECT_EXCEPTION },
	{ "skey", MEMOP_F_SKEY_PROTECTION },
	{ "check_skey", MEMOP_F_CHECK_ONLY | MEMOP_F_SKEY_PROTECTION },
	{ "all", MEMOP_F_CHECK_ONLY | MEMOP_F_INJECT_EXCEPTION | MEMOP_F_SKEY_PROTECTION },
	/* with undefined flags: */
	{ "8", 8 },
	{ "bit32", UINT64_C(1) << 32 },
	{ "bit63", UINT64_C(1) << 63 },
	{ "all_64", UINT64_MAX },
};

static const struct number sizes[] = {
	NUMBER(0), NUMBER(1), NUMBER(65536), NUMBER(65537), NUMBER(0xffffffff),
};

/* Access registers and access keys: 0 to 15 are valid. */
static const struct number numbers[] = { NUMBER(0), NUMBER(15), NUMBER(16), NUMBER(255) };

static const struct {
	const char *label;
	uint64_t addr;
} places[] = { { "storage", LAYOUT_DATA }, { "hole", LAYOUT_HOLE } };

static bool key_and_ar(const unsigned int *v)
{
	uint32_t key = numbers[v[KEY]].value, ar = numbers[v[AR]].value;

	return key && ar && !(key == 16 && ar == 16);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;	/* kernels without it ignore key */
	r->fd = fds[v[FD]].fd;
	r->op = ops[v[OP]].value;
	r->flags = flags[v[FLAGS]].flags;
	r->size = sizes[v[SIZE]].value;
	r->key = (uint8_t)numbers[v[KEY]].value;
	r->ar = (uint8_t)numbers[v[AR]].value;
	r->reserved = 0xee;			/* must be ignored */
	r->buf = user_areas[v[BUF]].area;
	r->gaddr = places[v[PLACE]].addr;
}

static const struct axis axes[] = {
	[FD] = AXIS_ROWS("fd", fds),
	[OP] = AXIS_ROWS("op", ops),
	[FLAGS] = AXIS_ROWS("flags", flags),
	[SIZE] = AXIS_ROWS("size", sizes),
	[KEY] = AXIS_ROWS("key", numbers),
	[AR] = AXIS_ROWS("ar", numbers),
	[BUF] = AXIS_BUF_OR_NULL,
	[PLACE] = AXIS_ROWS("place", places),
};

static const struct prune prunes[] = {
	{ key_and_ar, "key and ar are both nonzero in one combination only, both 16" },
};

SUITE(parameters) = {
	.name = "parameters",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
