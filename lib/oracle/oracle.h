/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The oracle: what the architecture and the API document allow to happen for a request on a state.
 *
 * It is pure: it looks at its arguments and nothing else, and changes nothing. It knows the
 * Principles of Operation and the API document, not the kernel. Numbers such as KEY.3 are those of
 * docs/clauses.md.
 */
#ifndef LIB_ORACLE_ORACLE_H
#define LIB_ORACLE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/abi/level.h"
#include "lib/case/request.h"
#include "lib/machine/memory.h"
#include "lib/machine/state.h"
#include "lib/oracle/clause.h"

#define ALLOWED_MAX 12
#define FRAGMENTS_MAX 17	/* 65,536 bytes that start in the middle of a page */

/* Part of the operand within one 4 KiB block, where it is in absolute storage. */
struct fragment {
	uint64_t abs;
	uint32_t len;
};

/* What becomes of the size bytes at old_addr. */
enum old_after {
	OLD_KEPT,	/* as before the request */
	OLD_CURRENT,	/* the value found in guest storage */
};

/*
 * A program interruption. Masks: of an answer, the bits that the documents lay down; of an outcome,
 * those that were seen. A field whose mask is zero says nothing.
 */
struct pending {
	uint16_t code;			/* 0: none */
	uint64_t teid, teid_mask;	/* translation-exception identification */
	uint8_t access_id;		/* exception access identification (EAID) */
	uint8_t access_id_mask;
	bool nullifying;		/* of an answer: the old PSW designates the instruction */
};

/*
 * What the vCPU does when it is run afterwards (request.deliver): low core after a program
 * interruption.
 */
struct delivered {
	bool taken;			/* it took one, and went on with the program-new PSW */
	uint16_t ilc;			/* instruction length, real location 140 */
	struct pending what;		/* code: 142, TEID: 168, EAID: 160 */
	struct psw old;			/* 336 */
};

/* The block of a fragment afterwards. */
struct block_after {
	uint8_t key, key_mask;		/* storage key; only the bits of the mask are laid down */
	bool logged;			/* it has to be in the dirty log */
	bool loggable;			/* it may be */
};

/* One allowed outcome. */
struct answer {
	int ret;		/* of the ioctl: 0, -1, a program-interruption code, a capability */
	int err;		/* errno if ret is -1 */
	uint32_t moved;		/* bytes of the operand stored, in the guest or the user buffer */
	bool buf_any;		/* a read failed on the way to the user buffer */
	enum old_after old;
	struct pending pending;		/* what is pending at the vCPU (F_INJECT_EXCEPTION) */
	struct delivered delivered;
	struct block_after block[FRAGMENTS_MAX];	/* of each allowed.fragment[] */
	struct clauses clauses;		/* why this is allowed */
};

struct allowed {
	unsigned int n;
	struct answer answer[ALLOWED_MAX];

	/* What all answers have in common. */
	struct clauses clauses;			/* rules that lead to the operand, and open it */
	struct clauses general;			/* rules that hold for all requests of the kind */
	unsigned int n_fragments;		/* the operand as far as it was located */
	struct fragment fragment[FRAGMENTS_MAX];
	bool sida;				/* the fragment is in the SIDA, abs an offset */
	uint64_t log_unit;			/* bytes that may be logged with one block */
	const struct registers *regs;		/* the vCPU's registers afterwards */
	int vcpu2_ret;				/* BACKING_UFFD_VCPU2: what vCPU 2 returns, */
	const uint8_t *vcpu2_data;		/* and fetches: VCPU2_SIZE bytes, or NULL */
};

/*
 * mem is the guest's storage before the request (tables are read from it). Keys come from state.
 * Operands of compare-and-exchange come from the request and from mem. other: with RACE_STATE, the
 * state that may take the place of the first at any time; otherwise it is not looked at and may be
 * NULL. *allowed refers to state and mem, which have to stay.
 */
void oracle_ask(const struct level *level, const struct state *state, const struct state *other,
		const struct memory *mem, const struct request *request, struct allowed *allowed);

/*
 * CS.5 a single compare-and-exchange of 1 or 2 bytes may give up with EAGAIN while other threads
 * store in the same word: nothing was stored then, and the caller tries again.
 */
bool oracle_may_give_up(const struct request *request);

#endif
