/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The structures that access-register translation reads from an access-list-entry token (ALET) to
 * an ASCE: access-list designation, access-list entry (ALE), ASN-second-table entry (ASTE) and
 * authority table. access_list_init() makes valid ones, access_list_corrupt() adds defects. Source:
 * POP chapter 5, "Access-Register Translation".
 */
#ifndef LIB_MACHINE_ACCESS_LIST_H
#define LIB_MACHINE_ACCESS_LIST_H

#include "lib/arch/art.h"
#include "lib/machine/memory.h"
#include "lib/machine/state.h"

/* Absolute addresses of the structures: below 2 GiB, because their origins have 31 bits. */
#define ACCESS_LIST_DUCT	(LAYOUT_DATA + 0x8000)	/* dispatchable-unit control table */
#define ACCESS_LIST_PASTE	(LAYOUT_DATA + 0x8100)	/* primary ASN-second-table entry */
#define ACCESS_LIST_OF_DUCT	(LAYOUT_DATA + 0x9000)	/* the dispatchable unit's list */
#define ACCESS_LIST_OF_PASTE	(LAYOUT_DATA + 0xa000)	/* the primary space's list */
#define ACCESS_LIST_ASTE	(LAYOUT_DATA + 0xb000)
#define ACCESS_LIST_AUTHORITY	(LAYOUT_DATA + 0xc000)	/* authority table */

struct access_list {
	uint32_t alet;
	uint64_t duct, paste;		/* origins in control registers 2 and 5 */
	uint16_t eax;			/* extended authorization index, control register 8 */
	uint32_t origin;		/* of the access list */
	unsigned int entry;		/* the number of the entry that is staged */
	struct ale ale;
	struct aste aste;
	bool primary_authority, secondary_authority;	/* in the authority-table entry of eax */
	bool ignored_bits;		/* set all bits that translation ignores */
};

/*
 * Make a valid path to the space with this ASCE, by the access list of the primary space or of the
 * dispatchable unit. The entry is not private, so no authority is needed.
 */
void access_list_init(struct access_list *list, bool of_primary_space, uint64_t asce);

/* Defects of a path, and valid peculiarities. Those that concern different fields combine. */
enum access_list_defect {
	AL_ALET_BITS = 1 << 0,		/* a one where the ALET must have zeros */
	AL_ALEN_LAST = 1 << 1,		/* valid: the ALET designates the last entry */
	AL_ALEN_BEYOND = 1 << 2,	/* the ALET designates the first entry after the list */
	AL_ALE_INVALID = 1 << 3,
	AL_ALE_SEQUENCE = 1 << 4,	/* sequence numbers of ALET and ALE differ */
	AL_ASTE_INVALID = 1 << 5,
	AL_ASTE_SEQUENCE = 1 << 6,	/* sequence numbers of ALE and ASTE differ */
	AL_FETCH_ONLY = 1 << 7,		/* the entry does not permit stores */
	AL_PRIVATE = 1 << 8,		/* private, and ALEAX differs from the index in CR8 */
	AL_PRIVATE_OWN = 1 << 9,	/* valid: private, and ALEAX is the index in CR8 */
	AL_PRIMARY = 1 << 10,		/* the index in CR8 has primary authority */
	AL_SECONDARY = 1 << 11,		/* valid: it has secondary authority, which decides */
	AL_SHORT_TABLE = 1 << 12,	/* the authority table ends before the index in CR8 */
	AL_EAX_LAST = 1 << 13,		/* CR8 has the last index of the authority table */
	AL_EAX_BEYOND = 1 << 14,	/* CR8 has the first index after the table */
	AL_DUCT_OUTSIDE = 1 << 15,	/* the access-list designation is in no memory slot */
	AL_LIST_OUTSIDE = 1 << 16,	/* the access list is in no memory slot */
	AL_LIST_OVER_2G = 1 << 17,	/* the entry is at 2 GiB, beyond 31-bit addresses */
	AL_ASTE_OUTSIDE = 1 << 18,	/* the ASTE is in no memory slot */
	AL_AUTHORITY_OUTSIDE = 1 << 19,	/* the authority table is in no memory slot */
	AL_IGNORED_BITS = 1 << 20,	/* valid: all bits that translation ignores are ones */
};

/* Add these defects (enum access_list_defect, or-ed). Call it only once for each path. */
void access_list_corrupt(struct access_list *list, unsigned int defects);

/* Set control registers 2, 5 and 8. The caller loads alet into an access register. */
void access_list_registers(const struct access_list *list, struct registers *regs);

/* Add all structures in storage to the state. */
void access_list_stage(const struct access_list *list, struct state *state);

#endif
