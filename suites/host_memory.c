// SPDX-License-Identifier: GPL-2.0-only
/*
 * Host memory behind one block of the guest in a special condition: unmapped, PROT_NONE, read-only,
 * copy-on-write, or provided on demand by userfaultfd(2) as in postcopy migration. The block holds
 * the operand or a translation table. The request succeeds, or returns EFAULT or EINTR; it must
 * not hang, and a store that it made must not get lost.
 */
#include "lib/arch/cr.h"
#include "lib/arch/skey.h"
#include "lib/case/vocabulary.h"
#include "lib/machine/dat_path.h"

enum { OP, MODE, KEY, BACKING, WHERE };
enum {
	BLOCK, FIRST_OF_TWO, SECOND_OF_TWO, OTHER, LOW_OVERRIDDEN, PAGE_TABLE, SEGMENT_TABLE,
	SHARED, REGION_3_TABLE, REGION_2_TABLE, REGION_1_TABLE, BY_TABLES, TWO_SLOTS,
};

#define DATA LAYOUT_DATA
#define SIZE 16
#define STORAGE_KEY 3

static const struct operation ops[] = {
	LOGICAL_READ, LOGICAL_WRITE, ABSOLUTE_READ, ABSOLUTE_WRITE, ABSOLUTE_CMPXCHG,
};

static const struct access_key keys[] = {
	{ "none", NO_KEY }, { "matches", STORAGE_KEY }, { "differs", 5 },
};

static const struct {
	const char *label;
	enum backing backing;
	bool uffd;		/* needs userfaultfd(2) */
} backings[] = {
	{ "normal", BACKING_NORMAL, false },
	{ "unmapped", BACKING_UNMAPPED, false },
	{ "no_access", BACKING_NO_ACCESS, false },
	{ "read_only", BACKING_READ_ONLY, false },
	{ "copy_on_write", BACKING_COPY_ON_WRITE, false },
	{ "late", BACKING_UFFD, true },
	{ "interrupted", BACKING_UFFD_SIGNAL, true },
	{ "late_other_vcpu", BACKING_UFFD_VCPU2, true },
	{ "late_slot_goes", BACKING_UFFD_SLOT, true },
};

#define NO_TABLE UINT32_MAX

static const struct where {
	const char *label;
	uint64_t operand;	/* absolute address */
	uint64_t block;		/* the block with the special backing, unless a table has it */
	bool dat;		/* DAT is on */
	enum dat_level top;	/* dat: level of the first table */
	unsigned int table;	/* dat: the table with it; DAT_PATH_PAGE: page table */
} wheres[] = {
	[BLOCK] = { "block", DATA + 0x120, .block = DATA },
	[FIRST_OF_TWO] = { "first_of_two", DATA + PAGE_SIZE - 8, .block = DATA },
	[SECOND_OF_TWO] = { "second_of_two", DATA + PAGE_SIZE - 8, .block = DATA + PAGE_SIZE },
	/* The operand is elsewhere, so the backing of this block must not matter. */
	[OTHER] = { "other_block", DATA + 0x120, .block = DATA + 4 * PAGE_SIZE },
	/* Fetch-protection override applies to the operand. */
	[LOW_OVERRIDDEN] = { "low_overridden", 0x128, .block = 0 },
	[PAGE_TABLE] = { "page_table", DATA + 0x128, 0, true, DAT_SEGMENT, DAT_PATH_PAGE },
	[SEGMENT_TABLE] = { "segment_table", DATA + 0x128, 0, true, DAT_SEGMENT, DAT_SEGMENT },
	[SHARED] = { "shared", LAYOUT_SHARED + 0x120, .block = LAYOUT_SHARED },
	[REGION_3_TABLE] = { "region3_table", DATA + 0x128, 0, true,
			     DAT_REGION_THIRD, DAT_REGION_THIRD },
	[REGION_2_TABLE] = { "region2_table", DATA + 0x128, 0, true,
			     DAT_REGION_SECOND, DAT_REGION_SECOND },
	[REGION_1_TABLE] = { "region1_table", DATA + 0x128, 0, true,
			     DAT_REGION_FIRST, DAT_REGION_FIRST },
	[BY_TABLES] = { "by_tables", DATA + 0x128, DATA, true, DAT_SEGMENT, NO_TABLE },
	[TWO_SLOTS] = { "two_slots", 4 * MIB - 8, .block = 4 * MIB - PAGE_SIZE },
};

static bool check_of_cmpxchg(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG && v[MODE] == MODE_CHECK;
}

static bool cmpxchg_across_blocks(const unsigned int *v)
{
	return ops[v[OP]].access == CMPXCHG &&
	       wheres[v[WHERE]].operand % PAGE_SIZE + SIZE > PAGE_SIZE;
}

