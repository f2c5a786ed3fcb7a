// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access-register mode: which space each access-list-entry token (ALET) leads to, and every defect
 * of the structures on the way there.
 */
#include "lib/arch/cr.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/access_list.h"
#include "lib/machine/dat_path.h"

enum { AMODE, OP, MODE, AR, ALET, DEFECT, THREAD };
enum { ALET_0, ALET_1, DUCT_LIST, PRIMARY_LIST };

enum {
	NONE, ALET_BITS, ALEN_LAST, ALEN_BEYOND, ALE_INVALID, ALE_SEQUENCE, ASTE_INVALID,
	ASTE_SEQUENCE, BOTH_SEQUENCES, FETCH_ONLY, PRIVATE_EAX, PRIVATE_AUTHORIZED,
	PRIVATE_P_BIT_ONLY, PRIVATE_NO_AUTHORITY, PRIVATE_BEYOND_TABLE, PRIVATE_FETCH_ONLY,
	DUCT_OUTSIDE, LIST_OUTSIDE, ASTE_OUTSIDE, AUTHORITY_OUTSIDE, SPACE_PAGE_INVALID,
	SPACE_PROTECTED, AUTHORITY_LAST, AUTHORITY_NEXT, IGNORED_BITS, LIST_OVER_2G, DUCT_TAKEN,
	LIST_TAKEN, ASTE_TAKEN, AUTHORITY_TAKEN,
};

static const struct {
	const char *label;
	bool private;		/* the access-list entry is: only some may use it */
} defects[] = {
	[NONE] = { "none", false },
	[ALET_BITS] = { "alet_bits", false },
	[ALEN_LAST] = { "alen_last", false },			/* valid: the list's last entry */
	[ALEN_BEYOND] = { "alen_beyond", false },
	[ALE_INVALID] = { "ale_invalid", false },
	[ALE_SEQUENCE] = { "ale_sequence", false },
	[ASTE_INVALID] = { "aste_invalid", false },
	[ASTE_SEQUENCE] = { "aste_sequence", false },
	[BOTH_SEQUENCES] = { "both_sequences", false },		/* the ALE-sequence exception */
	[FETCH_ONLY] = { "fetch_only", false },
	[PRIVATE_EAX] = { "private_eax", true },		/* valid: ALEAX equals CR8 */
	[PRIVATE_AUTHORIZED] = { "private_authorized", true },	/* valid by the authority table */
	[PRIVATE_P_BIT_ONLY] = { "private_p_bit_only", true },	/* primary authority only */
	[PRIVATE_NO_AUTHORITY] = { "private_no_authority", true },
	[PRIVATE_BEYOND_TABLE] = { "private_beyond_table", true },
	[PRIVATE_FETCH_ONLY] = { "private_fetch_only", true },
	[DUCT_OUTSIDE] = { "duct_outside", false },		/* outside: in no memory slot */
	[LIST_OUTSIDE] = { "list_outside", false },
	[ASTE_OUTSIDE] = { "aste_outside", false },
	[AUTHORITY_OUTSIDE] = { "authority_outside", true },
	[SPACE_PAGE_INVALID] = { "page_invalid", false },	/* a page of the space */
	[SPACE_PROTECTED] = { "page_protected", false },
	[AUTHORITY_LAST] = { "authority_last", true },		/* valid: last index of the table */
	[AUTHORITY_NEXT] = { "authority_next", true },		/* first index behind the table */
	[IGNORED_BITS] = { "ignored_bits", false },		/* valid */
	[LIST_OVER_2G] = { "list_over_2g", false },
	[DUCT_TAKEN] = { "duct_taken", false },			/* taken: the host has no access */
	[LIST_TAKEN] = { "list_taken", false },
	[ASTE_TAKEN] = { "aste_taken", false },
	[AUTHORITY_TAKEN] = { "authority_taken", true },
};

#define OFFSET		0x128
/*
 * Eight entries fit between here and 2 GiB. The ninth is outside of what a 31-bit origin can
 * designate.
 */
#define LIST_BELOW_2G	0x7fffff80

static const struct number ars[] = { NUMBER(0), NUMBER(1), NUMBER(5), NUMBER(15) };

/* What the access registers of the calling thread hold must not matter. */
static const struct {
	const char *label;
	enum host_acrs host_acrs;
} threads[] = {
	{ "like_guest", HOST_ACRS_LIKE_GUEST },
	{ "strange", HOST_ACRS_BOGUS },
};

static bool needs_a_list(const unsigned int *v)
{
	return v[ALET] <= ALET_1 && v[DEFECT] != NONE;
}

static bool register_0(const unsigned int *v)
{
	return v[AR] == 0 && v[DEFECT] != NONE;
}

