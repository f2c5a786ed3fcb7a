// SPDX-License-Identifier: GPL-2.0-only
/* Compares what a step gave with what is expected, and describes the difference. */
#include <errno.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/arch/skey.h"
#include "lib/base/text.h"
#include "lib/history/reference.h"
#include "lib/outcome/outcome.h"

static bool content_differs(const struct expected *e, const struct seen *seen, unsigned int cell)
{
	return e->cells >> cell & 1 &&
	       (seen->changed >> cell & 1 ||
		(seen->cell[cell] != e->cell[cell] && seen->cell[cell] != e->early[cell]));
}

static bool key_differs(const struct expected *e, const struct seen *seen)
{
	unsigned int differs = (seen->key ^ e->key) & e->key_mask;

	if (seen->change_unknown)
		differs &= ~(unsigned int)SKEY_C;
	if (e->key_or_zero && !(seen->key & (SKEY_ACC | SKEY_F)))
		differs &= ~(unsigned int)(SKEY_ACC | SKEY_F);
	return differs;
}

static bool log_lacks(const struct expected *e, const struct seen *seen, unsigned int block)
{
	return e->log[block / 64] & ~seen->log[block / 64] & UINT64_C(1) << block % 64;
}

unsigned int expected_compare(const struct expected *e, const struct seen *seen)
{
	unsigned int aspects = 0, i;

	if (!expected_result(e, seen->ret))
		return ASPECT_RETURN;
	if (seen->ret)
		return 0;
	for (i = 0; i <= CELLS; i++)
		if (content_differs(e, seen, i))
			aspects |= ASPECT_STORAGE;
	if (e->has_old && seen->old != e->old)
		aspects |= ASPECT_OLD;
	if (e->has_key && key_differs(e, seen))
		aspects |= ASPECT_KEY;
	for (i = 0; i < SLOT_BLOCKS; i++)
		if (log_lacks(e, seen, i))
			aspects |= ASPECT_DIRTY;
	if (e->race && seen->lost)
		aspects |= ASPECT_DIRTY;
	return aspects;
}

static void describe_result(int ret, struct text *text)
{
	const char *name = ret > 0 ? pgm_name(ret) : NULL;

	if (ret < 0)
		text_add(text, "%d (%s)", ret, strerror(-ret));
	else if (name)
		text_add(text, "0x%02x (%s)", (unsigned int)ret, name);
	else
		text_add(text, "%d", ret);
}

/* The rules behind the expectation that belong to this family, in brackets. */
static void cite(const struct expected *e, const char *family, struct text *text)
{
	const char *before = " [";
	unsigned int i;

	for (i = 0; i < N_CLAUSES; i++) {
		if (!clauses_have(&e->clauses, i) ||
		    strncmp(clause_name(i), family, strlen(family)))
			continue;
		text_add(text, "%s%s", before, clause_name(i));
		before = " ";
	}
	if (before[1] != '[')
		text_add(text, "]");
}

static void describe_results(const struct expected *e, struct text *text)
{
	unsigned int i;

	for (i = 0; i < e->n; i++) {
		text_add(text, i ? " or " : "");
		describe_result(e->result[i].ret, text);
		text_add(text, " [%s]", clause_name(e->result[i].clause));
	}
}

/* A value tells which step of which run stored it. */
static void describe_value(const struct history *history, uint64_t value, struct text *text)
{
	uint64_t base = history_value(history, 0, 0) - (1 << 4);
	uint64_t step = (value - base) >> 4;

	if (!value)
		text_add(text, "zeros");
	else if (step && step <= history->n)
		text_add(text, "what step %u stored", (unsigned int)step);
	else if (value >> 48 == base >> 48)
		text_add(text, "%016llx, which an earlier history stored",
			 (unsigned long long)value);
	else
		text_add(text, "%016llx", (unsigned long long)value);
}

static const char *const cell_names[CELLS + 1] = {
	"its first doubleword", "the rest of its first half", "its second half",
	"the first doubleword of the next block",
};

static void describe_content(const struct reference *ref, const struct expected *e,
			     const struct seen *seen, struct text *text)
{
	unsigned int cell;

	for (cell = 0; cell <= CELLS; cell++) {
		if (!content_differs(e, seen, cell))
			continue;
		text_add(text, "expected: %s has ", cell_names[cell]);
		describe_value(ref->history, e->cell[cell], text);
		cite(e, "MEM", text);
		text_add(text, "\nobserved: %s has ", cell_names[cell]);
		describe_value(ref->history, seen->cell[cell], text);
		text_add(text, seen->changed >> cell & 1 ? ", and other values\n" : "\n");
	}
}

static void describe_key(const struct expected *e, const struct seen *seen, struct text *text)
{
	text_add(text, "expected: storage key ACC %u, %sfetch-protected%s", e->key >> 4,
		 e->key & SKEY_F ? "" : "not ",
		 e->key_mask & SKEY_C ? ", change bit one" : "");
	cite(e, "SKEY", text);
	text_add(text, "\nobserved: storage key ACC %u, %sfetch-protected, change bit %s\n",
		 seen->key >> 4, seen->key & SKEY_F ? "" : "not ",
		 seen->key & SKEY_C ? "one" : "zero");
}

static void describe_log(const struct reference *ref, const struct step *step,
			 const struct expected *e, const struct seen *seen, struct text *text)
{
	const struct slot_reference *slot = &ref->slot[step->slot];
	unsigned int b;

	for (b = 0; b < slot->blocks; b++) {
		if (!log_lacks(e, seen, b))
			continue;
		text_add(text, "expected: block %u is in the dirty log, because step %u stored "
			       "into it", b, slot->block[b].stored_by + 1);
		cite(e, "LOG", text);
		text_add(text, "\nobserved: block %u is not in the dirty log\n", b);
	}
}

void expected_describe(const struct reference *ref, const struct step *step,
		       const struct expected *e, const struct seen *seen, struct text *text)
{
	unsigned int aspects = expected_compare(e, seen);

	if (aspects & ASPECT_RETURN) {
		text_add(text, "expected: returns ");
		describe_results(e, text);
		text_add(text, "\nobserved: returns ");
		describe_result(seen->ret, text);
		text_add(text, "\n");
	}
	if (aspects & ASPECT_STORAGE)
		describe_content(ref, e, seen, text);
	if (aspects & ASPECT_OLD)
		text_add(text, "expected: %016llx at old_addr [API.44]\nobserved: %016llx at old_addr\n",
			 (unsigned long long)e->old, (unsigned long long)seen->old);
	if (aspects & ASPECT_KEY)
		describe_key(e, seen, text);
	if (aspects & ASPECT_DIRTY && !e->race)
		describe_log(ref, step, e, seen, text);
	if (aspects & ASPECT_DIRTY && e->race)
		text_add(text, "expected: every store of the other thread is in a dirty log [LOG.5]\n"
			       "observed: %u stores are in none\n", seen->lost);
}
