/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What access-register translation goes through from an access-list-entry token to the ASCE of a
 * space: access-list designation, access-list entry, ASN-second-table entry and authority table.
 * All of them are valid at first; suites then corrupt fields.
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

#define ACCESS_LIST_ENTRY	9	/* the entry that the token designates */
#define ACCESS_LIST_LAST	31	/* the last entry of the list */

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

/*
 * The entry is private, and belongs to an authorization index that is not the one in control
 * register 8.
 */
void access_list_make_private(struct access_list *list);

/*
 * Set control registers 2, 5 and 8; and put what is in storage into a state. The token is for an
 * access register.
 */
void access_list_registers(const struct access_list *list, struct registers *regs);
void access_list_stage(const struct access_list *list, struct state *state);

#endif