static bool absolute_with_vcpu_state(const unsigned int *v)
{
	return ops[v[OP]].target == ABSOLUTE &&
	       (wheres[v[WHERE]].dat || v[WHERE] == LOW_OVERRIDDEN);
}

static bool vcpu2_elsewhere(const unsigned int *v)
{
	return backings[v[BACKING]].backing == BACKING_UFFD_VCPU2 && v[WHERE] != BY_TABLES;
}

static bool removed_slot_elsewhere(const unsigned int *v)
{
	return backings[v[BACKING]].backing == BACKING_UFFD_SLOT && v[WHERE] != TWO_SLOTS;
}

static bool signal_at_other_fault(const unsigned int *v)
{
	return backings[v[BACKING]].backing == BACKING_UFFD_SIGNAL && v[WHERE] != BLOCK &&
	       v[WHERE] != OTHER;
}

static bool replaced_shared(const unsigned int *v)
{
	enum backing backing = backings[v[BACKING]].backing;

	return v[WHERE] == SHARED && backing != BACKING_NORMAL && backing != BACKING_NO_ACCESS &&
	       backing != BACKING_READ_ONLY;
}

static void stage_tables(const struct where *where, struct plan *plan)
{
	uint64_t frame = block_of(where->operand);
	struct request *r = &plan->request;
	struct dat_path path;

	dat_path_init(&path, 0, where->top, dat_path_addr(where->top, where->operand - frame),
		      frame);
	dat_path_stage(&path, &plan->state);
	set_primary_space(&plan->state.regs, path.asce);
	r->gaddr = path.addr;
	if (where->table != NO_TABLE)
		r->backing_block = block_of(dat_path_entry_addr(&path, where->table));
	else	/* vCPU 2 fetches from the next page */
		dat_path_stage_page(&path, &plan->state, path.addr + PAGE_SIZE,
				    frame + PAGE_SIZE);
}

static void build(const unsigned int *v, struct plan *plan)
{
	const struct where *where = &wheres[v[WHERE]];
	uint64_t block = block_of(where->operand);
	struct request *r = &plan->request;

	set_operation(plan, &ops[v[OP]]);
	r->flags = modes[v[MODE]].flags;
	r->gaddr = where->operand;
	r->size = SIZE;
	r->backing = backings[v[BACKING]].backing;
	r->backing_block = where->block;
	if (r->backing == BACKING_COPY_ON_WRITE)
		plan->needs |= NEED_MEMOP_EXTENSION;	/* an absolute read maps the file's page */
	if (backings[v[BACKING]].uffd)
		plan->needs |= NEED_USERFAULT;
	if (r->backing == BACKING_UFFD_SLOT)
		r->removed_slots = 1 << 2;	/* the slot at 4 MiB: second half of the operand */
	if (ops[v[OP]].access == CMPXCHG)
		set_cmpxchg_values(r, where->operand);
	if (where->dat)
		stage_tables(where, plan);
	if (v[WHERE] == LOW_OVERRIDDEN)
		plan->state.regs.cr[0] |= CR0_FETCH_PROTECTION_OVERRIDE;
	set_key(plan, keys[v[KEY]].key);
	if (keys[v[KEY]].key == NO_KEY)
		return;
	state_key(&plan->state, block, skey_make(STORAGE_KEY, true));
	if (!where->dat)
		state_key(&plan->state, block + PAGE_SIZE, skey_make(STORAGE_KEY, true));
}

static const struct axis axes[] = {
	[OP] = AXIS_ROWS("op", ops),
	[MODE] = AXIS_MODE,
	[KEY] = AXIS_ROWS("key", keys),
	[BACKING] = AXIS_ROWS("backing", backings),
	[WHERE] = AXIS_ROWS("where", wheres),
};

static const struct prune prunes[] = {
	{ check_of_cmpxchg, "cmpxchg has no check-only mode" },
	{ cmpxchg_across_blocks, "an aligned cmpxchg operand is within one block" },
	{ absolute_with_vcpu_state, "absolute accesses use no guest tables and no override" },
	{ vcpu2_elsewhere, "the request of vCPU 2 needs the tables of this row" },
	{ removed_slot_elsewhere, "only this operand is half in the slot that is removed" },
	{ signal_at_other_fault,
	  "what a signal leaves of two blocks or of tables is not documented" },
	{ replaced_shared, "a shared mapping cannot be replaced by one with the same content" },
};

SUITE(host_memory) = {
	.name = "host_memory",
	.quick = 100,		/* unmapping and remapping memory is slow */
	AXES(axes),
	PRUNES(prunes),
	.build = build,
};
