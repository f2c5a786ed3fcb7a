/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations shared by the files of the reference model, of which each has the rules for one kind
 * of steps.
 */
#ifndef LIB_HISTORY_RULES_H
#define LIB_HISTORY_RULES_H

#include "lib/history/reference.h"

/* The rules for one operation. NULL: nothing to forbid, expect or record. */
struct rules {
	/* Beyond what concerns all steps of a block. */
	bool (*can)(const struct reference *ref, const struct step *step);
	void (*expect)(const struct reference *ref, const struct step *step,
		       struct expected *expected);
	/* ret: the result; right: it is one of those expected. */
	void (*record)(struct reference *ref, unsigned int number, const struct step *step,
		       const struct seen *seen, bool right);
	bool needs_block;	/* the slot is present, and user space may access all n blocks */
	bool any_result;	/* the host may decline it */
};

extern const struct rules history_rules[STEP_OPS];

/* rules_request.c, rules_mapping.c, rules_slot.c, rules_key.c, rules_vm.c: one for each row. */
#define RULE_CAN(name) bool can_##name(const struct reference *ref, const struct step *step)
#define RULE_EXPECT(name) void expect_##name(const struct reference *ref,			\
					     const struct step *step, struct expected *expected)
#define RULE_RECORD(name) void record_##name(struct reference *ref, unsigned int number,	\
					     const struct step *step, const struct seen *seen,	\
					     bool right)

RULE_CAN(request);
RULE_EXPECT(request);
RULE_RECORD(request);
RULE_EXPECT(load);
RULE_RECORD(load);
RULE_CAN(store);
RULE_EXPECT(store);
RULE_RECORD(store);

RULE_CAN(protect);
RULE_CAN(map);
RULE_CAN(remap);
RULE_CAN(dontneed);
RULE_CAN(late);
RULE_CAN(provide);
RULE_RECORD(protect_none);
RULE_RECORD(protect_read);
RULE_RECORD(protect_back);
RULE_RECORD(unmap);
RULE_RECORD(map_again);
RULE_RECORD(map_memory);
RULE_RECORD(map_other_file);
RULE_RECORD(dontneed);
RULE_RECORD(late);
RULE_RECORD(provide);

RULE_CAN(page_event);
RULE_CAN(merge);
RULE_CAN(fork);

RULE_CAN(present);
RULE_CAN(absent);
RULE_RECORD(slot_delete);
RULE_RECORD(slot_create);
RULE_RECORD(slot_create_other);
RULE_RECORD(log_on);
RULE_RECORD(log_off);
RULE_CAN(log_get);
RULE_EXPECT(log_get);
RULE_RECORD(log_get);
RULE_CAN(log_race);
RULE_EXPECT(log_race);
RULE_RECORD(log_race);

RULE_CAN(key);
RULE_RECORD(key_set);
RULE_EXPECT(key_get);
RULE_RECORD(key_get);
RULE_CAN(usage);
RULE_RECORD(usage_set);
RULE_EXPECT(usage_get);

RULE_EXPECT(migration_start);
RULE_CAN(limit);
RULE_EXPECT(limit);
RULE_RECORD(limit);
RULE_CAN(vm_new);
RULE_RECORD(vm_new);
RULE_CAN(vm_keyless);
RULE_RECORD(vm_keyless);
RULE_CAN(vm_other);
RULE_RECORD(vm_other);
RULE_CAN(run);
RULE_CAN(run_loop);
RULE_RECORD(vcpu);
RULE_CAN(store_status);
RULE_RECORD(store_status);

/* Allow a result. */
static inline void expect_result(struct expected *expected, int ret, enum clause clause)
{
	if (expected_result(expected, ret))
		return;
	expected->result[expected->n++] = (struct allowed_result){ ret, clause };
	clauses_add(&expected->clauses, clause);
}

static inline const struct block_reference *block_at(const struct reference *ref,
						     const struct step *step, unsigned int i)
{
	return &ref->slot[step->slot].block[step->block + i];
}

static inline struct block_reference *block_of_step(struct reference *ref, const struct step *step,
						    unsigned int i)
{
	return &ref->slot[step->slot].block[step->block + i];
}

/* May user space load from and store into all blocks of the step? */
bool user_can_store(const struct reference *ref, const struct step *step);

/* A store of this value into a cell of the block; it is known from now on. */
void block_store(struct block_reference *block, unsigned int cell, uint64_t value);

/* The values of these cells are not known from now on. */
void block_forget(struct block_reference *block, unsigned int cells);

/* All cells contain zeros. */
void block_clear(struct block_reference *block);

/* The background thread that runs a vCPU, or 0. */
unsigned int running_thread(const struct reference *ref);

#endif
