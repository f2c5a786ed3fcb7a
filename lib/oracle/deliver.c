// SPDX-License-Identifier: GPL-2.0-only
/*
 * The program interruption that is taken. POP chapter 6, "Interruption Action" and
 * "Instruction-Length Code".
 */
#include "lib/arch/bytes.h"
#include "lib/arch/lowcore.h"
#include "lib/oracle/rules.h"

/* INT.1 the length code is that of the instruction; none was executed if the vCPU was waiting. */
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
 * TEID.4 an exception that identifies no address or access leaves these locations of low core as
 * they were. (Nothing may be pending with it then, and so nothing is stored there.)
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
 * INT.3 what reaches low core is what was pending. INT.2 the old PSW designates the instruction if
 * that was nullified.
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
