// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "lib/oracle/pieces.h"

void piece_located(const struct question *q, struct pieces *pieces, struct allowed *allowed, uint64_t abs,
		   uint32_t len, uint64_t address, bool key_prohibits)
{
	allowed->fragment[allowed->n_fragments++] = (struct fragment){ .abs = abs, .len = len };
	if (key_prohibits && !pieces->of_key.code) {
		pieces->of_key = raise_exception(PGM_PROTECTION, q->store ? "KEY.3" : "KEY.4");
		pieces->of_key.protection = PROTECTION_KEY;
		pieces->of_key.address = address;
		pieces->before_key = pieces->len;
	}
	if (!pieces->of_host && host_faults(q, abs, q->store)) {
		pieces->of_host = true;
		pieces->before_host = pieces->len;
	}
	pieces->of_signal |= host_interrupts(q, abs);
	pieces->len += len;
}

static void allow_exception(const struct question *q, const struct exception *exception, uint32_t moved,
			    struct allowed *allowed)
{
	struct answer *answer;

	if (exception->code == HOST_FAULT) {
		allow_errno(allowed, EFAULT, exception->clause);
		return;
	}
	answer = allow(allowed, exception->code, exception->clause);
	cite(answer, q->check_only ? "API.23" : "API.26");
	answer->moved = moved;
	answer->pending = exception_pending(q, exception, moved == 0);
	if (answer->pending.code)
		cite(answer, "API.28");
}

/*
 * API.33 storage keys may be compared block by block, so that something is stored before an exception; or all before
 * anything is stored. FRAG.1 the same of the end of storage; FRAG.2 but an exception of translation nullifies: nothing is stored.
 */
static void allow_key_exception(const struct question *q, const struct pieces *pieces, struct allowed *allowed)
{
	if (!pieces->of_key.code)
		return;
	allow_exception(q, &pieces->of_key, 0, allowed);
	if (q->store && !q->check_only && pieces->before_key)
		allow_exception(q, &pieces->of_key, pieces->before_key, allowed);
}

static void allow_place_exception(const struct question *q, const struct pieces *pieces,
				  struct allowed *allowed)
{
	const struct exception *e = &pieces->of_place;

	if (!e->code)
		return;
	allow_exception(q, e, 0, allowed);
	if (e->code == PGM_ADDRESSING && q->store && !q->check_only && pieces->len && !pieces->of_key.code)
		allow_exception(q, e, pieces->len, allowed);
}

/* Nothing is said of where it stops, nor whether a check notices. True if the access cannot succeed. */
static bool allow_host_fault(const struct question *q, const struct pieces *pieces, struct allowed *allowed)
{
	if (!pieces->of_host)
		return false;
	allow_errno(allowed, EFAULT, "HOST.1");
	if (q->check_only)
		return false;
	if (q->store && pieces->before_host) {
		struct answer *answer = allow(allowed, -1, "HOST.1");

		answer->err = EFAULT;
		answer->moved = pieces->before_host;
	}
	return true;
}

bool allow_pointer_fault(const struct question *q, struct allowed *allowed)
{
	enum user_area buf = q->request->buf;
	struct answer *answer;

	if (q->check_only || !(q->store ? cannot_fetch(buf) : cannot_store(buf)))
		return false;
	answer = allow_errno(allowed, EFAULT, "API.4");
	answer->buf_any = !q->store;
	return true;
}

void allow_access(const struct question *q, const struct pieces *pieces, struct allowed *allowed)
{
	struct answer *answer;
	bool failed;

	allow_place_exception(q, pieces, allowed);
	allow_key_exception(q, pieces, allowed);
	if (pieces->of_signal)
		allow_errno(allowed, EINTR, "HOST.2");
	failed = allow_host_fault(q, pieces, allowed);
	if (allow_pointer_fault(q, allowed) || failed || pieces->of_place.code || pieces->of_key.code)
		return;
	answer = allow(allowed, 0, "API.3");
	cite(answer, q->check_only ? "API.24" : q->store ? "API.12" : "API.11");
	answer->moved = q->check_only ? 0 : q->request->size;
}
