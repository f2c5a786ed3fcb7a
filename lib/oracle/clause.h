/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clauses of docs/clauses.md that the oracle can cite, and sets of them. A new clause needs an
 * entry here and a row in that file; `memop-cts --clauses` fails if the two disagree.
 */
#ifndef LIB_ORACLE_CLAUSE_H
#define LIB_ORACLE_CLAUSE_H

#include <stdbool.h>
#include <stdint.h>

#define CLAUSES(X)										\
	X(API, 1) X(API, 2) X(API, 3) X(API, 4) X(API, 5) X(API, 6) X(API, 7) X(API, 8)		\
	X(API, 9) X(API, 10) X(API, 11) X(API, 12) X(API, 14) X(API, 16) X(API, 17) X(API, 18)	\
	X(API, 19) X(API, 20) X(API, 21) X(API, 22) X(API, 23) X(API, 24) X(API, 25) X(API, 26)	\
	X(API, 27) X(API, 28) X(API, 29) X(API, 30) X(API, 31) X(API, 32) X(API, 33) X(API, 34)	\
	X(API, 35) X(API, 36) X(API, 37) X(API, 38) X(API, 39) X(API, 40) X(API, 41) X(API, 42)	\
	X(API, 43) X(API, 44) X(API, 45) X(API, 46) X(API, 47) X(API, 48) X(API, 49) X(API, 50)	\
	X(API, 51) X(API, 52)									\
	X(EA, 1) X(EA, 2) X(EA, 3) X(EA, 5)							\
	X(AS, 1)										\
	X(PFX, 1) X(PFX, 2)									\
	X(LAP, 1) X(LAP, 2) X(LAP, 3)								\
	X(KEY, 1) X(KEY, 2) X(KEY, 3) X(KEY, 4) X(KEY, 5) X(KEY, 6)				\
	X(FPO, 1) X(FPO, 2) X(FPO, 3)								\
	X(SPO, 1)										\
	X(DAT, 1) X(DAT, 2) X(DAT, 3) X(DAT, 4) X(DAT, 5) X(DAT, 6) X(DAT, 7) X(DAT, 8)		\
	X(DAT, 9) X(DAT, 10) X(DAT, 11) X(DAT, 12) X(DAT, 13) X(DAT, 14) X(DAT, 15) X(DAT, 16)	\
	X(DAT, 20)										\
	X(ART, 1) X(ART, 2) X(ART, 3) X(ART, 4) X(ART, 5) X(ART, 6) X(ART, 7) X(ART, 8)		\
	X(ART, 9) X(ART, 10) X(ART, 11) X(ART, 12)						\
	X(PRI, 1) X(PRI, 2) X(PRI, 3) X(PRI, 4) X(PRI, 5) X(PRI, 6)				\
	X(ABS, 1) X(ABS, 2) X(ABS, 3)								\
	X(FRAG, 1) X(FRAG, 2)									\
	X(CS, 1) X(CS, 2) X(CS, 4) X(CS, 5)							\
	X(SIDA, 1)										\
	X(PTR, 1) X(PTR, 2)									\
	X(HOST, 1) X(HOST, 2) X(HOST, 3)							\
	X(LOG, 1) X(LOG, 2) X(LOG, 3) X(LOG, 4) X(LOG, 5)					\
	X(MEM, 1) X(MEM, 2) X(MEM, 3) X(MEM, 4)							\
	X(SKEY, 1) X(SKEY, 2) X(SKEY, 3)							\
	X(RUN, 1)										\
	X(REG, 1)										\
	X(INT, 1) X(INT, 2) X(INT, 3)								\
	X(TEID, 1) X(TEID, 2) X(TEID, 3) X(TEID, 4)

#define CLAUSE_ENUM(family, number) family##_##number,
enum clause { CLAUSES(CLAUSE_ENUM) N_CLAUSES };
#undef CLAUSE_ENUM

struct clauses {
	uint64_t bits[N_CLAUSES / 64 + 1];
};

/* "DAT.8" for DAT_8. */
const char *clause_name(enum clause clause);

static inline void clauses_add(struct clauses *set, enum clause clause)
{
	set->bits[clause / 64] |= UINT64_C(1) << clause % 64;
}

static inline bool clauses_have(const struct clauses *set, enum clause clause)
{
	return set->bits[clause / 64] >> clause % 64 & 1;
}

#endif
