// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fetch-protection override and storage-protection override: which accesses they open, and which they do not.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/machine/chain.h"
#include "lib/machine/memory.h"

enum { OP, AMODE, SPACE, FPO, SPO, ACC, F, MODE, KEY, WHERE };
enum { DAT_OFF, ORDINARY, PRIVATE };

static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE,
				MEMOP_ABSOLUTE_CMPXCHG };
static const struct { uint64_t addr; uint32_t size; } where[] = {
	{ 0, 1 }, { 0, 2048 }, { 2047, 1 }, { 2048, 1 }, { 2047, 2 }, { 2000, 2096 },
	{ 1, 2047 }, { 4095, 1 }, { 0, 2049 }, { 0, 4096 }, { 1024, 8 }, { 2040, 16 },
};
static const uint8_t keys[] = { 2, 9, 0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15 };

static const uint64_t amodes[] = { PSW_AMODE_64, PSW_AMODE_31, PSW_AMODE_24 };

static bool absolute(const unsigned int *v)
{
	return ops[v[OP]] >= MEMOP_ABSOLUTE_READ;
}

static bool absolute_in_a_space(const unsigned int *v)
{
	return absolute(v) && (v[SPACE] != DAT_OFF || v[AMODE]);
}

static bool exchange(const unsigned int *v)
{
	return ops[v[OP]] == MEMOP_ABSOLUTE_CMPXCHG;
}

static bool exchange_of_many(const unsigned int *v)
{
	return exchange(v) && (where[v[WHERE]].size != 1 || v[MODE]);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	struct chain chain;

	plan->needs = NEED_MEMOP_EXTENSION | (exchange(v) ? NEED_CMPXCHG : 0);
	r->op = ops[v[OP]];
	r->fd = absolute(v) ? FD_VM : FD_VCPU;
	r->flags = MEMOP_F_SKEY_PROTECTION | (v[MODE] ? MEMOP_F_CHECK_ONLY : 0);
	r->key = keys[v[KEY]];
	r->gaddr = where[v[WHERE]].addr;
	r->size = where[v[WHERE]].size;
	if (v[FPO])
		regs->cr[0] |= CR0_FETCH_PROTECTION_OVERRIDE;
	if (v[SPO])
		regs->cr[0] |= CR0_STORAGE_PROTECTION_OVERRIDE;
	state_key(&plan->state, v[SPACE] == DAT_OFF ? 0 : LAYOUT_DATA, skey_make(v[ACC], v[F]));
	pattern_fill(r->old_value, r->gaddr, 1);
	regs->psw.mask = (regs->psw.mask & ~PSW_AMODE_64) | amodes[v[AMODE]];
	regs->cr[CR_PRIMARY_ASCE] = ASCE_P;	/* with DAT off no space is private */
	if (v[SPACE] == DAT_OFF)
		return;
	regs->psw.mask |= PSW_DAT;
	chain_init(&chain, 0, DAT_SEGMENT, 0, LAYOUT_DATA);
	chain_stage(&chain, &plan->state);
	regs->cr[CR_PRIMARY_ASCE] = chain.asce | (v[SPACE] == PRIVATE ? ASCE_P : 0);
}

static const struct axis axes[] = {
	[OP] = AXIS("op", "logical_read", "logical_write", "absolute_read", "absolute_write",
		    "absolute_cmpxchg"),
	[MODE] = AXIS("mode", "real", "check"),
	[FPO] = AXIS("fpo", "off", "on"),
	[SPO] = AXIS("spo", "off", "on"),
	[AMODE] = AXIS_USUAL(1, "amode", "64", "31", "24"),
	[SPACE] = AXIS("space", "dat_off", "ordinary", "private"),
	[ACC] = AXIS_NUMBER("acc", 16),
	[F] = AXIS_NUMBER("f", 2),
	[KEY] = AXIS_USUAL(4, "key", "2", "9", "0", "1", "3", "4", "5", "6", "7", "8", "10", "11", "12", "13", "14", "15"),
	[WHERE] = AXIS_USUAL(6, "where", "0+1", "0+2048", "2047+1", "2048+1", "2047+2", "2000+2096", "1+2047", "4095+1",
			      "0+2049", "0+4096", "1024+8", "2040+16"),
};

static const struct prune prunes[] = {
	{ absolute_in_a_space, "an absolute access is in no space" },
	{ exchange_of_many, "compare-and-exchange of one byte shows it, and it has no check-only" },
};

SUITE(key_overrides) = {
	.name = "key_overrides",
	.title = "fetch-protection override and storage-protection override, and what they must not open",
	.clauses = "FPO.1 FPO.2 FPO.3 SPO.1 ABS.2 KEY.3 KEY.4",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.prunes = prunes,
	.n_prunes = ARRAY_SIZE(prunes),
	.build = build,
};
