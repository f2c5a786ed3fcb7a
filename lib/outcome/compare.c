// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/outcome/apply.h"

static uint8_t scratch[MEMOP_MAX_SIZE];

/* Was anything stored in this block? */
static bool block_changed(const struct trial *t, const struct answer *a, uint64_t page)
{
	uint32_t done = 0;
	unsigned int i;

	if (!request_stores(t->request))
		return false;
	for (i = 0; done < a->moved; done += t->allowed->fragment[i++].len)
		if ((t->allowed->fragment[i].abs & ~(PAGE_SIZE - 1)) == page)
			return true;
	return false;
}

/*
 * A request never alters access-control and fetch-protection bits. The change bit is set whenever something is stored in
 * the block; the reference bit is only "substantially accurate", so nothing is said of it.
 */
static bool keys_fit(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	unsigned int i;

	for (i = 0; i < o->n_keys; i++) {
		if ((o->keys[i].key ^ state_key_of(t->state, o->keys[i].block)) & (SKEY_ACC | SKEY_F))
			return false;
		if (!o->changes_lost && block_changed(t, a, o->keys[i].block) && !(o->keys[i].key & SKEY_C))
			return false;
	}
	return true;
}

/* Is live storage around every fragment what shadow says? */
static bool storage_equal(const struct trial *t)
{
	uint64_t from, len;
	unsigned int i;

	if (t->allowed->sida)
		return !memcmp(t->shadow->sida, t->outcome->live->sida, PAGE_SIZE);
	for (i = 0; i < t->allowed->n_fragments; i++) {
		from = t->allowed->fragment[i].abs & ~(PAGE_SIZE - 1);
		len = PAGE_SIZE;
		if (memory_at(t->shadow, from - CANARY, len + CANARY)) {
			from -= CANARY;
			len += CANARY;
		}
		if (memory_at(t->shadow, from, len + CANARY))
			len += CANARY;
		if (memcmp(memory_at(t->shadow, from, len), memory_at(t->outcome->live, from, len), len))
			return false;
	}
	return true;
}

static bool storage_fits(const struct trial *t, const struct answer *a)
{
	static uint8_t saved[MEMOP_MAX_SIZE];
	bool equal;

	if (!request_stores(t->request) || !a->moved)
		return storage_equal(t);
	fragments_store(t->shadow, t->allowed, a->moved, t->outcome->buf.before + CANARY, saved);
	equal = storage_equal(t);
	fragments_restore(t->shadow, t->allowed, a->moved, saved);
	return equal;
}

static bool window_equal(const struct user_window *w, const uint8_t *operand, uint32_t n)
{
	return !memcmp(w->now, w->before, CANARY) &&
	       !memcmp(w->now + CANARY, operand, n) &&
	       !memcmp(w->now + CANARY + n, w->before + CANARY + n, w->len - n) &&
	       !memcmp(w->now + CANARY + w->len, w->before + CANARY + w->len, CANARY);
}

static bool buffer_fits(const struct trial *t, const struct answer *a)
{
	const struct user_window *w = &t->outcome->buf;

	if (!w->now || a->buf_any)
		return true;
	if (request_stores(t->request) || !a->moved)
		return window_equal(w, w->before, 0);
	fragments_fetch(t->shadow, t->allowed, a->moved, scratch);
	return window_equal(w, scratch, a->moved);
}

static bool old_fits(const struct trial *t, const struct answer *a)
{
	const struct user_window *w = &t->outcome->old;

	if (!w->now)
		return true;
	if (a->old == OLD_KEPT)
		return window_equal(w, w->before, 0);
	if (a->old == OLD_ZERO)
		memset(scratch, 0, w->len);
	else
		fragments_fetch(t->shadow, t->allowed, w->len, scratch);
	return window_equal(w, scratch, w->len);
}

static bool pending_fits(const struct trial *t, const struct answer *a)
{
	const struct pending *want = &a->pending, *got = &t->outcome->pending;

	return got->code == want->code && (!want->has_teid || !((got->teid ^ want->teid) & want->teid_mask)) &&
	       (!want->has_access_id || got->access_id == want->access_id);
}

/* INT.1 the length code is that of the instruction; none was executed if the vCPU was waiting. */
static uint16_t length_of_instruction(enum icpt icpt)
{
	return icpt == ICPT_EXECUTE ? 6 : icpt == ICPT_DIAG ? 4 : 0;
}

