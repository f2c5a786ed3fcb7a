// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "lib/oracle/operand.h"

static void note_key(const struct question *q, struct operand *operand, uint64_t address,
		     enum key_says key)
{
	if (key == KEY_OPEN)
		return;
	/* The first exception is the one returned; a later one may rule out success. */
	if (operand->key_exc.code) {
		operand->key_open &= key == KEY_EITHER;
		return;
	}
	operand->key_exc = raise_exception(PGM_PROTECTION, q->store ? KEY_3 : KEY_4);
	operand->key_exc.protection = PROTECTION_KEY;
	operand->key_exc.address = address;
	operand->key_open = key == KEY_EITHER;
	operand->before_key = operand->len;
}

void operand_add(const struct question *q, struct operand *operand, struct allowed *allowed,
		 uint64_t abs, uint32_t len, uint64_t address, enum key_says key)
{
	allowed->fragment[allowed->n_fragments++] = (struct fragment){ .abs = abs, .len = len };
	note_key(q, operand, address, key);
	if (!operand->host_fault && host_faults(q, abs, q->store)) {
		operand->host_fault = true;
		operand->before_host = operand->len;
	}
	operand->signal |= host_interrupts(q, abs);
	operand->len += len;
}

static struct answer *allow_exception(const struct question *q, const struct exception *exception,
				      uint32_t moved, struct allowed *allowed)
{
	struct answer *answer;

	if (exception->code == HOST_FAULT)
		return allow_errno(allowed, EFAULT, exception->clause);
	answer = allow(allowed, exception->code, exception->clause);
	cite(answer, API_5);
	cite(answer, q->check_only ? API_27 : API_26);
	if (q->check_only)
		cite(answer, API_23);
	answer->moved = moved;
	answer->pending = exception_pending(q, exception, moved == 0, &answer->clauses);
	return answer;
}

/*
 * API.33: storage keys may be checked block by block, so that fragments before the exception are
 * stored, or all before the first store. The same applies to the end of storage (FRAG.1). An
 * exception of translation nullifies: nothing is stored (FRAG.2).
 */
static void allow_key_exception(const struct question *q, const struct operand *operand,
				struct allowed *allowed)
{
	struct answer *answer;

	if (!operand->key_exc.code)
		return;
	allow_exception(q, &operand->key_exc, 0, allowed);
	if (!q->store || q->check_only || !operand->before_key)
		return;
	answer = allow_exception(q, &operand->key_exc, operand->before_key, allowed);
	cite(answer, API_33);
}

void allow_xlate_exception(const struct question *q, const struct operand *operand,
			   struct allowed *allowed)
{
	const struct exception *e = &operand->xlate_exc;
	struct answer *answer;

	if (!e->code)
		return;
	answer = allow_exception(q, e, 0, allowed);
	if (q->keyed && e->code != PGM_ADDRESSING)
		cite(answer, PRI_2);
	if (!q->store || q->check_only || !operand->len)
		return;
	cite(answer, e->code == PGM_ADDRESSING ? FRAG_1 : FRAG_2);
	if (e->code == PGM_ADDRESSING && !operand->key_exc.code)
		cite(allow_exception(q, e, operand->len, allowed), FRAG_1);
}

/*
 * The documents do not say how much is stored before the fault, nor whether a check of the storage
 * key causes it. True if the access cannot succeed.
 */
static bool allow_host_fault(const struct question *q, const struct operand *operand,
			     struct allowed *allowed)
{
	struct answer *answer;

	if (!operand->host_fault)
		return false;
	/*
	 * API.24: CHECK_ONLY accesses no data, so that without key-controlled protection it needs
	 * nothing of the block.
	 */
	if (!q->check_only || q->keyed)
		allow_errno(allowed, EFAULT, HOST_1);
	if (q->check_only)
		return false;
	if (q->store && operand->before_host) {
		answer = allow(allowed, -1, HOST_1);
		answer->err = EFAULT;
		answer->moved = operand->before_host;
	}
	return true;
}

bool allow_pointer_fault(const struct question *q, struct allowed *allowed)
{
	enum user_area buf = q->request->buf;
	struct answer *answer;

	if (q->check_only || !(q->store ? cannot_fetch(buf) : cannot_store(buf)))
		return false;
	answer = allow_errno(allowed, EFAULT, API_4);
	cite(answer, PTR_1);
	answer->buf_any = !q->store;
	return true;
}

static void allow_success(const struct question *q, struct allowed *allowed)
{
	struct answer *answer = allow(allowed, 0, API_3);

	if (q->check_only) {
		cite(answer, API_24);
		return;
	}
	cite(answer, API_6);
	cite(answer, API_8);
	cite(answer, q->store ? API_12 : API_11);
	answer->moved = q->request->size;
}

void allow_access(const struct question *q, const struct operand *operand, struct allowed *allowed)
{
	bool failed;

	allow_xlate_exception(q, operand, allowed);
	allow_key_exception(q, operand, allowed);
	if (operand->signal)
		allow_errno(allowed, EINTR, HOST_2);
	failed = allow_host_fault(q, operand, allowed);
	failed |= allow_pointer_fault(q, allowed);
	failed |= operand->key_exc.code && !operand->key_open;
	if (!failed && !operand->xlate_exc.code)
		allow_success(q, allowed);
}
