// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sizes and offsets of the operand at and beside powers of two, up to the limit of 64 KiB: each
 * byte must arrive where it belongs, and no other byte may change. With DAT on, consecutive pages
 * map to frames that are not consecutive, so that copying on beyond a page's end shows.
 */
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { SPACE, OP, MODE, OFFSET, SIZE };

#define PAGES 17	/* the most that 64 KiB can span, if they do not begin at a page */

static const struct {
	const char *label;
	enum target target;
	uint64_t amode;
	bool dat;
} spaces[] = {
	{ "absolute", ABSOLUTE, PSW_AMODE_64, false },
	{ "real", LOGICAL, PSW_AMODE_64, false },
	{ "virtual", LOGICAL, PSW_AMODE_64, true },
	/* for the profile "exhaustive": */
	{ "real31", LOGICAL, PSW_AMODE_31, false },
	{ "virtual31", LOGICAL, PSW_AMODE_31, true },
};

static const struct number offsets[] = {
	NUMBER(0), NUMBER(1), NUMBER(7), NUMBER(8), NUMBER(15), NUMBER(16), NUMBER(255),
	NUMBER(256), NUMBER(511), NUMBER(512), NUMBER(2047), NUMBER(2048), NUMBER(4080),
	NUMBER(4087), NUMBER(4088), NUMBER(4094), NUMBER(4095),
	/* for the profile "exhaustive": */
	NUMBER(2), NUMBER(3), NUMBER(4), NUMBER(5), NUMBER(6), NUMBER(9), NUMBER(17), NUMBER(31),
	NUMBER(32), NUMBER(33), NUMBER(63), NUMBER(64), NUMBER(65), NUMBER(127), NUMBER(128),
	NUMBER(129), NUMBER(254), NUMBER(257), NUMBER(1000), NUMBER(1023), NUMBER(1024),
	NUMBER(1025), NUMBER(2046), NUMBER(2049), NUMBER(3000), NUMBER(3583), NUMBER(3584),
	NUMBER(4000), NUMBER(4031), NUMBER(4032), NUMBER(4063), NUMBER(4064), NUMBER(4079),
	NUMBER(4081), NUMBER(4086), NUMBER(4089), NUMBER(4090), NUMBER(4091), NUMBER(4092),
	NUMBER(4093),
};

static const struct number sizes[] = {
	NUMBER(1), NUMBER(2), NUMBER(3), NUMBER(8), NUMBER(9), NUMBER(16), NUMBER(255), NUMBER(256),
	NUMBER(257), NUMBER(4095), NUMBER(4096), NUMBER(4097), NUMBER(8191), NUMBER(8192),
	NUMBER(8193), NUMBER(61440), NUMBER(65535), NUMBER(65536),
	/* for the profile "exhaustive": */
	NUMBER(4), NUMBER(5), NUMBER(6), NUMBER(7), NUMBER(10), NUMBER(15), NUMBER(17), NUMBER(31),
	NUMBER(32), NUMBER(33), NUMBER(63), NUMBER(64), NUMBER(65), NUMBER(127), NUMBER(128),
	NUMBER(129), NUMBER(511), NUMBER(512), NUMBER(513), NUMBER(1023), NUMBER(1024),
	NUMBER(1025), NUMBER(2047), NUMBER(2048), NUMBER(2049), NUMBER(3000), NUMBER(4080),
	NUMBER(4081), NUMBER(5000), NUMBER(12287), NUMBER(12288), NUMBER(12289), NUMBER(32767),
	NUMBER(32768), NUMBER(32769), NUMBER(61439), NUMBER(61441), NUMBER(65520), NUMBER(65534),
};

/* Frames descend while pages ascend, and are two apart. */
static uint64_t frame(unsigned int page)
{
	return LAYOUT_DATA + (50 - 2 * page) * PAGE_SIZE;
}

static void stage_pages(uint32_t offset, struct plan *plan)
{
	struct dat_path path;
	unsigned int i;

	dat_path_init(&path, 0, DAT_SEGMENT, dat_path_addr(DAT_SEGMENT, offset), frame(0));
	dat_path_stage(&path, &plan->state);
	/*
	 * Map all pages, needed or not: consecutive cases then have the same tables, which are
	 * staged only once.
	 */
	for (i = 1; i < PAGES; i++)
		dat_path_stage_page(&path, &plan->state, path.addr + i * PAGE_SIZE, frame(i));
	set_primary_space(&plan->state.regs, path.asce);
	plan->request.gaddr = path.addr;
}

static void build(const unsigned int *v, struct plan *plan)
{
	uint32_t offset = offsets[v[OFFSET]].value;
	struct request *r = &plan->request;

	set_access(plan, spaces[v[SPACE]].target, v[OP]);
	set_amode(&plan->state.regs, spaces[v[SPACE]].amode);
	r->flags = modes[v[MODE]].flags;
	r->gaddr = LAYOUT_DATA + offset;
	r->size = sizes[v[SIZE]].value;
	if (spaces[v[SPACE]].dat)
		stage_pages(offset, plan);
}

static const struct axis axes[] = {
	[SPACE] = AXIS_USUAL(3, "space", spaces),
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[OFFSET] = AXIS_USUAL(17, "offset", offsets),
	[SIZE] = AXIS_USUAL(18, "size", sizes),
};

SUITE(extents) = {
	.name = "extents",
	AXES(axes),
	.build = build,
};
