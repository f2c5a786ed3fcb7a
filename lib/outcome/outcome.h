/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything that can be observed after a request, and its comparison with what the oracle allows.
 */
#ifndef LIB_OUTCOME_OUTCOME_H
#define LIB_OUTCOME_OUTCOME_H

#include <stdint.h>

#include "lib/oracle/oracle.h"
#include "lib/base/text.h"

#define CANARY 64	/* bytes compared before and behind every operand */

/*
 * The operand in user space before and after the request: CANARY bytes, the operand, CANARY bytes.
 * now is NULL if the pointer of the request does not lead to readable memory.
 */
struct user_window {
	const uint8_t *before;
	const uint8_t *now;
	uint32_t len;		/* of the operand, as far as it is mapped; bytes */
};

/* The outcome of a request on another vCPU: a fetch one page behind this request's operand. */
struct other_outcome {
	bool made;
	int ret, err;
	uint8_t data[VCPU2_SIZE];
};

struct outcome {
	uint64_t call_ns;	/* duration of the ioctl alone */
	int ret;		/* return value of the ioctl */
	int err;		/* errno if ret is -1, otherwise 0 */
	struct pending pending;	/* program interruption pending at the vCPU */
	const struct memory *live;	/* storage of the guest after the request */
	struct user_window buf;
	struct user_window old;	/* compare-and-exchange only */
	unsigned int n_keys;
	struct block_key keys[FRAGMENTS_MAX];	/* of the fragments' blocks, after the request */
	bool changes_lost;	/* change bits unreliable: lost, or new host memory */
	bool registers_known;
	struct registers regs;	/* control and access registers of the vCPU, after the request */
	bool thread_changed;	/* the request changed access registers of the calling thread */
	unsigned int n_dirty;	/* request.dirty_log */
	const uint64_t *dirty;	/* blocks in the dirty log; valid until the next request */
	struct delivered delivered;
	struct other_outcome other;	/* BACKING_UFFD_VCPU2 */
};

/* Is this block in the dirty log? */
static inline bool outcome_logged(const struct outcome *o, uint64_t block)
{
	unsigned int i;

	for (i = 0; i < o->n_dirty && o->dirty[i] != block; i++)
		;
	return i < o->n_dirty;
}

/*
 * The aspects in which an outcome can differ from an answer: bit, name, words. Every compared field
 * of the outcome belongs to one aspect. Each needs a fits_name() in compare.c and a describe_name()
 * in describe_differences.c, or the program does not compile. The bits are part of the format of
 * journals and baselines ("fail/RET/0xASPECTS"), and the words are part of the format of known.txt:
 * append new aspects at the end and never change one.
 */
#define ASPECTS(X)							\
	X(RETURN, 0, return, "return value")				\
	X(BUFFER, 1, buffer, "user buffer")				\
	X(STORAGE, 2, storage, "guest storage")				\
	X(OLD, 3, old, "old value")					\
	X(KEY, 4, key, "storage key")					\
	X(PENDING, 5, pending, "pending interruption")			\
	X(DELIVERED, 6, delivered, "interruption taken")		\
	X(REGISTERS, 7, registers, "registers")				\
	X(DIRTY, 8, dirty, "dirty log")					\
	X(OTHER, 9, other, "request of another vCPU")

#define ASPECT_BIT(id, bit, name, words) ASPECT_##id = 1 << (bit),
enum aspect { ASPECTS(ASPECT_BIT) };
#undef ASPECT_BIT

struct trial {
	const struct state *state;
	const struct request *request;
	const struct allowed *allowed;
	struct memory *shadow;	/* storage before the request; restored after comparing */
	const struct outcome *outcome;
	const struct state *other;	/* RACE_STATE: alternates with state; otherwise NULL */
};

/*
 * Return the number of the first answer that fits the outcome, or -1 if none does. In that case
 * *nearest is the answer that differs in the fewest aspects, and *aspects is the set of these.
 */
int outcome_compare(const struct trial *trial, unsigned int *nearest, unsigned int *aspects);

/*
 * Describe a failed trial in words, one fact per line: the state, the request, the allowed
 * outcomes, the observed outcome, and the bytes that differ from answer `nearest`.
 */
void outcome_describe(const struct trial *trial, unsigned int nearest, unsigned int aspects,
		      struct text *text);

#endif
