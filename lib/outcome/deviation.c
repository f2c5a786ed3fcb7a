// SPDX-License-Identifier: GPL-2.0-only
#include "lib/arch/skey.h"
#include "lib/outcome/aspect.h"
#include "lib/outcome/deviation.h"

/* The answer with the observed return value instead of its own. */
static struct answer as_returned(const struct trial *trial, const struct answer *answer)
{
	const struct outcome *o = trial->outcome;
	struct answer a = *answer;

	a.ret = o->ret;
	a.err = o->err;
	a.pending = (struct pending){ 0 };
	if (o->ret > 0 && trial->request->flags & MEMOP_F_INJECT_EXCEPTION)
		a.pending.code = (uint16_t)o->ret;
	a.delivered = o->delivered;
	a.delivered.taken = a.pending.code;
	a.delivered.what.code = a.pending.code;
	return a;
}

/* The same for an access that was not made. */
static struct answer nothing_done(const struct trial *trial, const struct answer *answer)
{
	struct answer a = as_returned(trial, answer);
	struct block_after *block;

	for (block = a.block; block < a.block + trial->allowed->n_fragments; block++) {
		block->key_mask &= (uint8_t)~SKEY_C;
		block->logged = false;
		block->loggable = true;
	}
	a.moved = 0;
	a.buf_any = false;
	a.old = OLD_KEPT;
	return a;
}

static bool returns(const struct answer *answer, const struct outcome *o)
{
	return answer->ret == o->ret && (o->ret != -1 || answer->err == o->err);
}

static unsigned int differences(const struct trial *trial, const struct allowed *instead)
{
	struct trial t = *trial;
	unsigned int nearest, aspects = 0;

	t.allowed = instead;
	return outcome_compare(&t, &nearest, &aspects) < 0 ? aspects : 0;
}

struct deviation outcome_deviation(const struct trial *trial)
{
	static struct allowed instead;
	const struct allowed *allowed = trial->allowed;
	const struct outcome *o = trial->outcome;
	struct deviation d = { .ret = o->ret < 0 ? -o->err : o->ret };
	unsigned int i;

	instead = *allowed;
	for (i = instead.n = 0; i < allowed->n; i++)
		if (returns(&allowed->answer[i], o))
			instead.answer[instead.n++] = allowed->answer[i];
	d.right = instead.n;
	if (!d.right)
		instead.answer[instead.n++] = nothing_done(trial, &allowed->answer[0]);
	for (i = 0; i < allowed->n && !d.right && instead.n < ALLOWED_MAX; i++)
		if (allowed->answer[i].ret)
			instead.answer[instead.n++] = as_returned(trial, &allowed->answer[i]);
	d.aspects = differences(trial, &instead);
	return d;
}

bool deviation_equal(const struct deviation *a, const struct deviation *b)
{
	return a->right == b->right && (a->right || a->ret == b->ret) && a->aspects == b->aspects;
}

void deviation_describe(const struct deviation *deviation, struct text *text)
{
	if (deviation->right)
		text_add(text, "returns right");
	else
		text_add(text, "returns %d", deviation->ret);
	if (deviation->aspects)
		text_add(text, ", ");
	aspects_name(deviation->aspects, text);
}
