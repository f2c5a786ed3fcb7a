// SPDX-License-Identifier: GPL-2.0-only
/*
 * The secure instruction data area (SIDA) of a protected guest (API.48). Neither translation nor
 * key-controlled protection applies to it.
 */
#include "lib/oracle/operand.h"

void ask_sida(const struct question *q, struct allowed *allowed)
{
	const struct request *r = q->request;
	struct answer *answer;

	allowed->sida = true;
	allowed->fragment[allowed->n_fragments++] =
		(struct fragment){ .abs = r->sida_offset, .len = r->size };
	if (allow_pointer_fault(q, allowed))
		return;
	in_general(q, API_48);
	in_general(q, API_50);
	answer = allow(allowed, 0, API_3);
	cite(answer, API_48);
	answer->moved = r->size;
}
