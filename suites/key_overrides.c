// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fetch-protection override and storage-protection override (POP chapter 3): which accesses they
 * allow although the keys do not match, and which they do not. The edges of the range of
 * fetch-protection override matter most: a wrong denial breaks guests, a wrong permission discloses
 * storage.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, AMODE, SPACE, FPO, SPO, ACC, F, MODE, KEY, WHERE };
enum { DAT_OFF, ORDINARY, PRIVATE };

static const struct operation ops[] = {
	LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG,
};

static const struct {
	const char *label;
	uint64_t psw;
} amodes[] = {
	{ "64", PSW_AMODE_64 },
	/* for the profile "exhaustive": */
	{ "31", PSW_AMODE_31 },
	{ "24", PSW_AMODE_24 },
};

/* Storage-protection override applies to blocks whose access-control bits (ACC) are 9. */
static const struct number keys[] = {
	NUMBER(2), NUMBER(9), NUMBER(0), NUMBER(1),
	/* for the profile "exhaustive": */
	NUMBER(3), NUMBER(4), NUMBER(5), NUMBER(6), NUMBER(7), NUMBER(8), NUMBER(10), NUMBER(11),
	NUMBER(12), NUMBER(13), NUMBER(14), NUMBER(15),
};

/* Fetch-protection override applies to effective addresses 0 to 2047. */
static const struct operand wheres[] = {
	OPERAND(0, 1),
	OPERAND(0, 2048),
	OPERAND(2047, 1),
	OPERAND(2048, 1),
	OPERAND(2047, 2),
	OPERAND(2000, 2096),
	/* for the profile "exhaustive": */
	OPERAND(1, 2047),
	OPERAND(4095, 1),
	OPERAND(0, 2049),
	OPERAND(0, 4096),
	OPERAND(1024, 8),
	OPERAND(2040, 16),
};

static bool absolute_with_vcpu_state(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE &&
	       (v[SPACE] != DAT_OFF || amodes[v[AMODE]].psw != PSW_AMODE_64);
}

static bool not_for_cmpxchg(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG &&
	       (wheres[v[WHERE]].size != 1 || v[MODE] == MODE_CHECK);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct dat_path path;

	set_operation(plan, &ops[v[OP]]);
	set_operand(&plan->request, &wheres[v[WHERE]]);
	set_key(plan, (int)keys[v[KEY]].value);
	plan->request.flags |= modes[v[MODE]].flags;
	if (ops[v[OP]].access == CMPXCHG)
		set_cmpxchg_values(&plan->request, wheres[v[WHERE]].addr);
	state_key(&plan->state, v[SPACE] == DAT_OFF ? 0 : LAYOUT_DATA, skey_make(v[ACC], v[F]));
	if (v[FPO])
		regs->cr[0] |= CR0_FETCH_PROTECTION_OVERRIDE;
	if (v[SPO])
		regs->cr[0] |= CR0_STORAGE_PROTECTION_OVERRIDE;
	set_amode(regs, amodes[v[AMODE]].psw);
	if (v[SPACE] == DAT_OFF) {
		regs->cr[CR_PRIMARY_ASCE] = ASCE_P;	/* must be ignored: DAT is off */
		return;
	}
	dat_path_init(&path, 0, DAT_SEGMENT, 0, LAYOUT_DATA);
	dat_path_stage(&path, &plan->state);
	set_primary_space(regs, path.asce | (v[SPACE] == PRIVATE ? ASCE_P : 0));
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", ops),
	[MODE] = AXIS_MODE,
	[FPO] = AXIS_OFF_ON("fpo"),
	[SPO] = AXIS_OFF_ON("spo"),
	[AMODE] = AXIS_USUAL(1, "amode", amodes),
	[SPACE] = AXIS("space", [DAT_OFF] = "dat_off", [ORDINARY] = "ordinary",
		       [PRIVATE] = "private"),
	[ACC] = AXIS_NUMBER("acc", 16),
	[F] = AXIS_NUMBER("f", 2),
	[KEY] = AXIS_USUAL(4, "key", keys),
	[WHERE] = AXIS_USUAL(6, "where", wheres),
};

static const struct prune prunes[] = {
	{ absolute_with_vcpu_state, "absolute accesses have no space and no addressing mode" },
	{ not_for_cmpxchg, "one byte is enough for cmpxchg, which has no check-only mode" },
};

SUITE(key_overrides) = {
	.name = "key_overrides",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
