// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access-register mode: which address space each access-list-entry token (ALET) selects, and every
 * defect of the structures that access-register translation reads to find its ASCE (POP chapter 5,
 * "Access-Register Translation").
 */
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/access_list.h"
#include "lib/machine/dat_path.h"

enum { AMODE, OP, MODE, AR, ALET, DEFECT, THREAD };
enum { ALET_0, ALET_1, DUCT_LIST, PRIMARY_LIST };

#define OFFSET		0x128

/* The structure whose block is mapped PROT_NONE, so that the kernel cannot read it. */
enum unreadable { NOTHING, DUCT, LIST, ASTE, AUTHORITY };

static const struct defect {
	const char *label;
	unsigned int list;	/* enum access_list_defect, or-ed */
	unsigned int page;	/* enum dat_defect, or-ed: of the operand's page-table entry */
	enum unreadable unreadable;
} defects[] = {
	{ "none", 0, 0, NOTHING },
	{ "alet_bits", AL_ALET_BITS, 0, NOTHING },
	{ "alen_last", AL_ALEN_LAST, 0, NOTHING },		/* valid */
	{ "alen_beyond", AL_ALEN_BEYOND, 0, NOTHING },
	{ "ale_invalid", AL_ALE_INVALID, 0, NOTHING },
	{ "ale_sequence", AL_ALE_SEQUENCE, 0, NOTHING },
	{ "aste_invalid", AL_ASTE_INVALID, 0, NOTHING },
	{ "aste_sequence", AL_ASTE_SEQUENCE, 0, NOTHING },
	{ "both_sequences", AL_ALE_SEQUENCE | AL_ASTE_SEQUENCE, 0, NOTHING },
	{ "fetch_only", AL_FETCH_ONLY, 0, NOTHING },
	/* A private entry is open to its own index (ALEAX), or to one with secondary authority. */
	{ "private_eax", AL_PRIVATE_OWN, 0, NOTHING },
	{ "private_authorized", AL_PRIVATE | AL_SECONDARY, 0, NOTHING },
	{ "private_p_bit_only", AL_PRIVATE | AL_PRIMARY, 0, NOTHING },	/* the wrong authority */
	{ "private_no_authority", AL_PRIVATE, 0, NOTHING },
	{ "private_beyond_table", AL_PRIVATE | AL_SECONDARY | AL_SHORT_TABLE, 0, NOTHING },
	{ "private_fetch_only", AL_PRIVATE_OWN | AL_FETCH_ONLY, 0, NOTHING },
	{ "duct_outside", AL_DUCT_OUTSIDE, 0, NOTHING },
	{ "list_outside", AL_LIST_OUTSIDE, 0, NOTHING },
	{ "aste_outside", AL_ASTE_OUTSIDE, 0, NOTHING },
	{ "authority_outside", AL_PRIVATE | AL_AUTHORITY_OUTSIDE, 0, NOTHING },
	{ "page_invalid", 0, DAT_INVALID, NOTHING },
	{ "page_protected", 0, DAT_PROTECTED, NOTHING },
	{ "authority_last", AL_PRIVATE | AL_SECONDARY | AL_EAX_LAST, 0, NOTHING },
	{ "authority_next", AL_PRIVATE | AL_SECONDARY | AL_EAX_BEYOND, 0, NOTHING },
	{ "ignored_bits", AL_IGNORED_BITS, 0, NOTHING },	/* valid */
	{ "list_over_2g", AL_LIST_OVER_2G, 0, NOTHING },
	/* Guest storage exists here, but the kernel gets EFAULT when it reads the structure. */
	{ "duct_taken", 0, 0, DUCT },
	{ "list_taken", 0, 0, LIST },
	{ "aste_taken", 0, 0, ASTE },
	{ "authority_taken", AL_PRIVATE | AL_SECONDARY, 0, AUTHORITY },
	/* Two defects: the access list comes before the page table. */
	{ "fetch_only_page_invalid", AL_FETCH_ONLY, DAT_INVALID, NOTHING },
	{ "fetch_only_page_protected", AL_FETCH_ONLY, DAT_PROTECTED, NOTHING },
};

static const struct number ars[] = { NUMBER(0), NUMBER(1), NUMBER(5), NUMBER(15) };

/*
 * The ALET comes from the guest's access register. What the calling thread's own access registers
 * hold must not matter (docs/findings/F3.md).
 */
