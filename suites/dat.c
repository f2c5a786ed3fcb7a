// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic address translation (POP chapter 3): each type of ASCE, and one defect at a time in each
 * table entry on the translation path of the operand.
 */
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { CPU, OP, MODE, TOP, DEFECT, LEVEL, EDAT, PRIVATE };

enum {
	NONE, ASCE_TYPE, ASCE_TYPE_FAR, ASCE_LENGTH, TABLE_OUTSIDE, INVALID, INVALID_AND_TYPE,
	TABLE_TYPE, COMMON, NEXT_OFFSET, NEXT_LENGTH, PROTECTED, FRAME, FRAME_PROTECTED,
	FRAME_OUTSIDE, PAGE_TABLE_OUTSIDE, PAGE_TABLE_ODD, PAGE_INVALID, PAGE_INVALID_AND_BIT_52,
	PAGE_BIT_52, PAGE_PROTECTED, PAGE_OUTSIDE, PAGE_PROTECTED_OUTSIDE, PAGE_IEP, ALL_ZERO,
};

/* Where a defect is. AT_LEVEL: in the entry, or of the table, that the axis LEVEL selects. */
enum { NOWHERE, AT_ASCE, AT_LEVEL, AT_SEGMENT, AT_PAGE };

#define REAL_SPACE 4		/* value of TOP: a real-space designation, without tables */
#define OFFSET 0x7f8
#define FRAME_1M (3 * MIB)
#define OUTSIDE_1M (16 * MIB)
#define OUTSIDE_2G (UINT64_C(6) << 30)
#define PTE_IEP BIT64(55)	/* instruction-execution protection: ignored for operands */

static const struct {
	const char *label;
	enum vm_type vm_type;
} cpus[] = {
	{ "full", VM_ORDINARY },
	{ "without_edat", VM_WITHOUT_EDAT },
	{ "without_edat2", VM_WITHOUT_EDAT2 },
};

static const struct {
	const char *label;
	unsigned int where;
	unsigned int corrupt;	/* enum dat_defect, or-ed */
} defects[] = {
	[NONE] = { "none", NOWHERE, 0 },
	/* The address has a one left of the first table's index: in the next bit, or in bit 0. */
	[ASCE_TYPE] = { "asce_type", AT_ASCE, 0 },
	[ASCE_TYPE_FAR] = { "asce_type_far", AT_ASCE, 0 },
	[ASCE_LENGTH] = { "asce_length", AT_ASCE, DAT_NEXT_LENGTH },
	[TABLE_OUTSIDE] = { "table_outside", AT_LEVEL, 0 },	/* its origin is in a hole */
	[INVALID] = { "invalid", AT_LEVEL, DAT_INVALID },
	[INVALID_AND_TYPE] = { "invalid_and_type", AT_LEVEL, DAT_INVALID | DAT_WRONG_TYPE },
	[TABLE_TYPE] = { "table_type", AT_LEVEL, DAT_WRONG_TYPE },
	[COMMON] = { "common", AT_LEVEL, DAT_COMMON },		/* invalid in private spaces */
	[NEXT_OFFSET] = { "next_offset", AT_LEVEL, DAT_NEXT_OFFSET },
	[NEXT_LENGTH] = { "next_length", AT_LEVEL, DAT_NEXT_LENGTH },
	[PROTECTED] = { "protected", AT_LEVEL, DAT_PROTECTED },	/* regions: EDAT only */
	/*
	 * With EDAT the entry maps a frame of 1 MiB or 2 GiB. Without it the format-control bit is
	 * ignored, and the entry designates the next table.
	 */
	[FRAME] = { "frame", AT_LEVEL, 0 },
	[FRAME_PROTECTED] = { "frame_protected", AT_LEVEL, DAT_PROTECTED },
	[FRAME_OUTSIDE] = { "frame_outside", AT_LEVEL, 0 },
	[PAGE_TABLE_OUTSIDE] = { "page_table_outside", AT_SEGMENT, DAT_NEXT_OUTSIDE },
	[PAGE_TABLE_ODD] = { "page_table_odd", AT_SEGMENT, 0 },	/* valid: a multiple of 2 KiB */
	[PAGE_INVALID] = { "page_invalid", AT_PAGE, DAT_INVALID },
	[PAGE_INVALID_AND_BIT_52] = { "page_invalid_and_bit52", AT_PAGE, DAT_INVALID | DAT_BIT_52 },
	[PAGE_BIT_52] = { "page_bit52", AT_PAGE, DAT_BIT_52 },
	[PAGE_PROTECTED] = { "page_protected", AT_PAGE, DAT_PROTECTED },
	[PAGE_OUTSIDE] = { "page_outside", AT_PAGE, DAT_NEXT_OUTSIDE },
	[PAGE_PROTECTED_OUTSIDE] = { "page_protected_outside", AT_PAGE,
				     DAT_PROTECTED | DAT_NEXT_OUTSIDE },
	[PAGE_IEP] = { "page_iep", AT_PAGE, 0 },			/* valid */
	[ALL_ZERO] = { "all_zero", AT_LEVEL, 0 },	/* its table type is that of a segment */
};

static bool is_frame(unsigned int defect)
{
	return defect == FRAME || defect == FRAME_PROTECTED || defect == FRAME_OUTSIDE;
}

static bool level_not_used(const unsigned int *v)
{
	return v[LEVEL] != DAT_SEGMENT && defects[v[DEFECT]].where != AT_LEVEL;
}

