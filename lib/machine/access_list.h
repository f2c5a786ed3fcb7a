/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What access-register translation goes through from an access-list-entry token to the ASCE of a
 * space: access-list designation, access-list entry, ASN-second-table entry and authority table.
 * All of them are valid at first; access_list_corrupt() changes that.
 */
#ifndef LIB_MACHINE_ACCESS_LIST_H
#define LIB_MACHINE_ACCESS_LIST_H

#include "lib/arch/art.h"
#include "lib/machine/memory.h"
#include "lib/machine/state.h"

/* Where the structures are. All of them are below 2 GiB, as 31-bit origins demand. */
#define ACCESS_LIST_DUCT	(LAYOUT_DATA + 0x8000)	/* dispatchable-unit control table */
#define ACCESS_LIST_PASTE	(LAYOUT_DATA + 0x8100)	/* primary ASN-second-table entry */
#define ACCESS_LIST_OF_DUCT	(LAYOUT_DATA + 0x9000)	/* the dispatchable unit's list */
#define ACCESS_LIST_OF_PASTE	(LAYOUT_DATA + 0xa000)	/* the primary space's list */
#define ACCESS_LIST_ASTE	(LAYOUT_DATA + 0xb000)
#define ACCESS_LIST_AUTHORITY	(LAYOUT_DATA + 0xc000)	/* authority table */

struct access_list {
	uint32_t alet;			/* the token */
	uint64_t duct, paste;		/* control registers 2 and 5 */
	uint16_t eax;			/* extended authorization index, control register 8 */
	uint32_t origin;		/* of the access list */
	unsigned int entry;		/* the number of the entry that is staged */
	struct ale ale;
	struct aste aste;
	bool primary_authority, secondary_authority;	/* in the authority-table entry of eax */
	bool ignored_bits;		/* bits that translation ignores are ones */
};

/*
 * A path by the list of the dispatchable unit, or of the primary space, to a space that anyone may
 * use.
 */
void access_list_init(struct access_list *list, bool of_primary_space, uint64_t asce);

/* What can be special about a path; several at once where that makes sense. */
enum access_list_defect {
	AL_ALET_BITS = 1 << 0,		/* a one where the token must have zeros */
	AL_ALEN_LAST = 1 << 1,		/* valid: the token designates the last entry */
	AL_ALEN_BEYOND = 1 << 2,	/* the token designates the first entry behind the list */
	AL_ALE_INVALID = 1 << 3,
	AL_ALE_SEQUENCE = 1 << 4,	/* sequence numbers of token and entry differ */
	AL_ASTE_INVALID = 1 << 5,
	AL_ASTE_SEQUENCE = 1 << 6,	/* sequence numbers of entry and ASTE differ */
	AL_FETCH_ONLY = 1 << 7,
	AL_PRIVATE = 1 << 8,		/* the entry is private, and not that of the index in CR8 */
	AL_PRIVATE_OWN = 1 << 9,	/* valid: private, and that of the index in CR8 */
	AL_PRIMARY = 1 << 10,		/* the index in CR8 has primary authority */
	AL_SECONDARY = 1 << 11,		/* it has secondary authority, which is what counts */
	AL_SHORT_TABLE = 1 << 12,	/* the authority table ends before the index in CR8 */
	AL_EAX_LAST = 1 << 13,		/* valid: the index is the last one of the table */
	AL_EAX_BEYOND = 1 << 14,	/* the index is the first one behind the table */
	AL_DUCT_OUTSIDE = 1 << 15,	/* what designates the list is in no memory slot */
	AL_LIST_OUTSIDE = 1 << 16,	/* the list is in none */
	AL_LIST_OVER_2G = 1 << 17,	/* the entry is behind what 31-bit addresses reach */
	AL_ASTE_OUTSIDE = 1 << 18,
	AL_AUTHORITY_OUTSIDE = 1 << 19,
	AL_IGNORED_BITS = 1 << 20,	/* valid: bits that translation ignores are ones */
};

/* Make the path special in these ways (enum access_list_defect, or-ed); once for each path. */
void access_list_corrupt(struct access_list *list, unsigned int defects);

/*
 * Set control registers 2, 5 and 8; and put what is in storage into a state. The token is for an
 * access register.
 */
void access_list_registers(const struct access_list *list, struct registers *regs);
void access_list_stage(const struct access_list *list, struct state *state);

#endif
