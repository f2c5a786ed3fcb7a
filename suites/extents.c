// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operands of every kind of length at every kind of place in their first block: every byte arrives where it should, and no other.
 * With DAT on, blocks that follow one another are in frames that do not.
 */
#include "lib/arch/cr.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { SPACE, OP, MODE, OFFSET, SIZE };
enum { ABSOLUTE, REAL, VIRTUAL, REAL_31, VIRTUAL_31 };

/* The usual ones first. */
static const uint32_t offsets[] = {
	0, 1, 7, 8, 15, 16, 255, 256, 511, 512, 2047, 2048, 4080, 4087, 4088, 4094, 4095, 2, 3, 4, 5, 6, 9, 17, 31, 32, 33, 63, 64,
	65, 127, 128, 129, 254, 257, 1000, 1023, 1024, 1025, 2046, 2049, 3000, 3583, 3584, 4000, 4031, 4032, 4063, 4064, 4079,
	4081, 4086, 4089, 4090, 4091, 4092, 4093,
};
static const uint32_t sizes[] = {
	1, 2, 3, 8, 9, 16, 255, 256, 257, 4095, 4096, 4097, 8191, 8192, 8193, 61440, 65535, 65536, 4, 5, 6, 7, 10, 15, 17, 31, 32,
	33, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 3000, 4080, 4081, 5000, 12287, 12288,
	12289, 32767, 32768, 32769, 61439, 61441, 65520, 65534,
};

static uint64_t frame(unsigned int block)
{
	return LAYOUT_DATA + (50 - 2 * block) * PAGE_SIZE;
}

static void stage_pages(uint32_t offset, struct plan *plan)
{
	unsigned int i;
	struct chain chain;

	chain_init(&chain, 0, DAT_SEGMENT, chain_addr(DAT_SEGMENT, offset), frame(0));
	chain_stage(&chain, &plan->state);
	/* All seventeen are always mapped, so that the tables are the same from one case to the next. */
	for (i = 1; i < 17; i++)
		chain_stage_page(&chain, &plan->state, chain.addr + i * PAGE_SIZE, frame(i));
	plan->state.regs.psw.mask |= PSW_DAT;
	plan->state.regs.cr[CR_PRIMARY_ASCE] = chain.asce;
	plan->request.gaddr = chain.addr;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	r->op = v[SPACE] == ABSOLUTE ? (v[OP] ? MEMOP_ABSOLUTE_WRITE : MEMOP_ABSOLUTE_READ) :
				       (v[OP] ? MEMOP_LOGICAL_WRITE : MEMOP_LOGICAL_READ);
	r->fd = v[SPACE] == ABSOLUTE ? FD_VM : FD_VCPU;
	plan->needs = v[SPACE] == ABSOLUTE ? NEED_MEMOP_EXTENSION : 0;
	r->flags = v[MODE] ? MEMOP_F_CHECK_ONLY : 0;
	r->gaddr = LAYOUT_DATA + offsets[v[OFFSET]];
	r->size = sizes[v[SIZE]];
	if (v[SPACE] >= REAL_31)
		plan->state.regs.psw.mask = (plan->state.regs.psw.mask & ~PSW_AMODE_64) | PSW_AMODE_31;
	if (v[SPACE] == VIRTUAL || v[SPACE] == VIRTUAL_31)
		stage_pages(offsets[v[OFFSET]], plan);
}

static const struct axis axes[] = {
	[SPACE] = AXIS_USUAL(3, "space", "absolute", "real", "virtual", "real31", "virtual31"),
	[OP] = AXIS("op", "read", "write"),
	[MODE] = AXIS("mode", "real", "check"),
	[OFFSET] = AXIS_USUAL(17, "offset", "0", "1", "7", "8", "15", "16", "255", "256", "511", "512", "2047", "2048", "4080",
			      "4087", "4088", "4094", "4095", "2", "3", "4", "5", "6", "9", "17", "31", "32", "33", "63", "64",
			      "65", "127", "128", "129", "254", "257", "1000", "1023", "1024", "1025", "2046", "2049", "3000",
			      "3583", "3584", "4000", "4031", "4032", "4063", "4064", "4079", "4081", "4086", "4089", "4090",
			      "4091", "4092", "4093"),
	[SIZE] = AXIS_USUAL(18, "size", "1", "2", "3", "8", "9", "16", "255", "256", "257", "4095", "4096", "4097", "8191", "8192",
			    "8193", "61440", "65535", "65536", "4", "5", "6", "7", "10", "15", "17", "31", "32", "33", "63", "64",
			    "65", "127", "128", "129", "511", "512", "513", "1023", "1024", "1025", "2047", "2048", "2049", "3000",
			    "4080", "4081", "5000", "12287", "12288", "12289", "32767", "32768", "32769", "61439", "61441",
			    "65520", "65534"),
};

_Static_assert(ARRAY_SIZE(offsets) == 57 && ARRAY_SIZE(sizes) == 57, "as many as labels");

SUITE(extents) = {
	.name = "extents",
	.title = "operands of every length at every place of a block, within it or over many",
	.clauses = "API.6 API.8 API.9 API.11 API.12 API.24 API.35 DAT.14",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.build = build,
};
