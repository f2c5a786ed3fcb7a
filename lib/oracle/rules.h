/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the oracle share: one file per question, and this is where they meet. POP:
 * Principles of Operation.
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
	struct clauses *because;	/* rules that lead to the operand, and open it */
	struct clauses *general;	/* rules that hold for all requests of the kind */
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
	enum clause clause;
};

/*
 * Not of the architecture: the memory behind the guest's storage is not accessible to the host
 * (HOST.1).
 */
#define HOST_FAULT ((enum pgm)0x10000)

static inline struct exception raise_exception(enum pgm code, enum clause clause)
{
	return (struct exception){ .code = code, .clause = clause };
}

/* This rule decides where the operand is, or that it is open. */
static inline void because(const struct question *q, enum clause clause)
{
	clauses_add(q->because, clause);
}

/* The answers rest on this rule, but so do those of all requests of the kind. */
static inline void in_general(const struct question *q, enum clause clause)
{
	clauses_add(q->general, clause);
}

/* answers.c: adding to what is allowed. */
struct answer *allow(struct allowed *allowed, int ret, enum clause clause);
struct answer *allow_errno(struct allowed *allowed, int err, enum clause clause);

/* This rule decides what the answer is. */
static inline void cite(struct answer *answer, enum clause clause)
{
	clauses_add(&answer->clauses, clause);
}

/* What is wrong with the parameters. */
enum wrong {
	NOTHING_WRONG,
	WRONG_REQUEST,		/* there is no such access */
	WRONG_OPERAND,		/* only size or alignment of a compare-and-exchange */
};

/*
 * parameters.c: allow an error for each thing that is wrong with the parameters. The documents do
 * not say which of several wins.
 */
enum wrong check_parameters(const struct question *q, struct allowed *allowed);

/* pointers.c: would the kernel fail to fetch from, or store at, what the pointer leads to? */
bool cannot_fetch(enum user_area area);
bool cannot_store(enum user_area area);

/* effective.c: the effective address for a logical one, in the addressing mode of the PSW. */
uint64_t effective_address(const struct question *q, uint64_t addr);

/* prefix.c: the absolute address of a real one. */
uint64_t real_to_abs(const struct question *q, uint64_t real);

/* What an access register designates. */
struct space {
	uint64_t asce;
	bool fetch_only;	/* by the access-list entry (ART.12) */
};

/* access_register.c: the space that the access register of the request designates. */
struct exception translate_access_register(const struct question *q, struct space *space);

/* Where a fragment is. */
struct place {
	uint64_t abs;
	bool av;		/* the entry of a large frame has a valid key of its own, */
	uint8_t av_key;		/* which may take the place of the storage key (KEY.6) */
};

/*
 * dat.c: the absolute address of a virtual one. The exceptions are those of translation and DAT
 * protection.
 */
struct exception translate_address(const struct question *q, uint64_t asce, uint64_t addr,
				   struct place *place);

/*
 * In the next two asce is the one that translates, or 0 with DAT off: then no space is private.
 *
 * low_address.c: is any byte of this fragment of the operand protected as a low address?
 */
bool low_address_protected(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len);

/* Does key-controlled protection prohibit the access? */
enum key_says { KEY_OPEN, KEY_PROHIBITS, KEY_EITHER };

/*
 * key.c: what the storage key says to the access to a fragment. logical: the overrides of CR0 are
 * considered; addr is then its effective address.
 */
enum key_says check_key(const struct question *q, const struct place *place, bool logical,
			uint64_t asce, uint64_t addr, uint32_t len);

/* backing.c: does a signal come while the host waits for what is behind this byte? */
bool host_interrupts(const struct question *q, uint64_t abs);

/* backing.c: would the host fail to access what is behind this byte of absolute storage? */
bool host_faults(const struct question *q, uint64_t abs, bool store);

/*
 * backing.c: the bytes of a table in storage, or NULL, and then *e says why: it is not in the
 * configuration (clause), or the host cannot read it.
 */
const uint8_t *fetch_table(const struct question *q, uint64_t abs, unsigned int len,
			   enum clause clause, struct exception *e);

static inline bool dat_is_on(const struct question *q)
{
	return q->state->regs.psw.mask & PSW_DAT;
}

/*
 * exception.c: the interruption that an exception is to make pending; suppressed: nothing was
 * stored.
 */
struct pending exception_pending(const struct question *q, const struct exception *exception,
				 bool suppressed, struct clauses *clauses);

/* The operations, one file each: allow what may happen if the parameters are right. */
void ask_logical(const struct question *q, struct allowed *allowed);
void ask_absolute(const struct question *q, struct allowed *allowed);
void ask_cmpxchg(const struct question *q, struct allowed *allowed);
void ask_sida(const struct question *q, struct allowed *allowed);
void ask_capability(const struct question *q, struct allowed *allowed);

/* after.c: what an answer leaves behind besides data: storage keys, dirty log. */
void complete_blocks(const struct question *q, const struct allowed *allowed,
		     struct answer *answer);

/* deliver.c: the interruption that the vCPU takes when it is run with this one pending. */
void complete_delivery(const struct question *q, struct answer *answer);

#endif
