// SPDX-License-Identifier: GPL-2.0-only
#include "lib/arch/cr.h"
#include "lib/machine/access_list.h"

#define ALESN	0x5au
#define ASTESN	0x12345678u
#define EAX	0x0025u			/* byte 9 of the authority table, second pair of bits */
#define LENGTH	3u			/* access-list length: 4 units of 8 entries */
#define ENTRY	9u			/* the entry that the ALET designates */
#define LAST	(8 * (LENGTH + 1) - 1)
#define LIST_BELOW_2G	0x7fffff80u	/* 8 entries fit between here and 2 GiB */

/*
 * Control registers 2, 5 and 8: all bits but the origins (bits 33-57) and the index (bits 32-47).
 * They have other uses or none, and access-register translation ignores them.
 */
#define IGNORED_OF_ORIGIN	UINT64_C(0xffffffff8000003f)
#define IGNORED_OF_INDEX	UINT64_C(0xffff)
/*
 * Bits of the ASTE that translation ignores: base-space bit, authorization index, and the controls
 * of space-switching events.
 */
#define IGNORED_OF_ASTE		UINT64_C(0x00000001ffff000f)

void access_list_init(struct access_list *list, bool of_primary_space, uint64_t asce)
{
	*list = (struct access_list){
		.alet = (of_primary_space ? ALET_P : 0) | ALESN << 16 | ENTRY,
		.duct = ACCESS_LIST_DUCT,
		.paste = ACCESS_LIST_PASTE,
		.eax = EAX,
		.origin = of_primary_space ? ACCESS_LIST_OF_PASTE : ACCESS_LIST_OF_DUCT,
		.entry = ENTRY,
		.ale = { .alesn = ALESN, .asteo = ACCESS_LIST_ASTE, .astesn = ASTESN },
		.aste = { .ato = ACCESS_LIST_AUTHORITY, .atl = EAX / 16, .asce = asce,
			  .astesn = ASTESN },
	};
}

/* Defects of the ALET, the access-list entry, and the sequence numbers. */
static void corrupt_entry(struct access_list *list, unsigned int defects)
{
	if (defects & AL_ALEN_LAST)
		list->entry = LAST;
	if (defects & AL_LIST_OVER_2G)
		list->entry = 8;
	list->alet += list->entry - ENTRY;
	if (defects & AL_ALEN_BEYOND)
		list->alet += LAST + 1 - ENTRY;
	if (defects & AL_ALET_BITS)
		list->alet |= 0x02000000;
	if (defects & AL_ALE_INVALID)
		list->ale.i = true;
	if (defects & AL_ALE_SEQUENCE)
		list->ale.alesn ^= 1;
	if (defects & AL_FETCH_ONLY)
		list->ale.fo = true;
	if (defects & AL_ASTE_INVALID)
		list->aste.i = true;
	if (defects & AL_ASTE_SEQUENCE)
		list->aste.astesn ^= 1;
}

/* Defects of the authority to use the entry. atl counts units of 16 indices, less one. */
static void corrupt_authority(struct access_list *list, unsigned int defects)
{
	if (defects & AL_EAX_LAST)
		list->eax = list->aste.atl * 16 + 15;
	if (defects & AL_EAX_BEYOND)
		list->eax = list->aste.atl * 16 + 16;
	if (defects & AL_SHORT_TABLE)
		list->aste.atl--;
	if (defects & (AL_PRIVATE | AL_PRIVATE_OWN)) {
		list->ale.p = true;
		list->ale.aleax = list->eax + (defects & AL_PRIVATE_OWN ? 0 : 1);
	}
	list->primary_authority = defects & AL_PRIMARY;
	list->secondary_authority = defects & AL_SECONDARY;
}

void access_list_corrupt(struct access_list *list, unsigned int defects)
{
	corrupt_entry(list, defects);
	corrupt_authority(list, defects);
	if (defects & AL_DUCT_OUTSIDE)
		list->duct = list->paste = LAYOUT_HOLE;
	if (defects & AL_LIST_OUTSIDE)
		list->origin = LAYOUT_HOLE;
	if (defects & AL_LIST_OVER_2G)
		list->origin = LIST_BELOW_2G;
	if (defects & AL_ASTE_OUTSIDE)
		list->ale.asteo = LAYOUT_HOLE;
	if (defects & AL_AUTHORITY_OUTSIDE)
		list->aste.ato = LAYOUT_HOLE;
	list->ignored_bits = defects & AL_IGNORED_BITS;
}

void access_list_registers(const struct access_list *list, struct registers *regs)
{
	regs->cr[CR_DUCT] = list->duct | (list->ignored_bits ? IGNORED_OF_ORIGIN : 0);
	regs->cr[CR_PASTE] = list->paste | (list->ignored_bits ? IGNORED_OF_ORIGIN : 0);
	regs->cr[CR_EAX] = (uint64_t)list->eax << 16 | (list->ignored_bits ? IGNORED_OF_INDEX : 0);
}

static uint64_t words(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

static void stage_entry(const struct access_list *list, struct state *state)
{
	uint64_t addr = list->origin + ALE_SIZE * list->entry;

	if (!map_has(&guest_map, addr))
		return;
	state_doubleword(state, addr, words(ale_word_0(&list->ale), 0), "access-list entry");
	state_doubleword(state, addr + 8, words(list->ale.asteo, list->ale.astesn),
		    "access-list entry, second half");
}

/*
 * The authority table has two bits for each authorization index, four indices to a byte: the left
 * bit is primary authority, the right bit is secondary authority.
 */
static void stage_authority(const struct access_list *list, struct state *state)
{
	uint64_t bits = list->primary_authority << 1 | list->secondary_authority;
	unsigned int byte = list->eax / 4;

	bits <<= 6 - 2 * (list->eax % 4);
	state_doubleword(state, ACCESS_LIST_AUTHORITY + byte / 8 * 8, bits << (56 - 8 * (byte % 8)),
		    "authority table");
}

void access_list_stage(const struct access_list *list, struct state *state)
{
	const struct aste *aste = &list->aste;
	uint64_t designation = list->alet & ALET_P ? ACCESS_LIST_PASTE : ACCESS_LIST_DUCT;
	uint64_t authority = words((aste->i ? ASTE_I : 0) | aste->ato, (uint32_t)aste->atl << 4);

	state_doubleword(state, designation + ALD_OFFSET, words(list->origin | LENGTH, 0),
		    "access-list designation");
	stage_entry(list, state);
	state_doubleword(state, ACCESS_LIST_ASTE,
		    authority | (list->ignored_bits ? IGNORED_OF_ASTE : 0),
		    "ASN-second-table entry");
	state_doubleword(state, ACCESS_LIST_ASTE + ASTE_ASCE, aste->asce,
		    "ASCE of the ASN-second-table entry");
	state_doubleword(state, ACCESS_LIST_ASTE + 16, words(0, aste->astesn),
		    "sequence number of the ASN-second-table entry");
	stage_authority(list, state);
}
