/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which clauses the cases test: the oracle is asked for each case, and cites the rules by which it
 * decides. No machine is needed.
 */
#ifndef LIB_EVIDENCE_EVIDENCE_H
#define LIB_EVIDENCE_EVIDENCE_H

#include "lib/case/selection.h"
#include "lib/oracle/oracle.h"

struct evidence {
	uint64_t cases[N_CLAUSES];	/* number of cases that rest on the clause */
};

/*
 * Count the cases of a selection on a kernel of this level. Returns 0, or -1 if there is no memory.
 */
int evidence_count(const struct selection *selection, const struct level *level,
		   struct evidence *evidence);

/*
 * The clauses of one case, of all its steps if it is a sequence. Returns 0, or -1 if there is no
 * memory.
 */
int evidence_of_case(const struct suite *suite, uint64_t index, const struct level *level,
		     struct clauses *clauses);

#endif
