// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameters at and beyond their limits, alone and together, for every operation on both file descriptors.
 */
#include "lib/case/suite.h"
#include "lib/machine/memory.h"

enum { FD, OP, FLAGS, SIZE, KEY, AR, BUF, PLACE };

static const enum request_fd fds[] = { FD_VCPU, FD_VM };
static const uint32_t ops[] = { 0, 1, 2, 3, 4, 5, 6, 7, 0x80000000, UINT32_MAX };
static const uint64_t flags[] = { 0, 1, 2, 4, 5, 7, 8, UINT64_C(1) << 32, UINT64_C(1) << 63, UINT64_MAX };
static const uint32_t sizes[] = { 0, 1, 65536, 65537, UINT32_MAX };
static const uint8_t numbers[] = { 0, 15, 16, 255 };
static const enum user_area areas[] = { USER_NORMAL, USER_NULL };

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = NEED_MEMOP_EXTENSION;
	r->fd = fds[v[FD]];
	r->op = ops[v[OP]];
	r->flags = flags[v[FLAGS]];
	r->size = sizes[v[SIZE]];
	r->key = numbers[v[KEY]];
	r->ar = numbers[v[AR]];
	r->reserved = 0xee;
	r->buf = areas[v[BUF]];
	r->gaddr = v[PLACE] ? 2 * MIB : LAYOUT_DATA;
	if (ops[v[OP]] == MEMOP_SIDA_READ || ops[v[OP]] == MEMOP_SIDA_WRITE)
		r->sida_offset = 0;
}

/* The 255 and 15 of one number are tried with a good other one. */
static bool two_numbers(const unsigned int *v)
{
	return v[KEY] && v[AR] && !(numbers[v[KEY]] == 16 && numbers[v[AR]] == 16);
}

static const struct axis axes[] = {
	[FD] = AXIS("fd", "vcpu", "vm"),
	[OP] = AXIS("op", "logical_read", "logical_write", "sida_read", "sida_write", "absolute_read",
		    "absolute_write", "absolute_cmpxchg", "7", "0x80000000", "0xffffffff"),
	[FLAGS] = AXIS("flags", "0", "check", "inject", "skey", "check_skey", "all", "8", "bit32", "bit63",
		       "all_64"),
	[SIZE] = AXIS("size", "0", "1", "65536", "65537", "0xffffffff"),
	[KEY] = AXIS("key", "0", "15", "16", "255"),
	[AR] = AXIS("ar", "0", "15", "16", "255"),
	[BUF] = AXIS("buf", "good", "null"),
	[PLACE] = AXIS("place", "storage", "hole"),
};

static const struct prune prunes[] = {
	{ two_numbers, "key and ar are wrong together once" },
};

SUITE(parameters) = {
	.name = "parameters",
	.title = "parameters at and beyond their limits, alone and together",
	.clauses = "API.4 API.9 API.10 API.14 API.16 API.17 API.19 API.20 API.22 API.25 API.28 API.31 API.37 API.39 API.47 "
		   "API.50 API.51 API.52 PTR.1 PTR.2 SIDA.1",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
