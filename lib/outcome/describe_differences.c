// SPDX-License-Identifier: GPL-2.0-only
/* What differs between an outcome and the nearest answer, one function for each aspect. */
#include <inttypes.h>
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/outcome/apply.h"
#include "lib/outcome/aspect.h"
#include "lib/outcome/words.h"

#define SHOWN_OF_LOG 24		/* blocks */
#define SHOWN_BYTES 16u

/* "expected X, observed Y"; either may be what was there before the request. */
static void describe_both(const uint8_t *want, const uint8_t *got, const uint8_t *before,
			  uint32_t n, const char *unchanged, struct text *t)
{
	text_add(t, "expected ");
	describe_bytes(want, n, t);
	text_add(t, "%s%s, observed ", memcmp(want, before, n) ? "" : " ",
		 memcmp(want, before, n) ? "" : unchanged);
	describe_bytes(got, n, t);
	text_add(t, "%s%s\n", memcmp(got, before, n) ? "" : " ",
		 memcmp(got, before, n) ? "" : unchanged);
}

/* The first byte that differs in a window of user space, and up to fifteen more. */
static void describe_window(const char *what, const struct user_window *w, const uint8_t *operand,
			    uint32_t n, const char *unchanged, struct text *t)
{
	static uint8_t want[MEMOP_MAX_SIZE + 2 * CANARY];
	uint32_t i, size = w->len + 2 * CANARY, len;

	memcpy(want, w->before, size);
	memcpy(want + CANARY, operand, n);
	for (i = 0; i < size && w->now[i] == want[i]; i++)
		;
	if (i == size)
		return;
	len = i < CANARY ? CANARY - i : i < CANARY + w->len ? CANARY + w->len - i : size - i;
	len = len < SHOWN_BYTES ? len : SHOWN_BYTES;
	text_add(t, "bytes: %s from offset %d%s: ", what, (int)i - CANARY,
		 i < CANARY ? " (before it)" : i < CANARY + w->len ? "" : " (behind it)");
	describe_both(want + i, w->now + i, w->before + i, len, unchanged, t);
}

static const uint8_t *bytes_at(const struct memory *mem, bool sida, uint64_t addr, uint64_t len)
{
	return sida ? mem->sida + addr : memory_at(mem, addr, len);
}

/* The first difference in these bytes of storage, or of the SIDA. */
static bool differ_in(const struct trial *trial, uint64_t from, uint64_t len, uint64_t *at)
{
	const uint8_t *want = bytes_at(trial->shadow, trial->allowed->sida, from, len);
	const uint8_t *got = bytes_at(trial->outcome->live, trial->allowed->sida, from, len);
	uint64_t i;

	for (i = 0; want && got && i < len; i++) {
		if (want[i] != got[i]) {
			*at = from + i;
			return true;
		}
	}
	return false;
}

/* In the blocks of the operand, or in the CANARY bytes next to each of them. */
static bool first_difference(const struct trial *trial, uint64_t *at)
{
	uint64_t block;
	unsigned int i;

	if (trial->allowed->sida)
		return differ_in(trial, 0, PAGE_SIZE, at);
	for (i = 0; i < trial->allowed->n_fragments; i++) {
		block = block_of(trial->allowed->fragment[i].abs);
		if (differ_in(trial, block, PAGE_SIZE, at) ||
		    differ_in(trial, block - CANARY, CANARY, at) ||
		    differ_in(trial, block + PAGE_SIZE, CANARY, at))
			return true;
	}
	return false;
}

/* The lines "expected: returns ..." and "observed: returns ..." show it already. */
static void describe_return(const struct trial *trial, const struct answer *a, struct text *t)
{
	(void)trial;
	(void)a;
	(void)t;
}

static void describe_buffer(const struct trial *trial, const struct answer *a, struct text *t)
{
	static uint8_t operand[MEMOP_MAX_SIZE];
	bool stores = request_stores(trial->request);
	uint32_t n = stores ? 0 : a->moved;
	const char *unchanged = stores ? "(as before the request)"
				       : "(the fill pattern of an untouched buffer)";

	fragments_fetch(trial->shadow, trial->allowed, n, operand);
	describe_window("user buffer", &trial->outcome->buf, operand, n, unchanged, t);
}

static void describe_storage(const struct trial *trial, const struct answer *a, struct text *t)
{
	static uint8_t saved[MEMOP_MAX_SIZE];
	uint32_t n, moved = request_stores(trial->request) ? a->moved : 0;
	bool found, sida = trial->allowed->sida;
	uint8_t want[SHOWN_BYTES];
	uint64_t at = 0;

	fragments_store(trial->shadow, trial->allowed, moved, trial->outcome->buf.before + CANARY,
			saved);
	found = first_difference(trial, &at);
	n = PAGE_SIZE - at % PAGE_SIZE < SHOWN_BYTES ? (uint32_t)(PAGE_SIZE - at % PAGE_SIZE)
						     : SHOWN_BYTES;
	if (found)
		memcpy(want, bytes_at(trial->shadow, sida, at, n), n);
	fragments_restore(trial->shadow, trial->allowed, moved, saved);
	if (!found)
		return;
	text_add(t, "bytes: %s from 0x%" PRIx64 ": ", sida ? "SIDA" : "absolute storage", at);
	describe_both(want, bytes_at(trial->outcome->live, sida, at, n),
		      bytes_at(trial->shadow, sida, at, n), n, "(as before the request)", t);
}

