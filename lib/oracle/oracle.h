/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The oracle: what the architecture and the API document allow to happen for a request on a state.
 *
 * It is pure: it looks at its arguments and nothing else, and changes nothing. It knows the Principles of Operation
 * and the API document, not the kernel. Numbers such as KEY.3 are those of docs/clauses.md.
 */
#ifndef LIB_ORACLE_ORACLE_H
#define LIB_ORACLE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/abi/level.h"
#include "lib/case/request.h"
#include "lib/machine/memory.h"
#include "lib/machine/state.h"

#define ALLOWED_MAX 12
#define FRAGMENTS_MAX 17	/* 65,536 bytes that start in the middle of a page */
#define CLAUSES_MAX 6

/* Part of the operand within one 4 KiB block, where it is in absolute storage. */
struct fragment {
	uint64_t abs;
	uint32_t len;
};

/* What becomes of the size bytes at old_addr. */
enum old_after {
	OLD_KEPT,	/* as before the request */
	OLD_CURRENT,	/* the value found in guest storage */
	OLD_ZERO,	/* zeros */
};

/* The program interruption that is pending afterwards (F_INJECT_EXCEPTION). */
struct pending {
	uint16_t code;			/* 0: none */
	bool has_teid, has_access_id;	/* whether the architecture defines the next two for this code */
	uint64_t teid;			/* translation-exception identification */
	uint64_t teid_mask;		/* of an answer: the bits that are laid down */
	uint8_t access_id;		/* exception access identification */
	bool nullifying;		/* the instruction is as if not begun: the old PSW designates it, not the next one */
};

/* One allowed outcome. */
struct answer {
	int ret;		/* of the ioctl: 0, -1, a positive program-interruption code, a capability's value */
	int err;		/* errno if ret is -1 */
	uint32_t moved;		/* bytes of the operand stored in the guest, or in the user buffer for a read */
	bool buf_any;		/* a read failed while storing in the user buffer: its content is not laid down */
	enum old_after old;
	struct pending pending;
	const char *clauses[CLAUSES_MAX];	/* why it is allowed; NULL-terminated unless full */
};

struct allowed {
	unsigned int n;
	struct answer answer[ALLOWED_MAX];
	unsigned int n_fragments;		/* the operand as far as it could be located, in operand order */
	struct fragment fragment[FRAGMENTS_MAX];
	bool sida;				/* the fragment is in the SIDA, abs is an offset into it */
};

/*
 * mem is the guest's storage before the request (tables are read from it). keys come from state. Operands of
 * compare-and-exchange come from the request and from mem.
 */
void oracle_ask(const struct level *level, const struct state *state, const struct memory *mem,
		const struct request *request, struct allowed *allowed);

#endif
