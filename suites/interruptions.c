// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_S390_MEMOP_F_INJECT_EXCEPTION to its end: the vCPU runs after the request, takes the program
 * interruption, and the low core must hold what POP chapter 6 specifies (code, length, TEID,
 * exception access identification, old PSW). If the vCPU was intercepted at an instruction that the
 * host emulates, the interruption reports the length and address of that instruction.
 *
 * The vCPU's code is fetched from the primary space, a real space. With DAT on, the operand is
 * therefore in the secondary space, or in one that an access list leads to.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/access_list.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, STOPPED, PREFIX, CAUSE };

enum {
	NONE, ADDRESSING, KEY, KEY_OF_SECOND_BLOCK, LOW_ADDRESS, ASCE_TYPE, REGION_FIRST,
	REGION_SECOND, REGION_THIRD, SEGMENT, PAGE, TRANSLATION_SPECIFICATION, DAT_PROTECTION,
	ALET_SPECIFICATION, ALEN_TRANSLATION, ALE_SEQUENCE, ASTE_VALIDITY, ASTE_SEQUENCE,
	EXTENDED_AUTHORITY, ACCESS_LIST_PROTECTION,
};

#define OFFSET		0x128
#define PREFIX_AREA	0x30000

static const struct {
	const char *label;
	enum icpt icpt;
	uint64_t psw_addr;
	unsigned int needs;
} stops[] = {
	{ "waiting", ICPT_NONE, 0x4444, 0 },	/* no instruction: length code 0 */
	{ "at_diagnose", ICPT_DIAG, LAYOUT_DIAGNOSE, 0 },
	{ "at_execute", ICPT_EXECUTE, LAYOUT_EXECUTE, NEED_EXECUTE_STATUS },
};

static const struct cause {
	const char *label;
	enum { DAT_OFF, DAT_ON, ACCESS_LIST } space;	/* of the operand */
	unsigned int defect;	/* DAT_ON: enum dat_defect, ACCESS_LIST: enum access_list_defect */
	unsigned int where;	/* DAT_ON: the entry on the translation path that has it */
	bool store_only;	/* a fetch does not cause it */
} causes[] = {
	[NONE] = { "none", .space = DAT_OFF },
	[ADDRESSING] = { "addressing", .space = DAT_OFF },
	[KEY] = { "key", .space = DAT_OFF },
	[KEY_OF_SECOND_BLOCK] = { "key_of_second_block", .space = DAT_OFF },
	[LOW_ADDRESS] = { "low_address", .space = DAT_OFF, .store_only = true },
	[ASCE_TYPE] = { "asce_type", .space = DAT_ON },	/* see stage_space() */
	[REGION_FIRST] = { "region_first", DAT_ON, DAT_INVALID, DAT_REGION_FIRST, false },
	[REGION_SECOND] = { "region_second", DAT_ON, DAT_INVALID, DAT_REGION_SECOND, false },
	[REGION_THIRD] = { "region_third", DAT_ON, DAT_INVALID, DAT_REGION_THIRD, false },
	[SEGMENT] = { "segment", DAT_ON, DAT_INVALID, DAT_SEGMENT, false },
	[PAGE] = { "page", DAT_ON, DAT_INVALID, DAT_PATH_PAGE, false },
	[TRANSLATION_SPECIFICATION] = { "translation_specification", DAT_ON, DAT_BIT_52,
					DAT_PATH_PAGE, false },
	[DAT_PROTECTION] = { "dat_protection", DAT_ON, DAT_PROTECTED, DAT_PATH_PAGE, true },
	[ALET_SPECIFICATION] = { "alet_specification", ACCESS_LIST, .defect = AL_ALET_BITS },
	[ALEN_TRANSLATION] = { "alen_translation", ACCESS_LIST, .defect = AL_ALEN_BEYOND },
	[ALE_SEQUENCE] = { "ale_sequence", ACCESS_LIST, .defect = AL_ALE_SEQUENCE },
	[ASTE_VALIDITY] = { "aste_validity", ACCESS_LIST, .defect = AL_ASTE_INVALID },
	[ASTE_SEQUENCE] = { "aste_sequence", ACCESS_LIST, .defect = AL_ASTE_SEQUENCE },
	[EXTENDED_AUTHORITY] = { "extended_authority", ACCESS_LIST, .defect = AL_PRIVATE },
	[ACCESS_LIST_PROTECTION] = { "access_list_protection", ACCESS_LIST,
				     .defect = AL_FETCH_ONLY, .store_only = true },
};

