/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything that can be seen after a request, and its comparison with what the oracle allows.
 */
#ifndef LIB_OUTCOME_OUTCOME_H
#define LIB_OUTCOME_OUTCOME_H

#include <stdint.h>

#include "lib/oracle/oracle.h"
#include "lib/base/text.h"

#define CANARY 64	/* bytes looked at on either side of every operand */

/*
 * The operand in user space, as it was and as it is: CANARY bytes, the operand, CANARY bytes. now
 * == NULL: the pointer led nowhere that could be looked at.
 */
struct user_window {
	const uint8_t *before;
	const uint8_t *now;
	uint32_t len;		/* of the operand, as far as it can be seen */
};

/* What a request of another vCPU came to: a fetch of what is a block behind this one's operand. */
struct other_outcome {
	bool made;
	int ret, err;
	uint8_t data[VCPU2_SIZE];
};

struct outcome {
	uint64_t call_ns;	/* time that the ioctl itself took */
	int ret;		/* of the ioctl */
	int err;		/* errno if ret is -1, otherwise 0 */
	struct pending pending;	/* program interruption pending at the vCPU */
	const struct memory *live;	/* storage of the guest afterwards */
	struct user_window buf;
	struct user_window old;	/* compare-and-exchange only */
	unsigned int n_keys;
	struct block_key keys[FRAGMENTS_MAX];	/* of the blocks of the fragments, afterwards */
	bool changes_lost;	/* change bits say nothing: lost by the machine, or new memory */
	bool registers_known;
	struct registers regs;	/* control and access registers of the vCPU, afterwards */
	bool thread_changed;	/* access registers of the calling thread were changed */
	unsigned int n_dirty;	/* request.dirty_log */
	const uint64_t *dirty;	/* blocks in the dirty log, kept until the next request */
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
 * The ways in which an outcome can differ from an answer: bit, name, words. Every field of the
 * outcome that is compared belongs to one of them: X(name, ..) needs a fits_name() in compare.c and
 * a describe_name() in describe.c, or it does not compile. The bits are part of the format of
 * journals and baselines ("fail/RET/0xASPECTS"), and the words of that of known.txt: a new one goes
 * to the end, none ever changes.
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
	const struct state *other;	/* RACE_STATE: that may take the place of state; or NULL */
};

/*
 * Number of the first answer that fits, or -1. Then *nearest is the answer that differs in the
 * fewest aspects, and *aspects says in which.
 */
int outcome_compare(const struct trial *trial, unsigned int *nearest, unsigned int *aspects);

/*
 * Describe in words a trial that failed, one fact a line: the state, the request, what was
 * expected, what was seen, and the bytes that differ.
 */
void outcome_describe(const struct trial *trial, unsigned int nearest, unsigned int aspects,
		      struct text *text);

#endif
