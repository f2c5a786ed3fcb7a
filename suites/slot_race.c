// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests while another thread deletes and creates a memory slot again and again: each must either
 * access the slot or report an addressing exception. On kernels since 7.0 a request may hang
 * forever (docs/findings/F5.md), so this suite runs after all others.
 */
#include "lib/case/vocabulary.h"

enum { OP, MODE, EXTENT };

/* Offset in the slot, and size. */
static const struct operand extents[] = {
	OPERAND(0, 4096),
	/* for the profile "exhaustive": */
	OPERAND(0, 1),
	OPERAND(0x7f0, 16),
	OPERAND(0xff8, 16),
	OPERAND(0x800, 4096),
};

static bool check_of_other_extents(const unsigned int *v)
{
	return v[MODE] == MODE_CHECK && v[EXTENT];
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	set_access(plan, ABSOLUTE, v[OP]);
	r->race = RACE_STATE;
	r->flags = modes[v[MODE]].flags;
	r->size = extents[v[EXTENT]].size;
	r->gaddr = LAYOUT_SHARED + extents[v[EXTENT]].addr;
	plan->other = plan->state;
	plan->other.absent = 1 << 3;		/* the slot at LAYOUT_SHARED */
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[EXTENT] = AXIS_USUAL(1, "extent", extents),
};

static const struct prune prunes[] = {
	{ check_of_other_extents, "check-only accesses nothing, so one extent is enough" },
};

SUITE(slot_race) = {
	.name = "slot_race",
	.quick = QUICK_NONE,	/* a hang takes until the time limit */
	.dangerous = true,
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
