// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute reads and writes at the edges of storage and at addresses outside of it. The VM ioctl
 * takes absolute addresses: no vCPU state (prefix, DAT, addressing mode, low-address protection)
 * may change the result, nor may the memory limit of the VM.
 */
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"

enum { LIMIT, OP, MODE, KEY, STATE, WHERE };
enum { PLAIN, LOW_ADDRESS_PROTECTION, PREFIXED, AMODE_24, DAT_ON };

/* The memory limit of the VM determines how many levels KVM's own tables (the gmap) have. */
static const struct {
	const char *label;
	enum vm_type vm_type;
} limits[] = {
	{ "default", VM_ORDINARY },
	{ "4t", VM_MEM_LIMIT_4T },
	{ "2g", VM_MEM_LIMIT_2G },
};

static const struct access_key keys[] = { { "none", NO_KEY }, { "0", 0 }, { "1", 1 } };

static const struct operand wheres[] = {
	{ "0", 0, 1 },
	{ "second_block", 4096, 8 },
	{ "last_byte", LAYOUT_HOLE - 1, 1 },
	{ "over_the_end", LAYOUT_HOLE - 1, 2 },		/* the second byte is in the hole */
	{ "last_block", LAYOUT_HOLE - 4096, 4096 },
	{ "over_the_end_from_before", LAYOUT_HOLE - 8191, 8192 },	/* only its last byte is */
	{ "hole", LAYOUT_HOLE, 1 },
	{ "hole_into_slot", 3 * MIB - 1, 2 },
	{ "slot_after_hole", 3 * MIB, 1 },
	{ "adjacent_slots", 4 * MIB - 8, 16 },
	{ "adjacent_slots_blocks", 4 * MIB - 4096, 8192 },
	{ "very_last_byte", 5 * MIB - 1, 1 },		/* no slot follows for 3 MiB */
	{ "over_the_very_end", 5 * MIB - 4096, 4097 },
	{ "last_64k", 5 * MIB - 65536, 65536 },
	{ "behind_all", 5 * MIB, 1 },
	{ "over_2g", (UINT64_C(2) << 30) - 1, 2 },
	{ "at_2g", UINT64_C(2) << 30, 1 },
	{ "over_4t", (UINT64_C(4) << 40) - 1, 2 },
	{ "at_4t", UINT64_C(4) << 40, 1 },
	{ "far_away", UINT64_C(0x123456789000), 1 },
	{ "at_8p", UINT64_C(1) << 53, 1 },		/* needs five levels of tables */
	{ "top", UINT64_MAX, 1 },
	{ "top_wrapping", UINT64_MAX - 15, 32 },	/* continues at address 0 */
};

static void set_state(unsigned int state, struct registers *regs)
{
	switch (state) {
	case LOW_ADDRESS_PROTECTION:
		regs->cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
		break;
	case PREFIXED:
		regs->prefix = 0x20000;
		break;
	case AMODE_24:
		set_amode(regs, PSW_AMODE_24);
		break;
	case DAT_ON:
		set_primary_space(regs, LAYOUT_TABLES);	/* the pattern, no valid entries */
		break;
	}
}

static void build(const unsigned int *v, struct plan *plan)
{
	plan->state.vm_type = limits[v[LIMIT]].vm_type;
	set_state(v[STATE], &plan->state.regs);
	set_access(plan, ABSOLUTE, v[OP]);
	set_operand(&plan->request, &wheres[v[WHERE]]);
	set_key(plan, keys[v[KEY]].key);
	plan->request.flags |= modes[v[MODE]].flags;
	plan->request.ar = 0xff;	/* ignored: absolute accesses use no access register */
}

static const struct axis axes[] = {
	[LIMIT] = AXIS_ROWS("limit", limits),
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[KEY] = AXIS_ROWS("key", keys),
	[STATE] = AXIS("state", [PLAIN] = "plain", [LOW_ADDRESS_PROTECTION] = "lap",
		       [PREFIXED] = "prefixed", [AMODE_24] = "amode24", [DAT_ON] = "dat_on"),
	[WHERE] = AXIS_ROWS("where", wheres),
};

SUITE(absolute) = {
	.name = "absolute",
	AXES(axes),
	.build = build,
};