static bool fetch_cannot_cause(const unsigned int *v)
{
	return v[OP] == READ && causes[v[CAUSE]].store_only;
}

static void place_operand(struct plan *plan, unsigned int cause)
{
	struct request *r = &plan->request;

	r->gaddr = LAYOUT_DATA + OFFSET;
	if (cause == ADDRESSING)
		r->gaddr = LAYOUT_HOLE + OFFSET;
	if (cause == KEY)
		state_key(&plan->state, LAYOUT_DATA, skey_make(3, true));
	if (cause == KEY_OF_SECOND_BLOCK) {
		r->gaddr = LAYOUT_DATA + PAGE_SIZE - 8;
		state_key(&plan->state, LAYOUT_DATA + PAGE_SIZE, skey_make(3, true));
	}
	if (cause == LOW_ADDRESS) {
		r->gaddr = 4096 + 8;
		plan->state.regs.cr[0] |= CR0_LOW_ADDRESS_PROTECTION;
	}
}

/* Returns the ALET for an access list that leads to this space, if the defect permits. */
static uint32_t stage_list(struct state *state, unsigned int defect, uint64_t asce)
{
	struct access_list list;

	access_list_init(&list, false, asce);
	access_list_corrupt(&list, defect);
	access_list_registers(&list, &state->regs);
	access_list_stage(&list, state);
	return list.alet;
}

static void stage_space(struct plan *plan, unsigned int number)
{
	enum dat_level top = number == ASCE_TYPE ? DAT_SEGMENT : DAT_REGION_FIRST;
	struct registers *regs = &plan->state.regs;
	const struct cause *cause = &causes[number];
	struct dat_path path;

	dat_path_init(&path, 0, top, dat_path_addr(top, OFFSET), LAYOUT_DATA);
	if (cause->space == DAT_ON)
		dat_path_corrupt(&path, cause->where, cause->defect);
	dat_path_stage(&path, &plan->state);
	plan->request.gaddr = path.addr;
	if (number == ASCE_TYPE)
		plan->request.gaddr |= UINT64_C(1) << 40;	/* left of the index */
	plan->request.ar = 5;
	set_primary_space(regs, ASCE_R);
	set_space(regs, PSW_AS_ACCESS_REGISTER);
	regs->cr[CR_SECONDARY_ASCE] = path.asce;
	regs->ar[5] = ALET_SECONDARY;
	if (cause->space == ACCESS_LIST)
		regs->ar[5] = stage_list(&plan->state, cause->defect, path.asce);
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;

	plan->needs = stops[v[STOPPED]].needs;
	set_access(plan, LOGICAL, v[OP]);
	set_key(plan, v[CAUSE] == KEY || v[CAUSE] == KEY_OF_SECOND_BLOCK ? 5 : 0);
	r->flags |= MEMOP_F_INJECT_EXCEPTION | modes[v[MODE]].flags;
	r->size = 16;
	r->deliver = true;
	r->host_acrs = HOST_ACRS_LIKE_GUEST;
	plan->state.icpt = stops[v[STOPPED]].icpt;
	plan->state.regs.psw.addr = stops[v[STOPPED]].psw_addr;
	plan->state.regs.prefix = v[PREFIX] ? PREFIX_AREA : 0;
	if (causes[v[CAUSE]].space == DAT_OFF)
		place_operand(plan, v[CAUSE]);
	else
		stage_space(plan, v[CAUSE]);
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE,
	[STOPPED] = AXIS_ROWS("stopped", stops),
	[PREFIX] = AXIS("prefix", "0", "0x30000"),
	[CAUSE] = AXIS_ROWS("cause", causes),
};

static const struct prune prunes[] = {
	{ fetch_cannot_cause, "this protection is against stores only" },
};

SUITE(interruptions) = {
	.name = "interruptions",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
