// SPDX-License-Identifier: GPL-2.0-only
/*
 * SIDA operations on an ordinary guest, which has no secure instruction data area: they must always
 * fail, and neither read nor write anything. Kernels that carried them out let user space access
 * kernel memory (CVE-2022-0516, fixed by commit 2c212e1baedc).
 */
#include "lib/case/vocabulary.h"

enum { OP, SIZE, OFFSET, FLAGS, BUF };

static const struct number sizes[] = {
	NUMBER(0), NUMBER(1), NUMBER(8), NUMBER(4096), NUMBER(8192), NUMBER(65536),
	NUMBER(0xffffffff),
};

static const struct number offsets[] = {
	NUMBER(0), NUMBER(1), NUMBER(0x1c0), NUMBER(4088), NUMBER(4096), NUMBER(8191), NUMBER(8192),
	NUMBER(0xfffffffc),
};

/* SIDA operations define no flags. */
static const struct {
	const char *label;
	uint64_t flags;
} flags[] = {
	{ "0", 0 },
	{ "check", MEMOP_F_CHECK_ONLY },
	{ "inject", MEMOP_F_INJECT_EXCEPTION },
	{ "skey", MEMOP_F_SKEY_PROTECTION },
	{ "8", 8 },
};

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	set_access(plan, SIDA, v[OP]);
	r->gaddr = LAYOUT_DATA;
	r->size = sizes[v[SIZE]].value;
	r->sida_offset = offsets[v[OFFSET]].value;
	r->flags = flags[v[FLAGS]].flags;
	r->buf = user_areas[v[BUF]].area;
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[SIZE] = AXIS_ROWS("size", sizes),
	[OFFSET] = AXIS_ROWS("offset", offsets),
	[FLAGS] = AXIS_ROWS("flags", flags),
	[BUF] = AXIS_BUF_OR_NULL,
};

SUITE(sida) = {
	.name = "sida",
	AXES(axes),
	.build = build,
};
