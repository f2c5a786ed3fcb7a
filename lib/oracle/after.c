// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a request leaves behind in the blocks of its operand besides data: storage keys (POP chapter
 * 3, "Storage Key", "Change Recording") and the dirty log (api.rst, "KVM_GET_DIRTY_LOG").
 */
#include "lib/arch/skey.h"
#include "lib/oracle/rules.h"

/* Was anything stored in the block of fragment i? Another fragment may be in the same block. */
static bool block_stored(const struct question *q, const struct allowed *allowed,
			 const struct answer *answer, unsigned int i)
{
	uint32_t done = 0;
	unsigned int j;

	if (!q->store)
		return false;
	for (j = 0; done < answer->moved; done += allowed->fragment[j++].len)
		if (block_of(allowed->fragment[j].abs) == block_of(allowed->fragment[i].abs))
			return true;
	return false;
}

/*
 * Is the change bit known not to change? Not where the state does not stage the key, so that it is
 * not known before either; nor where user space may store in the memory that it takes away and
 * gives back; nor of a compare-and-exchange that is not prohibited: if it finds the values unequal
 * it is a store (CS.1) that stores nothing.
 */
static bool change_bit_stays(const struct question *q, const struct answer *answer, uint64_t block)
{
	if (q->request->backing != BACKING_NORMAL && q->request->backing_block == block)
		return false;
	if (q->request->op == MEMOP_ABSOLUTE_CMPXCHG && answer->ret <= 0)
		return false;
	return state_has_key(q->state, block);
}

/*
 * KEY.5 a store sets the change bit of its block, and nothing else does; access-control and
 * fetch-protection bits never change. The reference bit is only "substantially accurate", so
 * nothing is said of it.
 */
static void complete_key(const struct question *q, const struct answer *answer,
			 struct block_after *after, uint64_t block, bool stored)
{
	after->key = state_key_of(q->state, block);
	after->key_mask = SKEY_ACC | SKEY_F;
	if (stored)
		after->key |= SKEY_C;
	if (stored || change_bit_stays(q, answer, block))
		after->key_mask |= SKEY_C;
}

/*
 * LOG.1 what was stored in is in the log. LOG.2 what was only fetched from, or checked, is not,
 * except that kernels before 7.0 may log what they made accessible; a store that did not take place
 * may be logged by all.
 */
static void complete_log(const struct question *q, struct answer *answer, struct block_after *after,
			 bool stored)
{
	after->logged = stored;
	after->loggable = (q->store && !q->check_only) || q->level->log_of_fetches;
	cite(answer, stored ? LOG_1 : LOG_2);
	if (q->state->vm_type == VM_HUGE_PAGES && after->loggable)
		cite(answer, LOG_3);
}

void complete_blocks(const struct question *q, const struct allowed *allowed, struct answer *answer)
{
	unsigned int i;
	bool stored;

	if (allowed->sida)
		return;
	for (i = 0; i < allowed->n_fragments; i++) {
		stored = block_stored(q, allowed, answer, i);
		complete_key(q, answer, &answer->block[i], block_of(allowed->fragment[i].abs),
			     stored);
		if (q->request->dirty_log)
			complete_log(q, answer, &answer->block[i], stored);
	}
	if (allowed->n_fragments && (q->store || q->keyed))
		cite(answer, KEY_5);
}
