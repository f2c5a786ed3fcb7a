/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The oracle: what the architecture and the API document allow to happen for a request on a state.
 *
 * It is pure: it depends on its arguments only and changes none of its inputs. It is written from
 * the Principles of Operation and the API document, not from the kernel. Numbers such as KEY.3 are
 * those of docs/clauses.md.
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

/* The part of the operand within one 4 KiB block of absolute storage. */
struct fragment {
	uint64_t abs;
	uint32_t len;
};

/* The size bytes at old_addr after the request. */
enum old_after {
	OLD_KEPT,	/* unchanged */
	OLD_CURRENT,	/* the value in guest storage */
};

/*
 * A program interruption. In an answer, the masks have the bits that the documents define; in an
 * outcome, those that were observed. A field whose mask is zero is not compared.
 */
struct pending {
	uint16_t code;			/* 0: none */
	uint64_t teid, teid_mask;	/* translation-exception identification */
	uint8_t access_id;		/* exception access identification (EAID) */
	uint8_t access_id_mask;
	bool nullifying;		/* in an answer: the old PSW designates the instruction */
};

/*
 * What the vCPU does when it is run after the request (request.deliver): the fields of low core
 * that a program interruption stores.
 */
struct delivered {
	bool taken;			/* it took one and loaded the program-new PSW */
	uint16_t ilc;			/* instruction length, real location 140 */
	struct pending what;		/* code: 142, TEID: 168, EAID: 160 */
	struct psw old;			/* 336 */
};

/* The block of a fragment after the request. */
struct block_after {
	uint8_t key, key_mask;		/* storage key; only the bits of the mask are defined */
	bool logged;			/* it must be in the dirty log */
	bool loggable;			/* it may be in the dirty log */
};

/* One allowed outcome. */
struct answer {
	int ret;		/* of the ioctl: 0, -1, a program-interruption code, a capability */
	int err;		/* errno if ret is -1 */
	uint32_t moved;		/* bytes of the operand stored, in the guest or the user buffer */
	bool buf_any;		/* a read failed while storing into the user buffer */
	enum old_after old;
	struct pending pending;		/* at the vCPU (flag INJECT_EXCEPTION) */
	struct delivered delivered;
	struct block_after block[FRAGMENTS_MAX];	/* of each allowed.fragment[] */
	struct clauses clauses;		/* why this is allowed */
};

struct allowed {
	unsigned int n;
	struct answer answer[ALLOWED_MAX];

	/* What all answers have in common. */
	struct clauses clauses;			/* rules that find and permit the operand */
	struct clauses general;			/* rules that apply to all requests of the kind */
	unsigned int n_fragments;		/* of the operand, as far as it was translated */
	struct fragment fragment[FRAGMENTS_MAX];
	bool sida;				/* fragment[0] is in the SIDA; abs is an offset */
	uint64_t log_unit;			/* a store may log all blocks of such a unit */
	const struct registers *regs;		/* of the vCPU after the request */
	int vcpu2_ret;				/* BACKING_UFFD_VCPU2: the other vCPU's request */
	const uint8_t *vcpu2_data;		/* the VCPU2_SIZE bytes that it fetches, or NULL */
};

/*
 * Fill in *allowed with the outcomes that are allowed for a request. mem is the guest's storage
 * before the request; translation tables are read from it. Storage keys come from state, operands
 * of compare-and-exchange from the request and mem. other: with RACE_STATE, the state that
 * alternates with the first; otherwise it is unused and may be NULL. *allowed keeps pointers into
 * state and mem.
 */
void oracle_ask(const struct level *level, const struct state *state, const struct state *other,
		const struct memory *mem, const struct request *request, struct allowed *allowed);

/*
 * CS.5: may this request return EAGAIN while other threads store into the same word? Only a
 * compare-and-exchange of 1 or 2 bytes may; it has stored nothing then, and the caller repeats it.
 */
bool oracle_may_give_up(const struct request *request);

#endif
