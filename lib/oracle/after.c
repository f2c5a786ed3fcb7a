// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects of a request on the blocks of its operand besides data: storage keys (POP chapter 3,
 * "Storage Key" and "Change Recording") and the dirty log (api.rst, "KVM_GET_DIRTY_LOG").
 */
#include "lib/arch/skey.h"
#include "lib/oracle/rules.h"

/* Does the answer store into the block of fragment i? Two fragments may be in the same block. */
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
 * Must the change bit of a block stay the same if nothing is stored? Three cases are exempt. If the
 * state does not stage the key, the previous change bit is unknown. If user space removes and
 * restores the host memory, it may store into it. A compare-and-exchange that is not prohibited is
 * a store access (CS.1) even if the values are unequal.
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
 * KEY.5: a store sets the change bit of its block, and nothing else does. Access-control and
 * fetch-protection bits never change. The reference bit is not compared, because the POP only calls
 * it "substantially accurate".
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
 * A block that was stored into is in the log (LOG.1). A block that was only fetched from or checked
 * is not, except that kernels before 7.0 may log blocks that they fetched from. A store that did
 * not take place may be logged by every kernel (LOG.2).
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
