/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of axis values that many suites use (each row begins with its label), and functions that
 * put a row into a plan. They also add to plan->needs what the request needs, so suites seldom have
 * to.
 */
#ifndef LIB_CASE_VOCABULARY_H
#define LIB_CASE_VOCABULARY_H

#include "lib/case/suite.h"
#include "lib/machine/memory.h"

/* Operations: what kind of address the operand has, and the access. */
enum target { LOGICAL, ABSOLUTE, SIDA };
enum access { READ, WRITE, CMPXCHG };

struct operation {
	const char *label;
	enum target target;
	enum access access;
};

/* Rows for a suite's own table of operations. */
#define LOGICAL_READ		{ "logical_read", LOGICAL, READ }
#define LOGICAL_WRITE		{ "logical_write", LOGICAL, WRITE }
#define SIDA_READ		{ "sida_read", SIDA, READ }
#define SIDA_WRITE		{ "sida_write", SIDA, WRITE }
#define ABSOLUTE_READ		{ "absolute_read", ABSOLUTE, READ }
#define ABSOLUTE_WRITE		{ "absolute_write", ABSOLUTE, WRITE }
#define ABSOLUTE_CMPXCHG	{ "absolute_cmpxchg", ABSOLUTE, CMPXCHG }

/* For suites with one target: the values of these axes are enum access. */
#define AXIS_READ_WRITE AXIS("op", [READ] = "read", [WRITE] = "write")
#define AXIS_READ_WRITE_CMPXCHG	\
	AXIS("op", [READ] = "read", [WRITE] = "write", [CMPXCHG] = "cmpxchg")

/* All operations, indexed by their number in the ABI (enum memop_op). */
#define OPERATIONS 7
extern const struct operation operations[OPERATIONS];

/* Set op, and the file descriptor that takes this operation. CMPXCHG exists as ABSOLUTE only. */
void set_operation(struct plan *plan, const struct operation *operation);
void set_access(struct plan *plan, enum target target, enum access access);

/* Make the request on the other file descriptor, which must reject the operation. */
void use_other_fd(struct request *request);

/* Modes of an access: check-only or real, with or without F_INJECT_EXCEPTION. */
enum mode_row { MODE_REAL, MODE_CHECK, MODE_REAL_INJECT, MODE_CHECK_INJECT };

struct mode {
	const char *label;
	uint64_t flags;
};

extern const struct mode modes[4];
#define AXIS_MODE AXIS_FIRST(2, "mode", modes)		/* real and check-only */
#define AXIS_MODE_INJECT AXIS_ROWS("mode", modes)	/* both, with and without injection */

/* Access keys. */
#define NO_KEY (-1)		/* F_SKEY_PROTECTION off: storage keys do not matter */

struct access_key {
	const char *label;
	int key;
};

/* Set the key and add F_SKEY_PROTECTION to flags; NO_KEY: change neither. */
void set_key(struct plan *plan, int key);

/* Numbers; NUMBER labels a row with the number as the source has it. */
struct number {
	const char *label;
	uint32_t value;
};

#define NUMBER(value_) { #value_, (value_) }

/* Operands: address (or offset) and size; OPERAND labels a row "address+size". */
struct operand {
	const char *label;
	uint64_t addr;
	uint32_t size;
};

#define OPERAND(addr_, size_) { #addr_ "+" #size_, (addr_), (size_) }

void set_operand(struct request *request, const struct operand *operand);

/*
 * Set the values of a cmpxchg whose size is already set. The old value is the content of a fresh
 * guest at this absolute address, so the comparison is equal; the new value is its complement.
 */
void set_cmpxchg_values(struct request *request, uint64_t absolute);

/* What the pointer to the user-space buffer points to. */
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

/* Two values, 0 and 1. */
#define AXIS_OFF_ON(name_) AXIS(name_, "off", "on")
#define AXIS_NO_YES(name_) AXIS(name_, "no", "yes")

/*
 * Set the addressing mode (PSW_AMODE_24, _31 or _64); the address-space control; or DAT on, with
 * this ASCE as the primary one.
 */
void set_amode(struct registers *regs, uint64_t amode);
void set_space(struct registers *regs, enum psw_as as);
void set_primary_space(struct registers *regs, uint64_t asce);

#endif
