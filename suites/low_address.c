// SPDX-License-Identifier: GPL-2.0-only
/*
 * Low-address protection (POP chapter 3): the edges of its two ranges, in every kind of space, with
 * and without a prefix. It applies to effective addresses, wherever the bytes are in absolute
 * storage.
 */
#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, CONTROL, SPACE, PREFIX, WHERE };

#define PREFIX_VALUE 0x20000

static const struct space {
	const char *label;
	enum { DAT_OFF, BY_TABLES, REAL_SPACE, NO_SPACE } kind;
	uint64_t asce;		/* bits of the primary ASCE */
	unsigned int defects;	/* BY_TABLES: of both page-table entries, enum dat_defect */
} spaces[] = {
	{ "dat_off", DAT_OFF, ASCE_P, 0 },		/* must be ignored: DAT is off */
	{ "ordinary", BY_TABLES, 0, 0 },
	{ "private", BY_TABLES, ASCE_P, 0 },		/* no low-address protection here */
	{ "real", REAL_SPACE, ASCE_R, 0 },
	{ "real_private", REAL_SPACE, ASCE_R | ASCE_P, 0 },
	{ "page_invalid", BY_TABLES, 0, DAT_INVALID },	/* protection has priority */
	{ "no_space", NO_SPACE, ASCE_P, 0 },		/* the ALET is invalid */
};

/* Addresses 0 to 511 and 4096 to 4607 are protected. */
static const struct operand wheres[] = {
	OPERAND(0, 1),
	OPERAND(511, 1),
	OPERAND(512, 1),
	OPERAND(500, 20),
	OPERAND(512, 3584),
	OPERAND(4095, 1),
	OPERAND(4095, 2),
	OPERAND(4096, 1),
	OPERAND(4607, 1),
	OPERAND(4608, 1),
	OPERAND(4600, 16),
	OPERAND(4000, 200),
	OPERAND(8191, 1),
	OPERAND(0x20000, 8),	/* absolute 0, if the prefix is 0x20000 */
};

static bool not_mapped(const unsigned int *v)
{
	return spaces[v[SPACE]].kind != DAT_OFF && wheres[v[WHERE]].addr >= PREFIX_VALUE;
}

static void stage_space(const struct space *space, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct dat_path path;

	regs->cr[CR_PRIMARY_ASCE] = space->asce;
	switch (space->kind) {
	case DAT_OFF:
		break;
	case REAL_SPACE:
		set_primary_space(regs, space->asce);
		break;
	case NO_SPACE:
		regs->psw.mask |= PSW_DAT;
		set_space(regs, PSW_AS_ACCESS_REGISTER);
		regs->ar[3] = ALET_ZEROS;	/* ALET-specification exception */
		plan->request.ar = 3;
		plan->request.host_acrs = HOST_ACRS_LIKE_GUEST;
		break;
	case BY_TABLES:
		/* The frames of the first two pages are not in low storage. */
		dat_path_init(&path, 0, DAT_SEGMENT, 0, LAYOUT_DATA);
		dat_path_corrupt(&path, DAT_PATH_PAGE, space->defects);
		dat_path_stage(&path, &plan->state);
		dat_path_stage_page(&path, &plan->state, PAGE_SIZE,
				    dat_path_pte(LAYOUT_DATA + 3 * PAGE_SIZE, space->defects));
		set_primary_space(regs, path.asce | space->asce);
		break;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	set_access(plan, LOGICAL, v[OP]);
	set_operand(&plan->request, &wheres[v[WHERE]]);
	plan->request.flags = modes[v[MODE]].flags;
	if (v[CONTROL])
		plan->state.regs.cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
	if (v[PREFIX])
		plan->state.regs.prefix = PREFIX_VALUE;
	stage_space(&spaces[v[SPACE]], plan);
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE_INJECT,
	[CONTROL] = AXIS_OFF_ON("control"),
	[SPACE] = AXIS_ROWS("space", spaces),
	[PREFIX] = AXIS("prefix", "0", "0x20000"),
	[WHERE] = AXIS_ROWS("where", wheres),
};

static const struct prune prunes[] = {
	{ not_mapped, "with DAT on only the first two pages are mapped" },
};

SUITE(low_address) = {
	.name = "low_address",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
