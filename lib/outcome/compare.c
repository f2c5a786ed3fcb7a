// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/outcome/apply.h"

static uint8_t scratch[MEMOP_MAX_SIZE];

static bool fits_return(const struct trial *t, const struct answer *a)
{
	return t->outcome->ret == a->ret && (a->ret != -1 || t->outcome->err == a->err);
}

/* keys[i] is the key of the block of fragment i; n_keys is 0 if keys could not be read. */
static bool fits_key(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	uint8_t seen = o->changes_lost ? (uint8_t)~SKEY_C : 0xff;
	unsigned int i;

	for (i = 0; i < o->n_keys; i++)
		if ((o->keys[i].key ^ a->block[i].key) & a->block[i].key_mask & seen)
			return false;
	return true;
}

/* Is live storage equal to the shadow in the blocks of all fragments, and next to them? */
static bool storage_equal(const struct trial *t)
{
	uint64_t from, len;
	unsigned int i;

	if (t->allowed->sida)
		return !memcmp(t->shadow->sida, t->outcome->live->sida, PAGE_SIZE);
	for (i = 0; i < t->allowed->n_fragments; i++) {
		from = block_of(t->allowed->fragment[i].abs);
		len = PAGE_SIZE;
		if (memory_at(t->shadow, from - CANARY, len + CANARY)) {
			from -= CANARY;
			len += CANARY;
		}
		if (memory_at(t->shadow, from, len + CANARY))
			len += CANARY;
		if (memcmp(memory_at(t->shadow, from, len), memory_at(t->outcome->live, from, len),
			   len))
			return false;
	}
	return true;
}

static bool fits_storage(const struct trial *t, const struct answer *a)
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

static bool fits_buffer(const struct trial *t, const struct answer *a)
{
	const struct user_window *w = &t->outcome->buf;

	if (!w->now || a->buf_any)
		return true;
	if (request_stores(t->request) || !a->moved)
		return window_equal(w, w->before, 0);
	fragments_fetch(t->shadow, t->allowed, a->moved, scratch);
	return window_equal(w, scratch, a->moved);
}

static bool fits_old(const struct trial *t, const struct answer *a)
{
	const struct user_window *w = &t->outcome->old;

	if (!w->now)
		return true;
	if (a->old == OLD_KEPT)
		return window_equal(w, w->before, 0);
	fragments_fetch(t->shadow, t->allowed, w->len, scratch);
	return window_equal(w, scratch, w->len);
}

static bool identification_fits(const struct pending *want, const struct pending *got)
{
	return got->code == want->code && !((got->teid ^ want->teid) & want->teid_mask) &&
	       !((got->access_id ^ want->access_id) & want->access_id_mask);
}

static bool fits_pending(const struct trial *t, const struct answer *a)
{
	return identification_fits(&a->pending, &t->outcome->pending);
}

/* The runner sets the wait bit to stop the vCPU, so it is not compared. */
static bool fits_delivered(const struct trial *t, const struct answer *a)
{
	const struct delivered *want = &a->delivered, *got = &t->outcome->delivered;

	if (!t->request->deliver)
		return true;
	if (!want->taken || !got->taken)
		return want->taken == got->taken;
	return got->ilc == want->ilc && identification_fits(&want->what, &got->what) &&
	       got->old.addr == want->old.addr && !((got->old.mask ^ want->old.mask) & ~PSW_WAIT);
}

/* The registers of the guest, and the access registers of the calling thread. */
static bool fits_registers(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	const struct registers *want = t->allowed->regs;

	(void)a;
	return !o->thread_changed &&
	       (!o->registers_known || (!memcmp(o->regs.cr, want->cr, sizeof(want->cr)) &&
					!memcmp(o->regs.ar, want->ar, sizeof(want->ar))));
}

/* The other vCPU makes no request if no request waits for the block. */
static bool fits_other(const struct trial *t, const struct answer *a)
{
	const struct other_outcome *o = &t->outcome->other;
	const uint8_t *data = t->allowed->vcpu2_data;

	(void)a;
	return !o->made || (o->ret == t->allowed->vcpu2_ret &&
			    (!data || !memcmp(o->data, data, sizeof(o->data))));
}

static bool may_be_logged(const struct trial *t, const struct answer *a, uint64_t block)
{
	uint64_t unit = t->allowed->log_unit;
	unsigned int i;

	for (i = 0; i < t->allowed->n_fragments; i++)
		if (a->block[i].loggable && t->allowed->fragment[i].abs / unit == block / unit)
			return true;
	return false;
}

static bool fits_dirty(const struct trial *t, const struct answer *a)
{
	const struct outcome *o = t->outcome;
	unsigned int i;

	if (!t->request->dirty_log)
		return true;
	for (i = 0; i < o->n_dirty; i++)
		if (!may_be_logged(t, a, o->dirty[i]))
			return false;
	for (i = 0; i < t->allowed->n_fragments; i++)
		if (a->block[i].logged && !outcome_logged(o, block_of(t->allowed->fragment[i].abs)))
			return false;
	return true;
}

static const struct {
	unsigned int aspect;
	bool (*fits)(const struct trial *t, const struct answer *a);
} aspects_compared[] = {
#define COMPARED(id, bit, name, words) { ASPECT_##id, fits_##name },
	ASPECTS(COMPARED)
#undef COMPARED
};

static unsigned int differences(const struct trial *t, const struct answer *a)
{
	unsigned int i, aspects = 0;

	if (t->request->kind != REQUEST_MEMOP)
		return fits_return(t, a) ? 0 : ASPECT_RETURN;
	for (i = 0; i < sizeof(aspects_compared) / sizeof(aspects_compared[0]); i++)
		if (!aspects_compared[i].fits(t, a))
			aspects |= aspects_compared[i].aspect;
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
