// SPDX-License-Identifier: GPL-2.0-only
/*
 * Table length and table offset: every value of both, with an index in every quarter of the table,
 * at every level. An index outside of the limits must be the translation exception of its level.
 */
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, TOP, OF, QUARTER, FIRST, LAST };

/* The ASCE limits the first table; a region-table entry limits the table below it. */
static const struct {
	const char *label;
	unsigned int entry;	/* the level of the entry, or DAT_PATH_ASCE */
} limits[] = {
	{ "asce", DAT_PATH_ASCE },
	{ "region3", DAT_REGION_THIRD },
	{ "region2", DAT_REGION_SECOND },
	{ "region1", DAT_REGION_FIRST },
};

static bool by_asce(const unsigned int *v)
{
	return limits[v[OF]].entry == DAT_PATH_ASCE;
}

static bool no_entry(const unsigned int *v)
{
	return !by_asce(v) && limits[v[OF]].entry > v[TOP];
}

static bool no_offset(const unsigned int *v)
{
	return by_asce(v) && v[FIRST];
}

static void build(const unsigned int *v, struct plan *plan)
{
	unsigned int level = by_asce(v) ? v[TOP] : limits[v[OF]].entry - 1;
	unsigned int shift = 29 + 11 * level;	/* of the index's two leftmost bits */
	uint64_t addr = dat_path_addr(v[TOP], 0x120) & ~(UINT64_C(3) << shift);
	struct request *r = &plan->request;
	struct dat_path path;
	uint64_t *entry;

	set_access(plan, LOGICAL, v[OP]);
	r->flags = modes[v[MODE]].flags;
	r->size = 8;
	r->gaddr = addr | (uint64_t)v[QUARTER] << shift;
	dat_path_init(&path, 0, v[TOP], r->gaddr, LAYOUT_DATA);
	entry = by_asce(v) ? &path.asce : &path.entry[limits[v[OF]].entry];
	*entry = (*entry & ~ENTRY_TL) | v[LAST] | v[FIRST] << ENTRY_TF_SHIFT;
	dat_path_stage(&path, &plan->state);
	set_primary_space(&plan->state.regs, path.asce);
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[TOP] = AXIS("top", DAT_LEVEL_LABELS),
	[OF] = AXIS_ROWS("limits_in", limits),
	[QUARTER] = AXIS_NUMBER("quarter", 4),
	[FIRST] = AXIS_NUMBER("offset", 4),
	[LAST] = AXIS_NUMBER("length", 4),
};

static const struct prune prunes[] = {
	{ no_entry, "the path has no entry of this level" },
	{ no_offset, "an ASCE has a table length, but no table offset" },
};

SUITE(dat_limits) = {
	.name = "dat_limits",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
