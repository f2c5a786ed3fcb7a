/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the tests of the oracle: a guest, its state, and a request. Guest storage contains what
 * the state specifies.
 */
#ifndef TESTS_UNIT_ASK_H
#define TESTS_UNIT_ASK_H

#include "lib/arch/bytes.h"
#include "lib/oracle/rules.h"
#include "tests/unit/plan.h"
#include "tests/unit/unit.h"

#define NO_KEY (-1)

/* Numbers from the documents, written out: the tests must not depend on definitions in lib/. */
#define DAT_ON UINT64_C(0x0400000000000000)		/* PSW bit 5; bits 16-17: */
#define ACCESS_REGISTERS UINT64_C(0x0000400000000000)
#define SECONDARY UINT64_C(0x0000800000000000)
#define HOME UINT64_C(0x0000c00000000000)
#define MODE_24 UINT64_C(0)				/* PSW bits 31-32 */
#define MODE_31 UINT64_C(0x80000000)
#define MODE_64 UINT64_C(0x180000000)
#define LAP UINT64_C(0x10000000)			/* control register 0 bits 35, */
#define FPO UINT64_C(0x02000000)			/* 38, */
#define SPO UINT64_C(0x01000000)			/* 39, */
#define EDAT UINT64_C(0x00800000)			/* 40 */
#define PRIVATE UINT64_C(0x100)				/* ASCE bits 55 */
#define REAL UINT64_C(0x20)				/* and 58 */
#define PRIVATE_REAL (PRIVATE | REAL)
#define CHECK_ONLY UINT64_C(1)				/* flags of the ioctl */
#define INJECT UINT64_C(2)
#define SKEY UINT64_C(4)

#define PREFIX 0x12000u
#define HOLE ((uint32_t)(2 * MIB))			/* 2 to 3 MiB: no storage */
#define OUTSIDE ((uint32_t)(5 * MIB))			/* end of storage */

static struct memory mem;
static struct level kernel;
static struct plan plan;
static struct allowed allowed;

static inline void set_level(const char *release)
{
	ck_assert_int_eq(level_parse(&kernel, release), 0);
}

/*
 * Prepare a fresh guest on level 7.2 with all facilities, and a request for op on the file
 * descriptor that has this operation. key: access key, or NO_KEY.
 */
static inline void begin(uint32_t op, uint64_t gaddr, uint32_t size, int key)
{
	const struct doubleword *d = plan.state.doublewords;

	if (!mem.map) {
		ck_assert_int_eq(memory_alloc(&mem, &guest_map, false), 0);
		memory_fill_pattern(&mem);
	}
	mem.absent = 0;
	for (unsigned int i = 0; i < plan.state.n_doublewords; i++)
		be_store(memory_at(&mem, d[i].addr, 8), 8, pattern_doubleword(d[i].addr));
	set_level("7.2");
	plan_begin(&plan, op, gaddr, size);
	if (key != NO_KEY) {
		plan.request.flags = SKEY;
		plan.request.key = (uint8_t)key;
	}
}

static inline void fill_storage(void)
{
	const struct doubleword *d = plan.state.doublewords;

	mem.absent = 0;
	for (unsigned int i = 0; i < plan.state.n_doublewords; i++)
		be_store(memory_at(&mem, d[i].addr, 8), 8, d[i].value);
	mem.absent = plan.state.absent;
}

/* Ask the oracle; returns the first answer. */
static inline const struct answer *ask(void)
{
	fill_storage();
	oracle_ask(&kernel, &plan.state, NULL, &mem, &plan.request, &allowed);
	ck_assert_uint_ge(allowed.n, 1);
	return &allowed.answer[0];
}

/*
 * The allowed answer with this return value, errno and number of bytes moved; NULL if there is
 * none.
 */
static inline const struct answer *find_answer(int ret, int err, uint32_t moved)
{
	for (unsigned int i = 0; i < allowed.n; i++)
		if (allowed.answer[i].ret == ret && allowed.answer[i].err == err && allowed.answer[i].moved == moved)
			return &allowed.answer[i];
	return NULL;
}

/* Does the answer cite this clause, among those that decide it or that locate the operand? */
static inline bool cites(const struct answer *answer, enum clause clause)
{
	return clauses_have(&answer->clauses, clause) || clauses_have(&allowed.clauses, clause) ||
	       clauses_have(&allowed.general, clause);
}

/* The question for a test that calls a single rule of the oracle. */
static inline struct question question(bool store)
{
	fill_storage();
	return (struct question){
		.level = &kernel, .state = &plan.state, .mem = &mem, .request = &plan.request, .store = store,
		.check_only = plan.request.flags & CHECK_ONLY,
		.keyed = plan.request.flags & SKEY, .because = &allowed.clauses,
		.general = &allowed.general,
	};
}

#endif
