/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reference model of a history: what storage, storage keys, dirty log and mappings are after
 * each step, and what the next step may therefore give. It is written from api.rst and the
 * Principles of Operation; docs/clauses.md has the rules (MEM, SKEY, LOG, RUN), none of which
 * depends on how a kernel does it.
 */
#ifndef LIB_HISTORY_REFERENCE_H
#define LIB_HISTORY_REFERENCE_H

#include "lib/abi/level.h"
#include "lib/history/history.h"
#include "lib/oracle/clause.h"

/* How user space may access a block. */
enum user_access { USER_UNMAPPED_BLOCK, USER_NO_ACCESS, USER_LOADS, USER_LOADS_AND_STORES };

/* What the mapping of a block shows. */
enum mapping {
	MAPPING_MEMORY,		/* memory of its own: anonymous, or private of a file of zeros */
	MAPPING_FILE,		/* the file of the slot, shared (HOST_SHARED) */
	MAPPING_OTHER_FILE,	/* another file, shared */
};

enum late { LATE_NOT, LATE_AT_FAULT, LATE_UNTIL_PROVIDED };

struct block_reference {
	uint64_t cell[CELLS];	/* what user space loads */
	uint64_t file[CELLS];	/* what the slot's file contains */
	uint64_t pending[CELLS];	/* late: what userfaultfd provides */
	unsigned int unknown;	/* cells whose value is open, one bit each */
	unsigned int file_unknown;	/* the same in the file */
	enum user_access access;
	enum mapping mapping;
	enum late late;
	uint8_t key;		/* access-control and fetch-protection bits */
	bool key_or_zero;	/* the key may be zero instead */
	bool change;		/* the change bit must be one */
	bool logged;		/* the next dirty log must have the block */
	uint8_t usage;		/* CMMA usage state */
	unsigned int stored_by;	/* the number of the step that stored last */
};

struct slot_reference {
	bool exists, present, log;
	bool going;		/* a background thread deletes it */
	unsigned int blocks;	/* that steps can name */
	struct block_reference block[SLOT_BLOCKS];
};

/* A result that is allowed, and the rule that allows it. */
struct allowed_result {
	int ret;
	enum clause clause;
};

#define RESULTS_MAX 8

/* What a step may give. */
struct expected {
	unsigned int n;
	struct allowed_result result[RESULTS_MAX];
	bool any_result;	/* the host may decline this event */
	/* If it returns 0: */
	unsigned int cells;	/* these cells are compared; one bit each */
	uint64_t cell[CELLS + 1], early[CELLS + 1];	/* either of the two values */
	bool has_old;		/* CMPXCHG: old is compared */
	uint64_t old;
	bool has_key;
	uint8_t key, key_mask;
	bool key_or_zero;
	uint64_t log[SLOT_BLOCKS / 64];	/* these blocks must be in it */
	bool race;		/* LOG_RACE: no store may be lost */
	struct clauses clauses;	/* rules behind all that */
};

/* A step that a background thread makes. */
struct background {
	bool busy;
	unsigned int number;
	struct step step;
	struct expected expected;	/* when it began */
};

struct reference {
	const struct history *history;
	bool keys;		/* storage keys of this VM are in use */
	bool vcpu;		/* a vCPU exists */
	bool limited;		/* LIMIT was made */
	struct slot_reference slot[HISTORY_SLOTS];
	struct background thread[THREADS_MAX + 1];
};

/* The state of the world at the beginning of a history. */
void reference_begin(struct reference *ref, const struct history *history);

/*
 * Can the step be made now? Not if it makes no sense (a block beyond the slot, a thread that is
 * busy), if this host memory does not support it, or if it would wait for ever.
 */
bool reference_can(const struct reference *ref, const struct step *step);

/* What the step may give. */
void reference_expect(const struct reference *ref, const struct step *step,
		      struct expected *expected);

/*
 * Record that step `number` of the history was made and gave *seen. What was not as expected is
 * taken over, so that the history can go on after a known deviation.
 */
void reference_record(struct reference *ref, unsigned int number, const struct expected *expected,
		      const struct seen *seen);

/*
 * The step was made, and will be made again, because a fault of the machine gave the first result:
 * what it stores into may have changed.
 */
void reference_forget(struct reference *ref, const struct step *step);

/* A result that the reference model itself would give: one of those expected. */
void reference_predict(const struct reference *ref, const struct step *step,
		       const struct expected *expected, struct seen *seen);

/*
 * Compare. Returns the aspects in which *seen differs (lib/outcome/outcome.h), and adds a line for
 * each difference to text unless it is NULL.
 */
unsigned int expected_compare(const struct expected *expected, const struct seen *seen);
void expected_describe(const struct reference *ref, const struct step *step,
		       const struct expected *expected, const struct seen *seen,
		       struct text *text);

/* Is this one of the allowed results? */
bool expected_result(const struct expected *expected, int ret);

#endif
