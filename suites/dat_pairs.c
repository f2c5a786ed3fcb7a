// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two defects on one translation path: translation must report the one that it meets first (POP
 * chapter 6, "Multiple Program-Interruption Conditions").
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, EDAT, PRIVATE, ONE, OTHER };

#define ACCESS_KEY 1
#define OF_STORAGE_KEY UINT32_MAX	/* not an entry: the key of the operand's block */

static const struct {
	const char *label;
	unsigned int where;	/* enum dat_level, DAT_PATH_PAGE, DAT_PATH_ASCE, OF_STORAGE_KEY */
	enum dat_defect defect;
} defects[] = {
	{ "length", DAT_PATH_ASCE, DAT_NEXT_LENGTH },
	{ "invalid1", DAT_REGION_FIRST, DAT_INVALID },
	{ "type1", DAT_REGION_FIRST, DAT_WRONG_TYPE },
	{ "offset1", DAT_REGION_FIRST, DAT_NEXT_OFFSET },
	{ "length1", DAT_REGION_FIRST, DAT_NEXT_LENGTH },
	{ "protected1", DAT_REGION_FIRST, DAT_PROTECTED },
	{ "outside1", DAT_REGION_FIRST, DAT_NEXT_OUTSIDE },
	{ "invalid2", DAT_REGION_SECOND, DAT_INVALID },
	{ "type2", DAT_REGION_SECOND, DAT_WRONG_TYPE },
	{ "offset2", DAT_REGION_SECOND, DAT_NEXT_OFFSET },
	{ "length2", DAT_REGION_SECOND, DAT_NEXT_LENGTH },
	{ "protected2", DAT_REGION_SECOND, DAT_PROTECTED },
	{ "outside2", DAT_REGION_SECOND, DAT_NEXT_OUTSIDE },
	{ "invalid3", DAT_REGION_THIRD, DAT_INVALID },
	{ "type3", DAT_REGION_THIRD, DAT_WRONG_TYPE },
	{ "offset3", DAT_REGION_THIRD, DAT_NEXT_OFFSET },
	{ "length3", DAT_REGION_THIRD, DAT_NEXT_LENGTH },
	{ "protected3", DAT_REGION_THIRD, DAT_PROTECTED },
	{ "outside3", DAT_REGION_THIRD, DAT_NEXT_OUTSIDE },
	{ "invalid_s", DAT_SEGMENT, DAT_INVALID },
	{ "type_s", DAT_SEGMENT, DAT_WRONG_TYPE },
	{ "protected_s", DAT_SEGMENT, DAT_PROTECTED },
	{ "common_s", DAT_SEGMENT, DAT_COMMON },
	{ "outside_s", DAT_SEGMENT, DAT_NEXT_OUTSIDE },
	{ "invalid_p", DAT_PATH_PAGE, DAT_INVALID },
	{ "bit52_p", DAT_PATH_PAGE, DAT_BIT_52 },
	{ "protected_p", DAT_PATH_PAGE, DAT_PROTECTED },
	{ "outside_p", DAT_PATH_PAGE, DAT_NEXT_OUTSIDE },
	{ "key", OF_STORAGE_KEY, 0 },
};

static bool same_or_swapped(const unsigned int *v)
{
	return v[OTHER] <= v[ONE];
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint64_t addr = dat_path_addr(DAT_REGION_FIRST, 0x128);
	unsigned int i, acc = ACCESS_KEY;
	struct dat_path path;

	dat_path_init(&path, 0, DAT_REGION_FIRST, addr, LAYOUT_DATA);
	for (i = ONE; i <= OTHER; i++) {
		if (defects[v[i]].where == OF_STORAGE_KEY)
			acc = 7;
		else
			dat_path_corrupt(&path, defects[v[i]].where, defects[v[i]].defect);
	}
	dat_path_stage(&path, &plan->state);
	state_key(&plan->state, LAYOUT_DATA, skey_make(acc, true));
	set_access(plan, LOGICAL, v[OP]);
	set_key(plan, ACCESS_KEY);
	r->flags |= modes[v[MODE]].flags;
	r->gaddr = addr;
	r->size = 8;
	set_primary_space(&plan->state.regs, path.asce | (v[PRIVATE] ? ASCE_P : 0));
	if (v[EDAT])
		plan->state.regs.cr[0] |= CR0_ENHANCED_DAT;
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE_INJECT,
	[EDAT] = AXIS_OFF_ON("edat"),
	[PRIVATE] = AXIS_NO_YES("private"),
	[ONE] = AXIS_ROWS("one", defects),
	[OTHER] = AXIS_ROWS("other", defects),
};

static const struct prune prunes[] = {
	{ same_or_swapped, "the order of two defects in an id does not matter" },
};

SUITE(dat_pairs) = {
	.name = "dat_pairs",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
