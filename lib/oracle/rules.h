/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations shared by the files of the oracle, of which each answers one question. POP:
 * z/Architecture Principles of Operation.
 */
#ifndef LIB_ORACLE_RULES_H
#define LIB_ORACLE_RULES_H

#include "lib/arch/pgm.h"
#include "lib/oracle/oracle.h"

/* The question: which outcomes are allowed for this request in this state? */
struct question {
	const struct level *level;
	const struct state *state;
	const struct memory *mem;
	const struct request *request;
	bool store;		/* a store access; compare-and-exchange is one (CS.1) */
	bool check_only;
	bool keyed;		/* key-controlled protection is in effect */
	struct clauses *because;	/* rules that find and permit the operand */
	struct clauses *general;	/* rules that apply to all requests of the kind */
};

/* The kinds of protection. All have program-interruption code 4; the TEID tells them apart. */
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
 * Not a program-interruption code: the host cannot access the memory behind the guest's storage
 * (HOST.1).
 */
#define HOST_FAULT ((enum pgm)0x10000)

static inline struct exception raise_exception(enum pgm code, enum clause clause)
{
	return (struct exception){ .code = code, .clause = clause };
}

/* Cite a rule by which the operand is found or the access permitted. */
static inline void because(const struct question *q, enum clause clause)
{
	clauses_add(q->because, clause);
}

/* Cite a rule that applies to all requests of the kind; failure texts do not show it. */
static inline void in_general(const struct question *q, enum clause clause)
{
	clauses_add(q->general, clause);
}

/* answers.c: add an answer, which the clause allows. */
struct answer *allow(struct allowed *allowed, int ret, enum clause clause);
struct answer *allow_errno(struct allowed *allowed, int err, enum clause clause);

/* Cite another rule that allows the answer. */
static inline void cite(struct answer *answer, enum clause clause)
{
	clauses_add(&answer->clauses, clause);
}

/* The result of check_parameters(). */
enum wrong {
	NOTHING_WRONG,
	WRONG_REQUEST,		/* the request defines no access */
	WRONG_OPERAND,		/* only size or alignment of a compare-and-exchange is wrong */
};

/*
 * parameters.c: allow an errno for each wrong parameter. The documents do not say which one is
 * returned if several are wrong.
 */
enum wrong check_parameters(const struct question *q, struct allowed *allowed);

/* pointers.c: would fetching or storing through such a user-space pointer fail? */
bool cannot_fetch(enum user_area area);
bool cannot_store(enum user_area area);

/* effective.c: the effective address for a logical one, in the addressing mode of the PSW. */
uint64_t effective_address(const struct question *q, uint64_t addr);

/* prefix.c: the absolute address of a real address. */
uint64_t real_to_abs(const struct question *q, uint64_t real);

/* The address space that an access register designates. */
struct space {
	uint64_t asce;
	bool fetch_only;	/* by the access-list entry (ART.12) */
};

/* access_register.c: the space that the access register of the request designates. */
struct exception translate_access_register(const struct question *q, struct space *space);

/* The result of translating the address of a fragment. */
struct place {
	uint64_t abs;
	bool av;		/* ACCF-validity bit of the entry that maps a large frame */
	uint8_t av_key;		/* its ACC and F, which may replace the storage key (KEY.6) */
};

/*
 * dat.c: translate a virtual address to an absolute one. The exceptions are those of translation
 * and DAT protection.
 */
struct exception translate_address(const struct question *q, uint64_t asce, uint64_t addr,
				   struct place *place);

/*
 * low_address.c: does low-address protection prohibit the access to any byte of this fragment?
 * Here and in check_key(), asce is the one that translates, or 0 with DAT off, because then the
 * private-space bit does not apply.
 */
bool low_address_protected(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len);

/* Does key-controlled protection prohibit the access? */
enum key_says { KEY_OPEN, KEY_PROHIBITS, KEY_EITHER };

/*
 * key.c: check the storage key of a fragment. logical: the overrides in CR0 apply, and addr is the
 * effective address of the fragment. KEY_EITHER: the key may permit or prohibit it (KEY.6).
 */
enum key_says check_key(const struct question *q, const struct place *place, bool logical,
			uint64_t asce, uint64_t addr, uint32_t len);

/* backing.c: does a signal interrupt the wait for the host memory behind this byte? */
bool host_interrupts(const struct question *q, uint64_t abs);

/* backing.c: would an access to the host memory behind this byte fail? */
bool host_faults(const struct question *q, uint64_t abs, bool store);

/*
 * backing.c: the len bytes of a table at an absolute address. NULL sets *e: an addressing exception
 * by this clause if they are not in the configuration, HOST_FAULT if the host cannot read them.
 */
const uint8_t *fetch_table(const struct question *q, uint64_t abs, unsigned int len,
			   enum clause clause, struct exception *e);

static inline bool dat_is_on(const struct question *q)
{
	return q->state->regs.psw.mask & PSW_DAT;
}

/*
 * exception.c: the interruption that an exception makes pending if the request has
 * INJECT_EXCEPTION. suppressed: nothing was stored.
 */
struct pending exception_pending(const struct question *q, const struct exception *exception,
				 bool suppressed, struct clauses *clauses);

/* The operations, one file each: allow the outcomes of a request with valid parameters. */
void ask_logical(const struct question *q, struct allowed *allowed);
void ask_absolute(const struct question *q, struct allowed *allowed);
void ask_cmpxchg(const struct question *q, struct allowed *allowed);
void ask_sida(const struct question *q, struct allowed *allowed);
void ask_capability(const struct question *q, struct allowed *allowed);

/* after.c: complete an answer with storage keys and dirty log. */
void complete_blocks(const struct question *q, const struct allowed *allowed,
		     struct answer *answer);

/* deliver.c: complete it with the interruption that the vCPU takes when it is run. */
void complete_delivery(const struct question *q, struct answer *answer);

#endif