/* Corrupt one field. DUCT_TAKEN and so on are no defects of the structures: see take_away(). */
static void corrupt(struct access_list *list, unsigned int defect)
{
	switch (defect) {
	case ALET_BITS:
		list->alet |= 0x02000000;	/* one of the bits that must be zero */
		break;
	case ALEN_LAST:
		list->alet += ACCESS_LIST_LAST - ACCESS_LIST_ENTRY;
		list->entry = ACCESS_LIST_LAST;
		break;
	case ALEN_BEYOND:
		list->alet += ACCESS_LIST_LAST + 1 - ACCESS_LIST_ENTRY;
		break;
	case ALE_INVALID:
		list->ale.i = true;
		break;
	case ALE_SEQUENCE:
		list->ale.alesn ^= 1;
		break;
	case ASTE_INVALID:
		list->aste.i = true;
		break;
	case ASTE_SEQUENCE:
		list->aste.astesn ^= 1;
		break;
	case BOTH_SEQUENCES:
		list->ale.alesn ^= 1;
		list->aste.astesn ^= 1;
		break;
	case FETCH_ONLY:
		list->ale.fo = true;
		break;
	case DUCT_OUTSIDE:
		list->duct = list->paste = LAYOUT_HOLE;
		break;
	case LIST_OUTSIDE:
		list->origin = LAYOUT_HOLE;
		break;
	case LIST_OVER_2G:
		list->origin = LIST_BELOW_2G;
		list->alet += 8 - ACCESS_LIST_ENTRY;
		list->entry = 8;
		break;
	case ASTE_OUTSIDE:
		list->ale.asteo = LAYOUT_HOLE;
		break;
	case IGNORED_BITS:
		list->ignored_bits = true;
		break;
	}
}

/* Make the entry private, and corrupt what decides on its use. */
static void corrupt_authority(struct access_list *list, unsigned int defect)
{
	/* The length of the table is in units of 16 entries, less one. */
	if (defect == AUTHORITY_LAST)
		list->eax = list->aste.atl * 16 + 15;
	if (defect == AUTHORITY_NEXT)
		list->eax = list->aste.atl * 16 + 16;
	access_list_make_private(list);
	switch (defect) {
	case PRIVATE_FETCH_ONLY:
		list->ale.fo = true;
		/* fall through */
	case PRIVATE_EAX:
		list->ale.aleax = list->eax;
		break;
	case PRIVATE_BEYOND_TABLE:
		list->aste.atl--;
		list->secondary_authority = true;
		break;
	case PRIVATE_P_BIT_ONLY:
		list->primary_authority = true;
		break;
	case AUTHORITY_OUTSIDE:
		list->aste.ato = LAYOUT_HOLE;
		break;
	case PRIVATE_NO_AUTHORITY:
		break;
	default:
		list->secondary_authority = true;
	}
}

/* User space has made the block of one structure inaccessible to the host, too. */
static void take_away(unsigned int defect, const struct access_list *list, struct request *r)
{
	const uint64_t structure[] = {
		[DUCT_TAKEN] = ACCESS_LIST_DUCT,
		[LIST_TAKEN] = list->origin,
		[ASTE_TAKEN] = ACCESS_LIST_ASTE,
		[AUTHORITY_TAKEN] = ACCESS_LIST_AUTHORITY,
	};

	if (defect < DUCT_TAKEN)
		return;
	r->backing = BACKING_NO_ACCESS;
	r->backing_block = block_of(structure[defect]);
}

/*
 * Three spaces: primary, secondary, and the one that the access list leads to. Returns the ASCE of
 * the last.
 */
static uint64_t stage_spaces(unsigned int defect, struct state *state)
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
	dat_path_corrupt(&path, DAT_PATH_PAGE, defect == SPACE_PAGE_INVALID ? DAT_INVALID :
			 defect == SPACE_PROTECTED ? DAT_PROTECTED : 0);
	dat_path_stage(&path, state);
	return path.asce;
}

static void build(const unsigned int *v, struct plan *plan)
{
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
		/* A bit beyond the mode, which no exception may report. */
		r->gaddr |= UINT64_C(0x80000000);
	}
	regs->psw.mask |= PSW_DAT;
	set_space(regs, PSW_AS_ACCESS_REGISTER);
	access_list_init(&list, v[ALET] == PRIMARY_LIST, stage_spaces(v[DEFECT], &plan->state));
	if (defects[v[DEFECT]].private)
		corrupt_authority(&list, v[DEFECT]);
	else
		corrupt(&list, v[DEFECT]);
	access_list_registers(&list, regs);
	/* Using a wrong access register gives an ALET-specification exception. */
	for (i = 0; i < 16; i++)
		regs->ar[i] = 0xdead0000 | i;
	regs->ar[r->ar] = v[ALET] <= ALET_1 ? v[ALET] : list.alet;
	if (v[ALET] > ALET_1)
		access_list_stage(&list, &plan->state);
	take_away(v[DEFECT], &list, r);
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
	{ needs_a_list, "tokens 0 and 1 use no access list" },
	{ register_0, "access register 0 always designates the primary space" },
};

SUITE(access_registers) = {
	.name = "access_registers",
	.clauses = "REG.1 ART.1 ART.2 ART.3 ART.4 ART.5 ART.6 ART.7 ART.8 ART.9 ART.10 ART.11 "
		   "ART.12 AS.1 TEID.1 TEID.2 API.28 HOST.1",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