static const struct {
	const char *label;
	enum host_acrs host_acrs;
} threads[] = {
	{ "like_guest", HOST_ACRS_LIKE_GUEST },
	{ "strange", HOST_ACRS_BOGUS },
};

static bool defect_of_unused_list(const unsigned int *v)
{
	return v[ALET] <= ALET_1 && v[DEFECT];
}

static bool defect_with_ar_0(const unsigned int *v)
{
	return v[AR] == 0 && v[DEFECT];
}

static void make_unreadable(enum unreadable which, const struct access_list *list,
			    struct request *r)
{
	const uint64_t structures[] = {
		[DUCT] = ACCESS_LIST_DUCT,
		[LIST] = list->origin,
		[ASTE] = ACCESS_LIST_ASTE,
		[AUTHORITY] = ACCESS_LIST_AUTHORITY,
	};

	if (which == NOTHING)
		return;
	r->backing = BACKING_NO_ACCESS;
	r->backing_block = block_of(structures[which]);
}

/*
 * Stage three spaces that map the operand's address to different frames: primary, secondary, and
 * the one that the access list leads to. Returns the ASCE of the last.
 */
static uint64_t stage_spaces(unsigned int page_defects, struct state *state)
{
	uint64_t addr = dat_path_addr(DAT_SEGMENT, OFFSET);
	struct dat_path path;

	dat_path_init(&path, 0, DAT_SEGMENT, addr, LAYOUT_DATA);
	dat_path_stage(&path, state);
	state->regs.cr[CR_PRIMARY_ASCE] = path.asce;
	dat_path_init(&path, 1, DAT_SEGMENT, addr, LAYOUT_DATA + 2 * PAGE_SIZE);
	dat_path_stage(&path, state);
	state->regs.cr[CR_SECONDARY_ASCE] = path.asce;
	dat_path_init(&path, 2, DAT_SEGMENT, addr, LAYOUT_DATA + 4 * PAGE_SIZE);
	dat_path_corrupt(&path, DAT_PATH_PAGE, page_defects);
	dat_path_stage(&path, state);
	return path.asce;
}

static void build(const unsigned int *v, struct plan *plan)
{
	const struct defect *defect = &defects[v[DEFECT]];
	uint64_t asce = stage_spaces(defect->page, &plan->state);
	struct registers *regs = &plan->state.regs;
	struct request *r = &plan->request;
	struct access_list list;
	unsigned int i;

	set_access(plan, LOGICAL, v[OP]);
	r->flags = modes[v[MODE]].flags;
	r->gaddr = dat_path_addr(DAT_SEGMENT, OFFSET);
	r->size = 16;
	r->ar = (uint8_t)ars[v[AR]].value;
	r->host_acrs = threads[v[THREAD]].host_acrs;
	if (v[AMODE]) {
		set_amode(regs, PSW_AMODE_31);
		/* Bit 32 is ignored in 31-bit mode, and no exception may report it. */
		r->gaddr |= UINT64_C(0x80000000);
	}
	regs->psw.mask |= PSW_DAT;
	set_space(regs, PSW_AS_ACCESS_REGISTER);
	access_list_init(&list, v[ALET] == PRIMARY_LIST, asce);
	access_list_corrupt(&list, defect->list);
	access_list_registers(&list, regs);
	/* A kernel that uses the wrong access register finds an invalid ALET. */
	for (i = 0; i < 16; i++)
		regs->ar[i] = 0xdead0000 | i;
	regs->ar[r->ar] = v[ALET] <= ALET_1 ? v[ALET] : list.alet;
	if (v[ALET] > ALET_1)
		access_list_stage(&list, &plan->state);
	make_unreadable(defect->unreadable, &list, r);
}

static const struct axis axes[] = {
	[AMODE] = AXIS("amode", "64", "31"),
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE_INJECT,
	[AR] = AXIS_ROWS("ar", ars),
	/* The tokens 0 and 1 designate the primary and the secondary space. */
	[ALET] = AXIS("alet", [ALET_0] = "0", [ALET_1] = "1", [DUCT_LIST] = "duct_list",
		      [PRIMARY_LIST] = "primary_list"),
	[DEFECT] = AXIS_ROWS("defect", defects),
	[THREAD] = AXIS_ROWS("thread", threads),
};

static const struct prune prunes[] = {
	{ defect_of_unused_list, "tokens 0 and 1 use no access list" },
	{ defect_with_ar_0, "access register 0 always designates the primary space" },
};

SUITE(access_registers) = {
	.name = "access_registers",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
