// SPDX-License-Identifier: GPL-2.0-only
/* A failed trial in words, for a reader who knows KVM but not this project. */
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

/* That nothing is pending is worth saying if the request is to make an exception pending. */
static void describe_interruption(const struct request *r, const struct pending *p, struct text *t)
{
	if (p->code) {
		text_add(t, ", ");
		describe_pgm(p->code, t);
		text_add(t, " pending at the vCPU");
		describe_identification(p, t);
	} else if (r->kind == REQUEST_MEMOP && r->flags & MEMOP_F_INJECT_EXCEPTION) {
		text_add(t, ", no program interruption pending");
	}
}

static bool clauses_any(const struct clauses *clauses)
{
	unsigned int i;

	for (i = 0; i < N_CLAUSES; i++)
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

static void describe_moved(const struct request *r, const struct answer *a, struct text *t)
{
	if (a->buf_any)
		text_add(t, ", contents of the user buffer undefined");
	else if (a->moved)
		text_add(t, ", %" PRIu32 " byte%s stored in %s", a->moved,
			 a->moved == 1 ? "" : "s",
			 request_stores(r) ? "the guest" : "the user buffer");
	else
		text_add(t, ", no data moved");
}

static void describe_answer(const struct trial *trial, const struct answer *a, struct text *t)
{
	const struct request *r = trial->request;

	describe_return(r, a->ret, a->err, t);
	if (r->kind == REQUEST_MEMOP) {
		describe_moved(r, a, t);
		if (a->old == OLD_CURRENT)
			text_add(t, ", the current value of storage stored at old_addr");
		describe_interruption(r, &a->pending, t);
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
	if (clauses_any(&allowed->clauses)) {
		text_add(text, "because: ");
		describe_clauses(&allowed->clauses, text);
	}
	text_add(text, "observed: ");
	describe_return(trial->request, o->ret, o->err, text);
	describe_interruption(trial->request, &o->pending, text);
	text_add(text, "\n");
	if (allowed->n > 1)
		text_add(text, "nearest: allowed outcome %u of %u\n", nearest + 1, allowed->n);
	describe_differences(trial, &allowed->answer[nearest], aspects, text);
}
