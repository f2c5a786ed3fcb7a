// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which ASCE translates an address in each address-space mode, how the addressing mode truncates an
 * address and makes an operand wrap around to 0, and how prefixing applies to real addresses.
 */
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, AMODE, SPACE, PREFIX, WHERE };
enum { LOW, PREFIX_AREA, SECOND_BLOCK, ACROSS_PREFIXED, DATA, DATA_BEYOND, WRAP, WRAP_BEYOND };

#define PREFIX_VALUE 0x20000

static const struct {
	const char *label;
	uint64_t psw;
	uint64_t end;		/* the last address */
	uint64_t beyond;	/* bits of an address that the mode ignores */
} amodes[] = {
	{ "24", PSW_AMODE_24, 0xffffff, UINT64_C(0xdead0000ff000000) },
	{ "31", PSW_AMODE_31, 0x7fffffff, UINT64_C(0xdead000080000000) },
	{ "64", PSW_AMODE_64, UINT64_MAX, 0 },
};

static const struct {
	const char *label;
	bool dat;
	enum psw_as as;
	bool real;		/* the ASCE is a real-space designation */
} spaces[] = {
	/* With DAT off the address-space control must not matter. */
	{ "dat_off", false, PSW_AS_PRIMARY, false },
	{ "dat_off_ar", false, PSW_AS_ACCESS_REGISTER, false },
	{ "dat_off_home", false, PSW_AS_HOME, false },
	{ "primary", true, PSW_AS_PRIMARY, false },
	{ "secondary", true, PSW_AS_SECONDARY, false },
	{ "home", true, PSW_AS_HOME, false },
	{ "real", true, PSW_AS_PRIMARY, true },
};

static const struct {
	const char *label;
	uint64_t addr;		/* WRAP and later: bytes before the mode's last address */
	uint32_t size;
	bool beyond;		/* the bits that the mode ignores are ones */
} wheres[] = {
	[LOW] = { "low", 0x200, 8, false },
	[PREFIX_AREA] = { "prefix_area", PREFIX_VALUE + 0x200, 8, false },
	[SECOND_BLOCK] = { "second_block", 0x1ff8, 8, false },
	[ACROSS_PREFIXED] = { "across_prefixed", 0x1ff8, 16, false },	/* 8 of 16 bytes are */
	[DATA] = { "data", LAYOUT_DATA + 0x100, 8, false },
	[DATA_BEYOND] = { "data_beyond_mode", LAYOUT_DATA + 0x100, 8, true },
	[WRAP] = { "wrap", 7, 16, false },
	[WRAP_BEYOND] = { "wrap_beyond_mode", 7, 16, true },
};

static bool uses_tables(const unsigned int *v)
{
	return spaces[v[SPACE]].dat && !spaces[v[SPACE]].real;
}

static bool no_ignored_bits(const unsigned int *v)
{
	return !amodes[v[AMODE]].beyond && wheres[v[WHERE]].beyond;
}

static bool not_mapped(const unsigned int *v)
{
	return uses_tables(v) && (v[WHERE] == PREFIX_AREA || v[WHERE] == ACROSS_PREFIXED);
}

/*
 * One space. It maps the first and second page, the page at LAYOUT_DATA and the last page of the
 * addressing mode to frames of its own. The frame of LAYOUT_DATA is one that prefixing moves: the
 * frame address in a page-table entry is a real address (POP chapter 3, "Prefixing").
 */
static void stage_space(struct state *state, unsigned int number, unsigned int cr, uint64_t end)
{
	static const uint64_t prefixed[] = { 0x0000, 0x1000, PREFIX_VALUE };
	enum dat_level top = end == UINT64_MAX ? DAT_REGION_FIRST : DAT_SEGMENT;
	uint64_t frames = LAYOUT_DATA + 0x10000 * (number + 1);
	struct dat_path low, high;

	dat_path_init(&low, number, top, 0, frames);
	dat_path_init(&high, number, top, block_of(end), frames + 5 * PAGE_SIZE);
	if (end > 0xffffff)
		dat_path_move_page_table(&high, 0x800);	/* it is in another segment */
	dat_path_stage(&low, state);
	dat_path_stage(&high, state);
	dat_path_stage_page(&low, state, PAGE_SIZE, frames + 2 * PAGE_SIZE);
	dat_path_stage_page(&low, state, LAYOUT_DATA, prefixed[number]);
	state->regs.cr[cr] = low.asce;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	uint64_t end = amodes[v[AMODE]].end;

	set_access(plan, LOGICAL, v[OP]);
	r->flags = modes[v[MODE]].flags;
	r->size = wheres[v[WHERE]].size;
	r->gaddr = v[WHERE] >= WRAP ? end - wheres[v[WHERE]].addr : wheres[v[WHERE]].addr;
	if (wheres[v[WHERE]].beyond)
		r->gaddr |= amodes[v[AMODE]].beyond;
	set_amode(regs, amodes[v[AMODE]].psw);
	set_space(regs, spaces[v[SPACE]].as);
	regs->prefix = v[PREFIX] ? PREFIX_VALUE : 0;
	if (!spaces[v[SPACE]].dat) {
		regs->ar[5] = UINT32_MAX;	/* if used: ALET-specification exception */
		r->ar = 5;
	} else if (spaces[v[SPACE]].real) {
		set_primary_space(regs, ASCE_R);
	} else {
		/* Stage all three, so that the use of a wrong one shows. */
		regs->psw.mask |= PSW_DAT;
		stage_space(&plan->state, 0, CR_PRIMARY_ASCE, end);
		stage_space(&plan->state, 1, CR_SECONDARY_ASCE, end);
		stage_space(&plan->state, 2, CR_HOME_ASCE, end);
	}
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[AMODE] = AXIS_ROWS("amode", amodes),
	[SPACE] = AXIS_ROWS("space", spaces),
	[PREFIX] = AXIS("prefix", "0", "0x20000"),
	[WHERE] = AXIS_ROWS("where", wheres),
};

static const struct prune prunes[] = {
	{ no_ignored_bits, "64-bit mode ignores no bit" },
	{ not_mapped, "not mapped; another page leads to a frame that prefixing moves" },
};

SUITE(address_spaces) = {
	.name = "address_spaces",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
