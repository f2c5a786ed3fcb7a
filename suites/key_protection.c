// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key-controlled protection (POP chapter 3): every access key with every storage key, for every
 * operation that takes an access key. Both overrides are off. Neither the operand's offset in its
 * block nor the kind of its address (real, virtual, absolute) may matter.
 */
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, SPACE, ACC, F, EXTENT, MODE, KEY };
enum { DAT_OFF, PRIMARY, AMODE_31, PREFIXED };

#define UNUSED_KEY 7	/* in the key field when F_SKEY_PROTECTION is off: must be ignored */
#define MIDDLE 0x7f0	/* a multiple of 16, for cmpxchg */

static const struct operation ops[] = {
	LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG,
};

static const struct {
	const char *label;
} spaces[] = {
	[DAT_OFF] = { "dat_off" },
	[PRIMARY] = { "primary" },
	/* for the profile "exhaustive": */
	[AMODE_31] = { "amode31" },
	[PREFIXED] = { "prefixed" },
};

static const struct operand extents[] = {
	{ "middle", MIDDLE, 19 },
	{ "whole", 0, 4096 },
	{ "last_byte", 4095, 1 },
	{ "first_byte", 0, 1 },
	/* for the profile "exhaustive": */
	{ "all_but_first", 1, 4095 },
	{ "last_8", 0xff8, 8 },
	{ "half", 0x800, 0x800 },
	{ "odd", 5, 300 },
};

/* One axis: flags for reads and writes; operand size and result for cmpxchg. */
static const struct {
	const char *label;
	uint64_t flags;
	uint32_t size;		/* 0: not for cmpxchg */
	bool miss;		/* the comparison is unequal */
} keyed_modes[] = {
	{ "real", .flags = 0 },
	{ "check", .flags = MEMOP_F_CHECK_ONLY },
	{ "real_inject", .flags = MEMOP_F_INJECT_EXCEPTION },
	{ "check_inject", .flags = MEMOP_F_CHECK_ONLY | MEMOP_F_INJECT_EXCEPTION },
	{ "match1", .size = 1 },
	{ "match2", .size = 2 },
	{ "match4", .size = 4 },
	{ "match8", .size = 8 },
	{ "match16", .size = 16 },
	{ "miss1", .size = 1, .miss = true },
	{ "miss2", .size = 2, .miss = true },
	{ "miss4", .size = 4, .miss = true },
	{ "miss8", .size = 8, .miss = true },
	{ "miss16", .size = 16, .miss = true },
};

static const struct access_key keys[] = {
	NUMBER(0), NUMBER(1), NUMBER(2), NUMBER(3), NUMBER(4), NUMBER(5), NUMBER(6), NUMBER(7),
	NUMBER(8), NUMBER(9), NUMBER(10), NUMBER(11), NUMBER(12), NUMBER(13), NUMBER(14),
	NUMBER(15), { "none", NO_KEY },
};

static bool is_cmpxchg(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG;
}

static bool mode_of_other_operation(const unsigned int *v)
{
	return is_cmpxchg(v) != !!keyed_modes[v[MODE]].size;
}

static bool inject_by_vm(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE &&
	       keyed_modes[v[MODE]].flags & MEMOP_F_INJECT_EXCEPTION;
}

static bool extent_of_cmpxchg(const unsigned int *v)
{
	return is_cmpxchg(v) && v[EXTENT];
}

static bool absolute_with_vcpu_state(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE && v[SPACE] != DAT_OFF;
}

/* Address the same operand in another way. */
static void stage_space(unsigned int space, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	uint64_t offset = r->gaddr % PAGE_SIZE;
	struct dat_path path;

	switch (space) {
	case PRIMARY:
		r->gaddr = dat_path_addr(DAT_REGION_SECOND, offset);
		dat_path_init(&path, 0, DAT_REGION_SECOND, r->gaddr, LAYOUT_DATA);
		dat_path_stage(&path, &plan->state);
		set_primary_space(regs, path.asce);
		break;
	case AMODE_31:
		set_amode(regs, PSW_AMODE_31);
		break;
	case PREFIXED:
		regs->prefix = LAYOUT_DATA;	/* real address 0 is then the block */
		r->gaddr = offset;
		break;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	state_key(&plan->state, LAYOUT_DATA, skey_make(v[ACC], v[F]));
	set_operation(plan, &ops[v[OP]]);
	r->gaddr = LAYOUT_DATA + extents[v[EXTENT]].addr;
	r->size = is_cmpxchg(v) ? keyed_modes[v[MODE]].size : extents[v[EXTENT]].size;
	r->flags = keyed_modes[v[MODE]].flags;
	r->key = UNUSED_KEY;
	set_key(plan, keys[v[KEY]].key);
	stage_space(v[SPACE], plan);
	if (is_cmpxchg(v)) {
		set_cmpxchg_values(r, r->gaddr);
		r->old_value[r->size - 1] ^= keyed_modes[v[MODE]].miss;
	}
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", ops),
	[SPACE] = AXIS_USUAL(2, "space", spaces),
	[EXTENT] = AXIS_USUAL(4, "extent", extents),
	[MODE] = AXIS_ROWS("mode", keyed_modes),
	[KEY] = AXIS_ROWS("key", keys),
	[ACC] = AXIS_NUMBER("acc", 16),
	[F] = AXIS_NUMBER("f", 2),
};

static const struct prune prunes[] = {
	{ inject_by_vm, "only a vCPU ioctl can inject an exception" },
	{ extent_of_cmpxchg, "for cmpxchg, the axis mode determines the operand size" },
	{ absolute_with_vcpu_state, "absolute accesses do not depend on the state of a vCPU" },
	{ mode_of_other_operation, "a mode has a size for cmpxchg, or flags for all others" },
};

SUITE(key_protection) = {
	.name = "key_protection",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
