// SPDX-License-Identifier: GPL-2.0-only
/* What differs between an outcome and the nearest answer, one function for each aspect. */
#include <inttypes.h>

#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/outcome/apply.h"
#include "lib/outcome/aspect.h"
#include "lib/outcome/words.h"

#define SHOWN_OF_LOG 24

/* Name the first byte that is not as expected in a window of user space. */
static void describe_window(const char *what, const struct user_window *w, const uint8_t *operand,
			    uint32_t n, struct text *t)
{
	uint32_t i;
	uint8_t want;

	for (i = 0; i < w->len + 2 * CANARY; i++) {
		want = i >= CANARY && i < CANARY + n ? operand[i - CANARY] : w->before[i];
		if (w->now[i] != want) {
			text_add(t, "bytes: %s offset %d: expected %02x, observed %02x\n", what,
				 (int)i - CANARY, want, w->now[i]);
			return;
		}
	}
}

/* The first difference in one block, if there is any: sixteen bytes from there. */
static bool describe_block(const struct trial *trial, uint64_t page, struct text *t)
{
	const uint8_t *want = memory_at(trial->shadow, page, PAGE_SIZE);
	const uint8_t *got = memory_at(trial->outcome->live, page, PAGE_SIZE);
	uint64_t off;
	uint32_t n;

	for (off = 0; off < PAGE_SIZE && want[off] == got[off]; off++)
		;
	if (off == PAGE_SIZE)
		return false;
	n = PAGE_SIZE - off < 16 ? (uint32_t)(PAGE_SIZE - off) : 16;
	text_add(t, "bytes: storage from 0x%" PRIx64 ": expected ", page + off);
	describe_bytes(want + off, n, t);
	text_add(t, ", observed ");
	describe_bytes(got + off, n, t);
	text_add(t, "\n");
	return true;
}

/* The line "observed: returns ..." says it. */
static void describe_return(const struct trial *trial, const struct answer *a, struct text *t)
{
	(void)trial;
	(void)a;
	(void)t;
}

static void describe_buffer(const struct trial *trial, const struct answer *a, struct text *t)
{
	static uint8_t operand[MEMOP_MAX_SIZE];
	uint32_t n = request_stores(trial->request) ? 0 : a->moved;

	fragments_fetch(trial->shadow, trial->allowed, n, operand);
	describe_window("buffer", &trial->outcome->buf, operand, n, t);
}

/*
 * The first byte that is not as the answer says, in the blocks of the operand; or else right before
 * or behind them.
 */
static void describe_storage(const struct trial *trial, const struct answer *a, struct text *t)
{
	static uint8_t saved[MEMOP_MAX_SIZE];
	uint32_t moved = request_stores(trial->request) ? a->moved : 0;
	bool found = false;
	unsigned int i;

	fragments_store(trial->shadow, trial->allowed, moved, trial->outcome->buf.before + CANARY,
			saved);
	if (trial->allowed->sida)
		text_add(t, "bytes: the SIDA is not as expected\n");
	found = trial->allowed->sida;
	for (i = 0; i < trial->allowed->n_fragments && !found; i++)
		found |= describe_block(trial, block_of(trial->allowed->fragment[i].abs), t);
	if (!found)
		text_add(t, "bytes: storage next to the blocks of the operand was changed\n");
	fragments_restore(trial->shadow, trial->allowed, moved, saved);
}

static void describe_old(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct user_window *w = &trial->outcome->old;
	uint32_t n = a->old == OLD_CURRENT ? w->len : 0;
	uint8_t operand[MEMOP_CMPXCHG_MAX];

	fragments_fetch(trial->shadow, trial->allowed, n, operand);
	describe_window("old_addr", w, operand, n, t);
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
		text_add(t,
			 "expected: storage key of block 0x%" PRIx64
			 " is 0x%02x in the bits of 0x%02x\n",
			 o->keys[i].block, want->key & want->key_mask & seen,
			 want->key_mask & seen);
		text_add(t,
			 "observed: storage key of block 0x%" PRIx64 " is 0x%02x (ACC %u%s%s%s)\n",
			 o->keys[i].block, o->keys[i].key, skey_acc(o->keys[i].key),
			 o->keys[i].key & SKEY_F ? ", F" : "", o->keys[i].key & SKEY_R ? ", R" : "",
			 o->keys[i].key & SKEY_C ? ", C" : "");
	}
}

/* The lines "expected:" and "observed:" say it. */
static void describe_pending(const struct trial *trial, const struct answer *a, struct text *t)
{
	(void)trial;
	(void)a;
	(void)t;
}

static void describe_taken(const char *who, const struct delivered *d, struct text *t)
{
	if (!d->taken) {
		text_add(t, "%s: run afterwards, the vCPU takes no interruption\n", who);
		return;
	}
	text_add(t, "%s: run afterwards, the vCPU takes interruption 0x%02x, length code %u", who,
		 d->what.code, d->ilc);
	describe_identification(&d->what, t);
	text_add(t, ", old PSW 0x%016" PRIx64 " 0x%" PRIx64 "\n", d->old.mask & ~PSW_WAIT,
		 d->old.addr);
}

static void describe_delivered(const struct trial *trial, const struct answer *a, struct text *t)
{
	describe_taken("expected", &a->delivered, t);
	describe_taken("observed", &trial->outcome->delivered, t);
}

static void describe_registers(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct registers *was = trial->allowed->regs, *is = &trial->outcome->regs;
	unsigned int i;

	(void)a;
	for (i = 0; trial->outcome->registers_known && i < 16; i++) {
		if (is->cr[i] != was->cr[i])
			text_add(t, "observed: CR%u is 0x%" PRIx64 "\n", i, is->cr[i]);
		if (is->ar[i] != was->ar[i])
			text_add(t, "observed: AR%u of the guest is 0x%" PRIx32 "\n", i, is->ar[i]);
	}
	if (trial->outcome->thread_changed)
		text_add(t, "observed: access registers of the calling thread were changed\n");
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
				 " is in the dirty log, but was not stored in\n",
				 block);
	}
	text_add(t, "observed: dirty log:");
	for (i = 0; i < o->n_dirty && i < SHOWN_OF_LOG; i++)
		text_add(t, " 0x%" PRIx64, o->dirty[i]);
	text_add(t, "%s\n", !o->n_dirty ? " empty" : i < o->n_dirty ? " and more" : "");
}

static void describe_other(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct other_outcome *o = &trial->outcome->other;

	(void)a;
	text_add(t, "observed: the request of the other vCPU returned %d, errno %d%s\n", o->ret,
		 o->err, o->ret ? "" : ", with other bytes than storage has");
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
