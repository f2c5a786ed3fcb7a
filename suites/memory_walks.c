// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random histories of a guest's memory: requests, and everything that user space and the host do in
 * between (lib/history/random.c). The number of the case is the seed. A history that fails is
 * reduced to the steps that the failure needs.
 */
#include "lib/history/random.h"

enum { SEED, MEMORY, KEYS, LOG };

#define STEPS 45

static const struct {
	const char *label;
	enum host_memory memory;
	bool small, cmma;
} memories[] = {
	{ "anonymous", HOST_ANONYMOUS, false, false },
	{ "shared", HOST_SHARED, false, false },
	{ "private_file", HOST_PRIVATE, false, false },
	{ "thp", HOST_THP, false, false },
	{ "thp_1m", HOST_THP_1M, false, false },
	{ "hugetlb", HOST_HUGETLB, false, false },
	{ "small_slot", HOST_ANONYMOUS, true, false },
	{ "cmma", HOST_ANONYMOUS, false, true },
};

static const struct { const char *label; } logs[] = { { "on" }, { "off" } };

static void build(const unsigned int *v, struct history *history)
{
	uint64_t seed = v[MEMORY] + ARRAY_SIZE(memories) * (v[KEYS] + 2 * (v[LOG] + 2ULL * v[SEED]));

	history->memory = memories[v[MEMORY]].memory;
	history->small = memories[v[MEMORY]].small;
	history->cmma = memories[v[MEMORY]].cmma;
	history->keys = v[KEYS];
	history->log = !v[LOG];
	history->partial = true;
	history_random(history, seed, STEPS);
}

static const struct axis axes[] = {
	[SEED] = { .name = "seed", .n = 1000000, .usual = 3, .many = 100 },
	[MEMORY] = AXIS_ROWS("memory", memories),
	[KEYS] = AXIS("keys", "never", "in_use"),
	[LOG] = AXIS_USUAL(1, "log", logs),
};

SUITE(memory_walks) = {
	.name = "memory_walks",
	.quick = 8,
	AXES(axes),
	.build_history = build,
};
