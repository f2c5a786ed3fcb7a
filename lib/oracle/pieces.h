/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An operand in pieces, each within one 4 KiB block, and what is in the way of accessing each.
 */
#ifndef LIB_ORACLE_PIECES_H
#define LIB_ORACLE_PIECES_H

#include "lib/oracle/rules.h"

/*
 * The pieces up to the first that cannot be located. allowed->fragment has where they are. of_key: the first piece that may
 * not be accessed for its storage key; of_place: what is in the way of locating the piece after the last.
 */
struct pieces {
	uint32_t len;				/* bytes of all located pieces */
	struct exception of_key;
	uint32_t before_key;			/* bytes of the pieces before that one */
	struct exception of_place;
	bool of_host;				/* the host cannot access a piece */
	uint32_t before_host;			/* bytes of the pieces before the first such */
	bool of_signal;				/* a signal comes while a piece is waited for */
};

/* Note that a piece is located, and whether its key prohibits the access. */
void piece_located(const struct question *q, struct pieces *pieces, struct allowed *allowed, uint64_t abs,
		   uint32_t len, uint64_t address, bool key_prohibits);

/*
 * Turn what was found into answers for an operation that reads or writes, whose buffer is as the request says.
 */
void allow_access(const struct question *q, const struct pieces *pieces, struct allowed *allowed);

/* The pointer matters if data moves (API.25), and then its fault may be found before those of the guest. True if it does fail. */
bool allow_pointer_fault(const struct question *q, struct allowed *allowed);

/* Bytes from addr to the end of its block, but not more than left. */
static inline uint32_t piece_len(uint64_t addr, uint32_t left)
{
	uint64_t room = PAGE_SIZE - addr % PAGE_SIZE;

	return left < room ? left : (uint32_t)room;
}

#endif
