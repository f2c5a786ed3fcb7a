// SPDX-License-Identifier: GPL-2.0-only
/*
 * Absolute read and write (API.35): no translation, prefixing, addressing mode, low-address protection (ABS.1), and none of the
 * overrides, which concern effective addresses of a program (ABS.2).
 */
#include "lib/oracle/pieces.h"

void ask_absolute(const struct question *q, struct allowed *allowed)
{
	uint64_t addr = q->request->gaddr;
	struct pieces pieces = { 0 };
	uint32_t done, len;

	for (done = 0; done < q->request->size; done += len, addr += len) {
		len = piece_len(addr, q->request->size - done);
		if (!memory_at(q->mem, addr, len)) {
			pieces.of_place = raise_exception(PGM_ADDRESSING, "ABS.3");
			break;
		}
		piece_located(q, &pieces, allowed, addr, len, addr, key_protected(q, addr, false, 0, addr, len));
	}
	allow_access(q, &pieces, allowed);
}
