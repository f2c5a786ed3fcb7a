// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random walks: each case is a sequence of states and requests of other suites, mixed and slightly
 * changed. What a step stores remains for the next one, so that effects of one request on a later
 * one show. The number of the case is the seed, so a case always gives the same sequence.
 */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/base/random.h"
#include "lib/case/vocabulary.h"

enum { HUNDRED, SEED };

#define STEPS 16
_Static_assert(STEPS <= STEPS_MAX, "one bit of a mask for each step");

/* Every request of these suites makes sense in every state of these suites. */
static const char *const sources[] = {
	"absolute", "access_registers", "address_spaces", "cmpxchg", "dat", "dat_limits",
	"dat_pairs", "fragments", "key_overrides", "key_pairs", "key_protection", "low_address",
	"parameters", "extents",
};

static void draw(uint64_t *seed, struct plan *plan)
{
	const struct suite *suite = suite_find(sources[random_next(seed) % ARRAY_SIZE(sources)]);
	unsigned int v[AXES_MAX], a;

	do {
		for (a = 0; a < suite->n_axes; a++)
			v[a] = (unsigned int)(random_next(seed) % axis_usual(&suite->axes[a]));
	} while (suite_pruned(suite, v));
	suite_plan(suite, v, 0, plan);
	/* Another type needs a new VM, which would not hold what was stored. */
	plan->state.vm_type = VM_ORDINARY;
}

static void vary(uint64_t *seed, struct plan *plan)
{
	struct request *r = &plan->request;

	if (random_one_in(seed, 4))
		r->gaddr += random_next(seed) % 33 - 16;
	if (random_one_in(seed, 4))
		r->size = (uint32_t)(random_next(seed) % 40 + 1);
	if (random_one_in(seed, 4))
		set_key(plan, (int)(random_next(seed) % 16));
	if (random_one_in(seed, 8))
		r->flags ^= MEMOP_F_CHECK_ONLY;
}

/* Avoid known deviations (docs/findings/: F2, F3, F7, F8, F9), which other suites test. */
static void avoid_known(const struct registers *regs, struct request *r)
{
	bool keyed = r->flags & MEMOP_F_SKEY_PROTECTION && r->key;

	r->host_acrs = HOST_ACRS_LIKE_GUEST;
	if ((regs->psw.mask & PSW_AMODE_64) != PSW_AMODE_64 && r->flags & MEMOP_F_CHECK_ONLY)
		r->flags &= ~MEMOP_F_INJECT_EXCEPTION;
	if (r->fd == FD_VM && r->flags & MEMOP_F_CHECK_ONLY && !keyed) {
		r->flags |= MEMOP_F_SKEY_PROTECTION;
		r->key = 1;
	}
	if (r->op == MEMOP_ABSOLUTE_CMPXCHG && r->key <= 15)
		r->key = 0;
	if (r->fd == FD_VM && r->op != MEMOP_ABSOLUTE_READ && r->op != MEMOP_ABSOLUTE_WRITE)
		r->gaddr = LAYOUT_DATA + r->gaddr % PAGE_SIZE;
}

/*
 * Does an ASCE designate tables in the areas that prefixing exchanges? The POP lets the machine
 * decide whether table addresses are real or absolute (docs/clauses.md), so the result is open.
 */
static bool tables_are_prefixed(const struct registers *regs)
{
	static const unsigned int asces[] = { CR_PRIMARY_ASCE, CR_SECONDARY_ASCE, CR_HOME_ASCE };
	unsigned int i;
	uint64_t area;

	for (i = 0; i < ARRAY_SIZE(asces); i++) {
		area = regs->cr[asces[i]] & ~UINT64_C(0x1fff);
		if (!(regs->cr[asces[i]] & ASCE_R) && (!area || area == regs->prefix))
			return true;
	}
	return false;
}

static void build_step(const unsigned int *v, unsigned int step, struct plan *plan)
{
	uint64_t number = v[HUNDRED] * UINT64_C(100) + v[SEED];
	uint64_t seed = (number << 8 | step) * UINT64_C(0xd6e8feb86659fd93);
	static struct plan other;

	draw(&seed, plan);
	if (random_one_in(&seed, 2)) {
		draw(&seed, &other);
		plan->request = other.request;
		plan->needs |= other.needs;
	}
	if (plan->state.regs.psw.mask & PSW_DAT && tables_are_prefixed(&plan->state.regs))
		plan->state.regs.prefix = 0;
	vary(&seed, plan);
	avoid_known(&plan->state.regs, &plan->request);
}

/* The seed is two axes, because the profile "quick" lists all values of each pair of axes. */
static const struct axis axes[] = {
	[HUNDRED] = { .name = "hundred", .n = 1200, .usual = 41 },
	[SEED] = AXIS_NUMBER("seed", 100),
};

SUITE(sequences) = {
	.name = "sequences",
	.quick = 64,		/* a case is 16 requests */
	AXES(axes),
	.steps = STEPS,
	.build_step = build_step,
};
