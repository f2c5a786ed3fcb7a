/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the oracle share: one file per question, and this is where they meet. POP: Principles of Operation.
 */
#ifndef LIB_ORACLE_RULES_H
#define LIB_ORACLE_RULES_H

#include "lib/arch/pgm.h"
#include "lib/oracle/oracle.h"

/* What is asked. */
struct question {
	const struct level *level;
	const struct state *state;
	const struct memory *mem;
	const struct request *request;
	bool store;		/* the access is of store type (compare-and-exchange is: CS.1) */
	bool check_only;
	bool keyed;		/* key-controlled protection is in effect */
};

/* The kinds of protection, which all have the same program-interruption code. */
enum protection {
	PROTECTION_LOW_ADDRESS,
	PROTECTION_ACCESS_LIST,
	PROTECTION_DAT,
	PROTECTION_KEY,
};

/* An access exception; code 0: none. */
struct exception {
	enum pgm code;
	enum protection protection;	/* if code is PGM_PROTECTION */
	uint64_t address;		/* effective address of the fragment */
	const char *clause;
};

/* Not of the architecture: the memory behind the guest's storage is not accessible to the host (HOST.1). */
#define HOST_FAULT ((enum pgm)0x10000)

static inline struct exception raise_exception(enum pgm code, const char *clause)
{
	return (struct exception){ .code = code, .clause = clause };
}

/* answers.c: adding to what is allowed. Clauses: one string for each, NULL for none. */
struct answer *allow(struct allowed *allowed, int ret, const char *clause);
struct answer *allow_errno(struct allowed *allowed, int err, const char *clause);
void cite(struct answer *answer, const char *clause);

/*
 * parameters.c: allow an error for each thing that is wrong with the parameters. The documents do not say which of
 * several wins. Returns the number of errors.
 */
unsigned int check_parameters(const struct question *q, struct allowed *allowed);

/* pointers.c: would the kernel fail to fetch from, or store at, what the pointer leads to? */
bool cannot_fetch(enum user_area area);
bool cannot_store(enum user_area area);

/* effective.c: the effective address for a logical one, in the addressing mode of the PSW. */
uint64_t effective_address(uint64_t psw_mask, uint64_t addr);

/* prefix.c: the absolute address of a real one. */
uint64_t absolute_address(uint32_t prefix, uint64_t real);

/* access_register.c: the ASCE of the space that an access register designates. */
struct exception translate_access_register(const struct question *q, uint64_t *asce);

/* dat.c: the absolute address of a virtual one. The exceptions are those of translation and DAT protection. */
struct exception translate_address(const struct question *q, uint64_t asce, uint64_t addr, uint64_t *abs);

/*
 * In the next two asce is the one that translates, or 0 with DAT off: then no space is private.
 *
 * low_address.c: is any byte of this piece of the operand protected as a low address?
 */
bool low_address_protected(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len);

/*
 * key.c: does key-controlled protection prohibit the access to a piece of the operand within one block? logical: the
 * overrides of CR0 are considered; addr is then its effective address.
 */
bool key_protected(const struct question *q, uint64_t abs, bool logical, uint64_t asce, uint64_t addr,
		   uint32_t len);

/* backing.c: does a signal come while the host waits for what is behind this byte? */
bool host_interrupts(const struct question *q, uint64_t abs);

/* backing.c: would the host fail to access what is behind this byte of absolute storage? */
bool host_faults(const struct question *q, uint64_t abs, bool store);

/*
 * backing.c: the bytes of a table in storage, or NULL, and then *e says why: it is not in the configuration (clause), or the host
 * cannot read it.
 */
const uint8_t *fetch_table(const struct question *q, uint64_t abs, unsigned int len, const char *clause,
			   struct exception *e);

static inline bool dat_is_on(const struct question *q)
{
	return q->state->regs.psw.mask & PSW_DAT;
}

/* exception.c: the interruption that an exception is to make pending; suppressed: nothing was stored. */
struct pending exception_pending(const struct question *q, const struct exception *exception, bool suppressed);

/* The operations, one file each: allow what may happen if the parameters are right. */
void ask_logical(const struct question *q, struct allowed *allowed);
void ask_absolute(const struct question *q, struct allowed *allowed);
void ask_exchange(const struct question *q, struct allowed *allowed);
void ask_sida(const struct question *q, struct allowed *allowed);
void ask_capability(const struct question *q, struct allowed *allowed);

#endif