static bool level_above_top(const unsigned int *v)
{
	return v[LEVEL] > v[TOP];
}

static bool defect_of_real_space(const unsigned int *v)
{
	return v[TOP] == REAL_SPACE && v[DEFECT] != NONE;
}

static bool no_next_table(const unsigned int *v)
{
	return (v[DEFECT] == NEXT_OFFSET || v[DEFECT] == NEXT_LENGTH) && v[LEVEL] == DAT_SEGMENT;
}

static bool no_such_frame(const unsigned int *v)
{
	return is_frame(v[DEFECT]) && v[LEVEL] > DAT_REGION_THIRD;
}

static bool nothing_left_of_top(const unsigned int *v)
{
	return (v[DEFECT] == ASCE_TYPE || v[DEFECT] == ASCE_TYPE_FAR) && v[TOP] == DAT_REGION_FIRST;
}

/* The frame: 1 MiB at 3 MiB for a segment, 2 GiB at 0 for a region; or outside of storage. */
static void map_frame(uint64_t *entry, unsigned int level, bool outside)
{
	*entry |= ENTRY_FC;
	if (level == DAT_SEGMENT)
		*entry = (*entry & ~ENTRY_SFAA) | (outside ? OUTSIDE_1M : FRAME_1M);
	else if (outside)
		*entry = (*entry & ~ENTRY_ORIGIN) | OUTSIDE_2G;
}

static void corrupt(struct dat_path *path, unsigned int defect, unsigned int level)
{
	static const unsigned int places[] = {
		[AT_ASCE] = DAT_PATH_ASCE, [AT_SEGMENT] = DAT_SEGMENT, [AT_PAGE] = DAT_PATH_PAGE,
	};
	unsigned int where = defects[defect].where;

	if (where != NOWHERE)
		dat_path_corrupt(path, where == AT_LEVEL ? level : places[where],
				 defects[defect].corrupt);
	switch (defect) {
	case ASCE_TYPE:
		path->addr |= UINT64_C(1) << (31 + 11 * path->top);
		break;
	case ASCE_TYPE_FAR:
		path->addr |= BIT64(0);
		break;
	case TABLE_OUTSIDE:
		dat_path_corrupt(path, level == path->top ? DAT_PATH_ASCE : level + 1,
				 DAT_NEXT_OUTSIDE);
		break;
	case FRAME:
	case FRAME_PROTECTED:
	case FRAME_OUTSIDE:
		map_frame(&path->entry[level], level, defect == FRAME_OUTSIDE);
		break;
	case PAGE_TABLE_ODD:
		dat_path_move_page_table(path, 0x800);
		break;
	case PAGE_IEP:
		path->pte |= PTE_IEP;
		break;
	case ALL_ZERO:
		path->entry[level] = 0;
		break;
	}
}

/* An address that stays inside storage when a frame of 2 GiB maps it. */
static uint64_t address(const unsigned int *v)
{
	uint64_t addr = dat_path_addr(v[TOP], OFFSET);

	if (is_frame(v[DEFECT]) && v[LEVEL] == DAT_REGION_THIRD)
		addr = (addr & ~(BIT64(32) - 1)) | FRAME_1M | (addr & (MIB - 1));
	return addr;
}

static uint64_t stage_path(const unsigned int *v, struct plan *plan)
{
	struct dat_path path;
	unsigned int level;

	dat_path_init(&path, 0, v[TOP], address(v), LAYOUT_DATA);
	corrupt(&path, v[DEFECT], v[LEVEL]);
	for (level = DAT_SEGMENT; level <= path.top; level++)
		if (v[DEFECT] != TABLE_OUTSIDE || level != v[LEVEL])
			dat_path_stage_level(&path, &plan->state, level);
	dat_path_stage_page(&path, &plan->state, path.addr, path.pte);
	plan->request.gaddr = path.addr;
	return path.asce;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	uint64_t asce = ASCE_R;

	plan->state.vm_type = cpus[v[CPU]].vm_type;
	set_access(plan, LOGICAL, v[OP]);
	r->flags = modes[v[MODE]].flags;
	r->gaddr = LAYOUT_DATA + OFFSET;
	r->size = 16;
	if (v[TOP] != REAL_SPACE)
		asce = stage_path(v, plan);
	set_primary_space(regs, asce | (v[PRIVATE] ? ASCE_P : 0));
	if (v[EDAT])
		regs->cr[0] |= CR0_ENHANCED_DAT;
	if (v[DEFECT] == PAGE_IEP)
		regs->cr[0] |= CR0_IEP;
}

static const struct axis axes[] = {
	[CPU] = AXIS_ROWS("cpu", cpus),
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE_INJECT,
	[TOP] = AXIS("top", DAT_LEVEL_LABELS, [REAL_SPACE] = "real"),
	[DEFECT] = AXIS_ROWS("defect", defects),
	[LEVEL] = AXIS("level", DAT_LEVEL_LABELS),
	[EDAT] = AXIS_OFF_ON("edat"),
	[PRIVATE] = AXIS_NO_YES("private"),
};

static const struct prune prunes[] = {
	{ level_not_used, "only defects at a level use this axis" },
	{ level_above_top, "the translation path has no table of this level" },
	{ defect_of_real_space, "a real space has no tables" },
	{ no_next_table, "a segment-table entry has no table offset and no table length" },
	{ no_such_frame, "only segment-table and region-third-table entries can map a frame" },
	{ nothing_left_of_top, "no index is to the left of the region-first index" },
};

SUITE(dat) = {
	.name = "dat",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
