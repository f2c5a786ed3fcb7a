/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What many suites share: tables for axes (each row begins with its label), and functions that put
 * a row into a plan. They also note what the machine must offer, so that suites seldom have to set
 * plan->needs.
 */
#ifndef LIB_CASE_VOCABULARY_H
#define LIB_CASE_VOCABULARY_H

#include "lib/case/suite.h"
#include "lib/machine/memory.h"

/* Operations: which storage, and what is done with it. */
enum target { LOGICAL, ABSOLUTE, SIDA };
enum access { READ, WRITE, CMPXCHG };

struct operation {
	const char *label;
	enum target target;
	enum access access;
};

/* Rows for a suite's own table, in the order of its labels. */
#define LOGICAL_READ		{ "logical_read", LOGICAL, READ }
#define LOGICAL_WRITE		{ "logical_write", LOGICAL, WRITE }
#define SIDA_READ		{ "sida_read", SIDA, READ }
#define SIDA_WRITE		{ "sida_write", SIDA, WRITE }
#define ABSOLUTE_READ		{ "absolute_read", ABSOLUTE, READ }
#define ABSOLUTE_WRITE		{ "absolute_write", ABSOLUTE, WRITE }
#define ABSOLUTE_CMPXCHG	{ "absolute_cmpxchg", ABSOLUTE, CMPXCHG }

/* Where the target is the same for all: the values of these axes are enum access. */
#define AXIS_READ_WRITE AXIS("op", [READ] = "read", [WRITE] = "write")
#define AXIS_READ_WRITE_CMPXCHG	\
	AXIS("op", [READ] = "read", [WRITE] = "write", [CMPXCHG] = "cmpxchg")

/* All seven operations, each in the row that is its number. */
#define OPERATIONS 7
extern const struct operation operations[OPERATIONS];

/*
 * Set op, and the file descriptor that this operation is for. Of compare-and-exchange there is only
 * that of absolute storage.
 */
void set_operation(struct plan *plan, const struct operation *operation);
void set_access(struct plan *plan, enum target target, enum access access);

/* The same request by the other file descriptor, which does not know the operation. */
void use_other_fd(struct request *request);

/* Modes of an access: check-only or real, and whether an exception is injected. */
enum mode_row { MODE_REAL, MODE_CHECK, MODE_REAL_INJECT, MODE_CHECK_INJECT };

struct mode {
	const char *label;
	uint64_t flags;
};

extern const struct mode modes[4];
#define AXIS_MODE AXIS_FIRST(2, "mode", modes)		/* real and check-only */
#define AXIS_MODE_INJECT AXIS_ROWS("mode", modes)	/* both, with and without injection */

/* Access keys. */
#define NO_KEY (-1)		/* F_SKEY_PROTECTION not set: storage keys do not matter */

struct access_key {
	const char *label;
	int key;
};

/* Set the key and F_SKEY_PROTECTION, which is added to flags; NO_KEY: leave both alone. */
void set_key(struct plan *plan, int key);

/* Values that are numbers: the label is the number as it is written in the row. */
struct number {
	const char *label;
	uint32_t value;
};

#define NUMBER(value_) { #value_, (value_) }

/* Operands: address (or offset) and size; OPERAND labels them "address+size". */
struct operand {
	const char *label;
	uint64_t addr;
	uint32_t size;
};

#define OPERAND(addr_, size_) { #addr_ "+" #size_, (addr_), (size_) }

void set_operand(struct request *request, const struct operand *operand);

/*
 * The values of a compare-and-exchange whose size is set: the old value is what a fresh guest holds
 * at this absolute address, so that they are exchanged; the new value differs from it in every bit.
 */
void set_cmpxchg_values(struct request *request, uint64_t absolute);

/* Where the pointer to the user-space buffer leads. */
struct user_area_row {
	const char *label;
	enum user_area area;
};

extern const struct user_area_row user_areas[5];
#define AXIS_BUF_OR_NULL AXIS_FIRST(2, "buf", user_areas)
#define AXIS_BUF AXIS_ROWS("buf", user_areas)

/* Labels for an axis whose values are enum dat_level. */
#define DAT_LEVEL_LABELS							\
	[DAT_SEGMENT] = "segment", [DAT_REGION_THIRD] = "region3",		\
	[DAT_REGION_SECOND] = "region2", [DAT_REGION_FIRST] = "region1"

/* Two values, the second of which is "true". */
#define AXIS_OFF_ON(name_) AXIS(name_, "off", "on")
#define AXIS_NO_YES(name_) AXIS(name_, "no", "yes")

/*
 * Addressing mode (PSW_AMODE_24, 31 or 64), address-space control, and DAT on in the primary space
 * that has this ASCE.
 */
void set_amode(struct registers *regs, uint64_t amode);
void set_space(struct registers *regs, enum psw_as as);
void set_primary_space(struct registers *regs, uint64_t asce);

#endif
