// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operands in 1 to 17 pages whose frames are not consecutive. One page-table entry may have a
 * defect, and the storage key of one block may prohibit the access. The suite tests which exception
 * is reported, what may have been stored before it, and what becomes pending in the vCPU.
 */
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, SIZE, DEFECT, AT, KEY_AT };

#define OFFSET 4081		/* only 15 bytes of the first page belong to the operand */
#define ACCESS_KEY 1
#define LAST_PAGE UINT32_MAX
#define NO_PAGE (UINT32_MAX - 1)

/* The operand ends with the first page, the second page, or one byte later; or is 64 KiB long. */
static const struct number sizes[] = {
	NUMBER(15), NUMBER(16), NUMBER(4111), NUMBER(4112), NUMBER(65536),
};

static const struct {
	const char *label;
	unsigned int defects;	/* enum dat_defect */
} defects[] = {
	{ "none", 0 },
	{ "invalid", DAT_INVALID },
	{ "outside", DAT_NEXT_OUTSIDE },
	{ "protected", DAT_PROTECTED },
	{ "bit52", DAT_BIT_52 },
};

static const struct {
	const char *label;
	unsigned int page;
} places[] = {
	{ "first", 0 },
	{ "second", 1 },
	{ "last", LAST_PAGE },		/* of three or more */
	{ "nowhere", NO_PAGE },
};

static unsigned int count_pages(const unsigned int *v)
{
	return (unsigned int)((OFFSET + sizes[v[SIZE]].value + PAGE_SIZE - 1) / PAGE_SIZE);
}

static bool place_without_defect(const unsigned int *v)
{
	return !defects[v[DEFECT]].defects != (places[v[AT]].page == NO_PAGE);
}

static bool is_missing(unsigned int page, unsigned int n)
{
	return (page == 1 && n < 2) || (page == LAST_PAGE && n < 3);
}

static bool page_missing(const unsigned int *v)
{
	unsigned int n = count_pages(v);

	return is_missing(places[v[AT]].page, n) || is_missing(places[v[KEY_AT]].page, n);
}

static bool is_at(unsigned int place, unsigned int page, unsigned int n)
{
	return places[place].page == page || (places[place].page == LAST_PAGE && page == n - 1);
}

/* Frames descend while pages ascend, and are two apart. */
static uint64_t frame(unsigned int page)
{
	return LAYOUT_DATA + (40 - 2 * page) * PAGE_SIZE;
}

static void build(const unsigned int *v, struct plan *plan)
{
	struct request *r = &plan->request;
	uint64_t addr = dat_path_addr(DAT_REGION_THIRD, OFFSET);
	unsigned int i, n = count_pages(v), wrong;
	struct dat_path path;

	set_access(plan, LOGICAL, v[OP]);
	set_key(plan, ACCESS_KEY);
	r->flags |= modes[v[MODE]].flags;
	r->size = sizes[v[SIZE]].value;
	dat_path_init(&path, 0, DAT_REGION_THIRD, addr, frame(0));
	dat_path_stage(&path, &plan->state);
	for (i = 0; i < n; i++) {
		wrong = is_at(v[AT], i, n) ? defects[v[DEFECT]].defects : 0;
		dat_path_stage_page(&path, &plan->state, addr + i * PAGE_SIZE,
				    dat_path_pte(frame(i), wrong));
		state_key(&plan->state, frame(i),
			  skey_make(is_at(v[KEY_AT], i, n) ? ACCESS_KEY + 1 : ACCESS_KEY, true));
	}
	set_primary_space(&plan->state.regs, path.asce);
	r->gaddr = addr;
}

static const struct axis axes[] = {
	[OP] = AXIS_READ_WRITE,
	[MODE] = AXIS_MODE_INJECT,
	[SIZE] = AXIS_ROWS("size", sizes),
	[DEFECT] = AXIS_ROWS("defect", defects),
	[AT] = AXIS_ROWS("at", places),
	[KEY_AT] = AXIS_ROWS("key_at", places),
};

static const struct prune prunes[] = {
	{ place_without_defect, "a defect has a page, and without a defect the page is nowhere" },
	{ page_missing, "the operand has no such page" },
};

SUITE(fragments) = {
	.name = "fragments",
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