static void describe_old(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct user_window *w = &trial->outcome->old;
	uint32_t n = a->old == OLD_CURRENT ? w->len : 0;
	uint8_t operand[MEMOP_CMPXCHG_MAX];

	fragments_fetch(trial->shadow, trial->allowed, n, operand);
	describe_window("old_addr", w, operand, n, "(as before the request)", t);
}

/* A bit of a storage key, unless the mask leaves it open. */
static void describe_key_bit(const char *name, uint8_t bit, uint8_t key, uint8_t mask,
			     struct text *t)
{
	if (mask & bit)
		text_add(t, ", %s %u", name, !!(key & bit));
}

static void describe_key_line(const char *word, uint64_t block, uint8_t key, uint8_t mask,
			      struct text *t)
{
	text_add(t, "%s: storage key of block 0x%" PRIx64 ": ACC %u", word, block, skey_acc(key));
	describe_key_bit("F", SKEY_F, key, mask, t);
	describe_key_bit("R", SKEY_R, key, mask, t);
	describe_key_bit("C", SKEY_C, key, mask, t);
	text_add(t, "\n");
}

static void describe_key(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct outcome *o = trial->outcome;
	uint8_t seen = o->changes_lost ? (uint8_t)~SKEY_C : 0xff;
	unsigned int i;

	for (i = 0; i < o->n_keys; i++) {
		const struct block_after *want = &a->block[i];

		if (!((o->keys[i].key ^ want->key) & want->key_mask & seen))
			continue;
		describe_key_line("expected", o->keys[i].block, want->key, want->key_mask & seen,
				  t);
		describe_key_line("observed", o->keys[i].block, o->keys[i].key, 0xff, t);
	}
}

/* "expected: returns ..." and "observed: returns ..." show the rest. */
static void describe_pending(const struct trial *trial, const struct answer *a, struct text *t)
{
	describe_teid_difference(&a->pending, &trial->outcome->pending, t);
}

static void describe_taken(const char *word, const struct delivered *d, struct text *t)
{
	if (!d->taken) {
		text_add(t, "%s: when it is run, the vCPU takes no interruption\n", word);
		return;
	}
	text_add(t, "%s: when it is run, the vCPU takes ", word);
	describe_pgm(d->what.code, t);
	text_add(t, ", instruction length %u", d->ilc);
	describe_identification(&d->what, t);
	text_add(t, ", old PSW 0x%016" PRIx64 " 0x%" PRIx64 "\n", d->old.mask & ~PSW_WAIT,
		 d->old.addr);
}

static void describe_delivered(const struct trial *trial, const struct answer *a, struct text *t)
{
	describe_taken("expected", &a->delivered, t);
	describe_taken("observed", &trial->outcome->delivered, t);
	if (a->delivered.taken && trial->outcome->delivered.taken)
		describe_teid_difference(&a->delivered.what, &trial->outcome->delivered.what, t);
}

static void describe_registers(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct registers *was = trial->allowed->regs, *is = &trial->outcome->regs;
	unsigned int i;

	(void)a;
	for (i = 0; trial->outcome->registers_known && i < 16; i++) {
		if (is->cr[i] != was->cr[i])
			text_add(t, "observed: CR%u changed from 0x%" PRIx64 " to 0x%" PRIx64 "\n",
				 i, was->cr[i], is->cr[i]);
		if (is->ar[i] != was->ar[i])
			text_add(t, "observed: AR%u of the guest changed from 0x%" PRIx32
				 " to 0x%" PRIx32 "\n", i, was->ar[i], is->ar[i]);
	}
	if (trial->outcome->thread_changed)
		text_add(t, "observed: access registers of the calling thread changed\n");
}

static void describe_dirty(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct outcome *o = trial->outcome;
	unsigned int i;
	uint64_t block;

	for (i = 0; i < trial->allowed->n_fragments; i++) {
		block = block_of(trial->allowed->fragment[i].abs);
		if (a->block[i].logged && !outcome_logged(o, block))
			text_add(t,
				 "observed: the store into block 0x%" PRIx64
				 " is missing from the dirty log\n",
				 block);
		else if (!a->block[i].loggable && outcome_logged(o, block))
			text_add(t,
				 "observed: block 0x%" PRIx64
				 " is in the dirty log, but no store into it is expected\n",
				 block);
	}
	text_add(t, "observed: blocks in the dirty log:");
	for (i = 0; i < o->n_dirty && i < SHOWN_OF_LOG; i++)
		text_add(t, " 0x%" PRIx64, o->dirty[i]);
	text_add(t, "%s\n", !o->n_dirty ? " none" : i < o->n_dirty ? " and more" : "");
}

static void describe_other(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct other_outcome *o = &trial->outcome->other;

	(void)a;
	text_add(t, "expected: the request on the other vCPU returns %d\n",
		 trial->allowed->vcpu2_ret);
	text_add(t, "observed: the request on the other vCPU returns %d, errno %d%s\n", o->ret,
		 o->err, o->ret ? "" : ", with bytes that differ from guest storage");
}

static const struct {
	unsigned int aspect;
	void (*describe)(const struct trial *trial, const struct answer *a, struct text *t);
} described[] = {
#define DESCRIBED(id, bit, name, words) { ASPECT_##id, describe_##name },
	ASPECTS(DESCRIBED)
#undef DESCRIBED
};

void describe_differences(const struct trial *trial, const struct answer *a, unsigned int aspects,
			  struct text *t)
{
	unsigned int i;

	text_add(t, "differs in: ");
	aspects_name(aspects, t);
	text_add(t, "\n");
	for (i = 0; trial->request->kind == REQUEST_MEMOP && i < ARRAY_SIZE(described); i++)
		if (aspects & described[i].aspect)
			described[i].describe(trial, a, t);
}
