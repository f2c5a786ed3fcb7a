// SPDX-License-Identifier: GPL-2.0-only
/* A failed trial in words, for someone who knows KVM but not this project. */
#include <inttypes.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/outcome/apply.h"
#include "lib/outcome/words.h"

static void describe_return(const struct request *r, int ret, int err, struct text *t)
{
	const char *pgm = r->kind == REQUEST_MEMOP && ret > 0 ? pgm_name(ret) : NULL;

	if (ret < 0)
		text_add(t, "returns -1 with errno %d (%s)", err, strerror(err));
	else if (pgm)
		text_add(t, "returns 0x%02x (%s exception)", (unsigned int)ret, pgm);
	else
		text_add(t, "returns %d", ret);
}

/* A mask of an answer says which bits count. */
void describe_identification(const struct pending *p, struct text *t)
{
	if (p->teid_mask)
		text_add(t, " with TEID 0x%016" PRIx64, p->teid & p->teid_mask);
	if (p->teid_mask && ~p->teid_mask)
		text_add(t, " in the bits of 0x%016" PRIx64, p->teid_mask);
	if (p->access_id_mask)
		text_add(t, "%s access id %u", p->teid_mask ? " and" : " with", p->access_id);
}

/* What is pending of an answer or an outcome. */
static void describe_interruption(const struct pending *p, struct text *t)
{
	if (!p->code)
		return;
	text_add(t, ", interruption 0x%02x pending", p->code);
	describe_identification(p, t);
}

static bool any_clause(const struct clauses *clauses)
{
	for (unsigned int i = 0; i < N_CLAUSES; i++)
		if (clauses_have(clauses, i))
			return true;
	return false;
}

static void describe_clauses(const struct clauses *clauses, struct text *t)
{
	const char *separator = "";
	unsigned int i;

	text_add(t, "[");
	for (i = 0; i < N_CLAUSES; i++) {
		if (!clauses_have(clauses, i))
			continue;
		text_add(t, "%s%s", separator, clause_name(i));
		separator = " ";
	}
	text_add(t, "]\n");
}

static void describe_answer(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct request *r = trial->request;

	describe_return(r, a->ret, a->err, t);
	if (r->kind == REQUEST_MEMOP) {
		if (a->buf_any)
			text_add(t, ", buffer undefined");
		else
			text_add(t, ", %" PRIu32 " bytes stored in %s", a->moved,
				 request_stores(r) ? "the guest" : "the buffer");
		if (a->old == OLD_CURRENT)
			text_add(t, ", current value at old_addr");
		describe_interruption(&a->pending, t);
	}
	text_add(t, " ");
	describe_clauses(&a->clauses, t);
}

void outcome_describe(const struct trial *trial, unsigned int nearest, unsigned int aspects,
		      struct text *text)
{
	const struct allowed *allowed = trial->allowed;
	const struct outcome *o = trial->outcome;
	unsigned int i;

	describe_state(trial, text);
	describe_request(trial, text);
	for (i = 0; i < allowed->n; i++) {
		text_add(text, "%s: ", i ? "or" : "expected");
		describe_answer(trial, &allowed->answer[i], text);
	}
	if (any_clause(&allowed->clauses)) {
		text_add(text, "because: ");
		describe_clauses(&allowed->clauses, text);
	}
	text_add(text, "observed: ");
	describe_return(trial->request, o->ret, o->err, text);
	describe_interruption(&o->pending, text);
	text_add(text, "\n");
	describe_differences(trial, &allowed->answer[nearest], aspects, text);
}
