// SPDX-License-Identifier: GPL-2.0-only
/*
 * The program interruption that the vCPU takes when it is run after the request. POP chapter 6,
 * "Interruption Action" and "Instruction-Length Code".
 */
#include "lib/arch/bytes.h"
#include "lib/arch/lowcore.h"
#include "lib/oracle/rules.h"

/* INT.1: the length of the intercepted instruction, or 0 if the vCPU was in the wait state. */
static uint16_t instruction_length(enum icpt icpt)
{
	switch (icpt) {
	case ICPT_DIAG:
		return 4;
	case ICPT_EXECUTE:
		return 6;
	default:
		return 0;
	}
}

/*
 * TEID.4: an exception without TEID and EAID leaves their locations in low core unchanged.
 */
static void keep_low_core(const struct question *q, struct pending *what)
{
	const uint8_t *low = memory_at(q->mem, q->state->regs.prefix, LOWCORE_USED);

	if (what->code != PGM_ADDRESSING && what->code != PGM_TRANSLATION_SPECIFICATION)
		return;
	what->teid = be_load(low + LOWCORE_TEID, 8);
	what->access_id = low[LOWCORE_ACCESS_ID];
}

/*
 * INT.3: the interruption stores what was pending in low core. INT.2: the old PSW designates the
 * instruction itself if it was nullified, otherwise the next one.
 */
void complete_delivery(const struct question *q, struct answer *answer)
{
	struct delivered *d = &answer->delivered;

	if (!q->request->deliver || !answer->pending.code)
		return;
	d->taken = true;
	d->ilc = instruction_length(q->state->icpt);
	d->what = answer->pending;
	keep_low_core(q, &d->what);
	d->old = q->state->regs.psw;
	if (!d->what.nullifying)
		d->old.addr += d->ilc;
	cite(answer, INT_1);
	cite(answer, INT_2);
	cite(answer, INT_3);
}
