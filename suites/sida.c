// SPDX-License-Identifier: GPL-2.0-only
/*
 * SIDA operations on an ordinary guest, which has no such area: never anything but an error, and nothing moves. CVE-2022-0516
 * (2c212e1baedc) was that they were carried out.
 */
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { OP, SIZE, OFFSET, FLAGS, BUF };

static const uint32_t sizes[] = { 0, 1, 8, 4096, 8192, 65536, UINT32_MAX };
static const uint32_t offsets[] = { 0, 1, 0x1c0, 4088, 4096, 8191, 8192, 0xfffffffc };
static const uint64_t flags[] = { 0, 1, 2, 4, 8 };
static const enum user_area areas[] = { USER_NORMAL, USER_NULL };

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	r->op = v[OP] ? MEMOP_SIDA_WRITE : MEMOP_SIDA_READ;
	r->gaddr = LAYOUT_DATA;
	r->size = sizes[v[SIZE]];
	r->sida_offset = offsets[v[OFFSET]];
	r->flags = flags[v[FLAGS]];
	r->buf = areas[v[BUF]];
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "read", "write"),
	[SIZE] = AXIS("size", "0", "1", "8", "4096", "8192", "65536", "0xffffffff"),
	[OFFSET] = AXIS("offset", "0", "1", "0x1c0", "4088", "4096", "8191", "8192", "0xfffffffc"),
	[FLAGS] = AXIS("flags", "0", "check", "inject", "skey", "8"),
	[BUF] = AXIS("buf", "good", "null"),
};

SUITE(sida) = {
	.name = "sida",
	.title = "SIDA operations on an ordinary guest: an error, and nothing moves",
	.clauses = "API.50 API.51 API.52 SIDA.1",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.build = build,
};