/* INT.3 what reaches low core is what was pending; INT.2 the old PSW designates the instruction if that was nullified. */
static bool delivered_fits(const struct trial *t, const struct answer *a)
{
	const struct pending *want = &a->pending;
	const struct delivered *got = &t->outcome->delivered;
	const struct psw *psw = &t->state->regs.psw;
	uint16_t ilc = length_of_instruction(t->state->icpt);

	if (!t->request->deliver)
		return true;
	if (!want->code || !got->taken)
		return !want->code == !got->taken;
	return got->code == want->code && got->ilc == ilc &&
	       (got->old.mask & ~PSW_WAIT) == psw->mask && got->old.addr == psw->addr + (want->nullifying ? 0 : ilc) &&
	       (!want->has_teid || !((got->teid ^ want->teid) & want->teid_mask)) &&
	       (!want->has_access_id || got->access_id == want->access_id);
}

/* REG.1 a request leaves all registers alone, the guest's and the thread's. */
static bool registers_fit(const struct trial *t)
{
	const struct outcome *o = t->outcome;

	return !o->thread_changed && (!o->registers_known ||
	       (!memcmp(o->regs.cr, t->state->regs.cr, sizeof(o->regs.cr)) &&
		!memcmp(o->regs.ar, t->state->regs.ar, sizeof(o->regs.ar))));
}

/*
 * HOST.3 what another vCPU asks for meanwhile it gets, of the next block. It is not asked if nobody waits for the block.
 */
static bool other_fits(const struct trial *t)
{
	const struct other_outcome *o = &t->outcome->other;
	uint64_t abs;

	if (!o->made)
		return true;
	abs = t->allowed->fragment[0].abs + PAGE_SIZE;
	return t->allowed->n_fragments && !o->ret && !memcmp(o->data, memory_at(t->shadow, abs, sizeof(o->data)), sizeof(o->data));
}

/* Is a fragment of the operand in the same block as this one, or in the same huge page, if these are what storage is? */
static bool has_fragment(const struct trial *t, uint64_t block)
{
	uint64_t size = t->state->vm_type == VM_HUGE_PAGES ? MIB : PAGE_SIZE;
	unsigned int i;

	for (i = 0; i < t->allowed->n_fragments; i++)
		if (t->allowed->fragment[i].abs / size == block / size)
			return true;
	return false;
}

/*
 * LOG.1 what was stored in is in the log; LOG.2 what is not of the operand is not. A block that was only fetched from may be: to make
 * it accessible is a change to a kernel which cannot know better. LOG.3 so may all blocks of its huge page.
 */
static bool dirty_fits(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	unsigned int i, logged = 0, stored = 0;
	uint64_t block;

	if (!t->request->dirty_log)
		return true;
	for (i = 0; i < o->n_dirty; i++) {
		if (!has_fragment(t, o->dirty[i]))
			return false;
		logged += block_changed(t, a, o->dirty[i]);
	}
	for (i = 0, block = ~UINT64_C(0); i < t->allowed->n_fragments; i++) {
		uint64_t next = t->allowed->fragment[i].abs & ~(PAGE_SIZE - 1);

		stored += next != block && block_changed(t, a, next);
		block = next;
	}
	return logged == stored;
}

static unsigned int differences(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	unsigned int aspects = 0;

	if (o->ret != a->ret || (a->ret == -1 && o->err != a->err))
		aspects |= ASPECT_RETURN;
	if (t->request->kind != REQUEST_MEMOP)
		return aspects;
	if (!buffer_fits(t, a))
		aspects |= ASPECT_BUFFER;
	if (!storage_fits(t, a))
		aspects |= ASPECT_STORAGE;
	if (!old_fits(t, a))
		aspects |= ASPECT_OLD;
	if (!keys_fit(t, a))
		aspects |= ASPECT_KEY;
	if (!pending_fits(t, a))
		aspects |= ASPECT_PENDING;
	if (!delivered_fits(t, a))
		aspects |= ASPECT_DELIVERED;
	if (!registers_fit(t))
		aspects |= ASPECT_REGISTERS;
	if (!dirty_fits(t, a))
		aspects |= ASPECT_DIRTY;
	if (!other_fits(t))
		aspects |= ASPECT_OTHER;
	return aspects;
}

int outcome_compare(const struct trial *trial, unsigned int *nearest, unsigned int *aspects)
{
	unsigned int i, d, least = ~0U;

	for (i = 0; i < trial->allowed->n; i++) {
		d = differences(trial, &trial->allowed->answer[i]);
		if (!d)
			return (int)i;
		if (__builtin_popcount(d) < __builtin_popcount(least)) {
			least = d;
			*nearest = i;
		}
	}
	*aspects = least;
	return -1;
}
