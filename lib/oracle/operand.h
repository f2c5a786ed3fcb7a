/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An operand, divided into fragments of which each is within one 4 KiB block, and the exceptions
 * that its fragments cause.
 */
#ifndef LIB_ORACLE_OPERAND_H
#define LIB_ORACLE_OPERAND_H

#include "lib/oracle/rules.h"

/*
 * The fragments before the first one that cannot be translated; allowed->fragment has their
 * absolute addresses. key_exc: the protection exception of the first fragment whose storage key
 * prohibits the access. xlate_exc: the exception that ends translation, of the next fragment.
 */
struct operand {
	uint32_t len;				/* bytes of all translated fragments */
	struct exception key_exc;
	bool key_open;				/* the key may also permit it (KEY.6) */
	uint32_t before_key;			/* bytes before the fragment of key_exc */
	struct exception xlate_exc;
	bool host_fault;			/* the host cannot access a fragment */
	uint32_t before_host;			/* bytes before the first such fragment */
	bool signal;				/* a signal interrupts the wait for a fragment */
};

/* Add a translated fragment, with the result of check_key() for it. */
void operand_add(const struct question *q, struct operand *operand, struct allowed *allowed,
		 uint64_t abs, uint32_t len, uint64_t address, enum key_says key);

/*
 * Allow the outcomes of a read or write whose operand is complete or ends at xlate_exc.
 */
void allow_access(const struct question *q, const struct operand *operand, struct allowed *allowed);

/* Allow the xlate_exc of the operand alone. */
void allow_xlate_exception(const struct question *q, const struct operand *operand,
			   struct allowed *allowed);

/*
 * Allow EFAULT if the user buffer cannot be accessed; this may be found before the exceptions of
 * the guest. It does not apply to CHECK_ONLY, which moves no data (API.25). True if it applies.
 */
bool allow_pointer_fault(const struct question *q, struct allowed *allowed);

/* Bytes from addr to the end of its block, but not more than left. */
static inline uint32_t fragment_len(uint64_t addr, uint32_t left)
{
	uint64_t room = PAGE_SIZE - addr % PAGE_SIZE;

	return left < room ? left : (uint32_t)room;
}

#endif
