/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An operand in fragments, each within one 4 KiB block, and what is in the way of accessing each.
 */
#ifndef LIB_ORACLE_OPERAND_H
#define LIB_ORACLE_OPERAND_H

#include "lib/oracle/rules.h"

/*
 * The fragments up to the first that cannot be located. allowed->fragment has where they are.
 * key_exc: the first fragment that may not be accessed for its storage key; xlate_exc: what is in
 * the way of locating the fragment after the last.
 */
struct operand {
	uint32_t len;				/* bytes of all located fragments */
	struct exception key_exc;
	bool key_open;				/* but it may also be accessed (KEY.6) */
	uint32_t before_key;			/* bytes of the fragments before that one */
	struct exception xlate_exc;
	bool host_fault;			/* the host cannot access a fragment */
	uint32_t before_host;			/* bytes of the fragments before the first such */
	bool signal;				/* a signal comes while a fragment is waited for */
};

/* Note that a fragment is located, and what its key says. */
void operand_add(const struct question *q, struct operand *operand, struct allowed *allowed,
		 uint64_t abs, uint32_t len, uint64_t address, enum key_says key);

/*
 * Turn what was found into answers for an operation that reads or writes, whose buffer is as the
 * request says.
 */
void allow_access(const struct question *q, const struct operand *operand, struct allowed *allowed);

/* Only its xlate_exc, where the operand could not be located at all. */
void allow_xlate_exception(const struct question *q, const struct operand *operand,
			   struct allowed *allowed);

/*
 * The pointer matters if data moves (API.25), and then its fault may be found before those of the
 * guest. True if it does fail.
 */
bool allow_pointer_fault(const struct question *q, struct allowed *allowed);

/* Bytes from addr to the end of its block, but not more than left. */
static inline uint32_t fragment_len(uint64_t addr, uint32_t left)
{
	uint64_t room = PAGE_SIZE - addr % PAGE_SIZE;

	return left < room ? left : (uint32_t)room;
}

#endif
