// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute read and write (API.35). Translation, prefixing, the addressing mode and low-address
 * protection do not apply (ABS.1), nor do the overrides of key-controlled protection, which concern
 * effective addresses of a program (ABS.2).
 */
#include "lib/oracle/operand.h"

void ask_absolute(const struct question *q, struct allowed *allowed)
{
	struct place place = { .abs = q->request->gaddr };
	struct operand operand = { 0 };
	uint32_t done, len;

	in_general(q, API_35);
	in_general(q, ABS_1);
	for (done = 0; done < q->request->size; done += len, place.abs += len) {
		len = fragment_len(place.abs, q->request->size - done);
		if (!memory_at(q->mem, place.abs, len)) {
			operand.xlate_exc = raise_exception(PGM_ADDRESSING, ABS_3);
			break;
		}
		operand_add(q, &operand, allowed, place.abs, len, place.abs,
			    check_key(q, &place, false, 0, place.abs, len));
	}
	allow_access(q, &operand, allowed);
}
