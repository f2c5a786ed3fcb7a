// SPDX-License-Identifier: GPL-2.0-only
/* Logical read and write: the operand is where the state of the vCPU says (API.18). */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/oracle/pieces.h"

static const struct exception none;

/* AS.1 the address-space control of the PSW selects the space. */
static struct exception find_space(const struct question *q, uint64_t *asce)
{
	const uint64_t *cr = q->state->regs.cr;

	*asce = 0;
	if (!dat_is_on(q))
		return none;
	switch (psw_as(q->state->regs.psw.mask)) {
	case PSW_AS_PRIMARY:
		*asce = cr[CR_PRIMARY_ASCE];
		return none;
	case PSW_AS_SECONDARY:
		*asce = cr[CR_SECONDARY_ASCE];
		return none;
	case PSW_AS_HOME:
		*asce = cr[CR_HOME_ASCE];
		return none;
	case PSW_AS_ACCESS_REGISTER:
		break;
	}
	return translate_access_register(q, asce);
}

static struct exception low_address_exception(uint64_t addr)
{
	struct exception e = raise_exception(PGM_PROTECTION, "LAP.1");

	e.protection = PROTECTION_LOW_ADDRESS;
	e.address = addr;
	return e;
}

/* PRI.1 low-address protection comes first; PRI.2 then translation; PRI.4 then the configuration; key-controlled protection last. */
static struct exception locate(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len,
			       uint64_t *abs)
{
	struct exception e = none;

	if (low_address_protected(q, asce, addr, len))
		return low_address_exception(addr);
	if (dat_is_on(q))
		e = translate_address(q, asce, addr, abs);
	else
		*abs = absolute_address(q->state->regs.prefix, addr);
	if (!e.code && !memory_at(q->mem, *abs, len))
		e = raise_exception(PGM_ADDRESSING, "PRI.4");
	e.address = addr;
	return e;
}

/*
 * PRI.5 low-address protection has priority over access-register translation, but whether it applies depends on the space
 * which that translation finds: where it fails, either may be reported. asce: of the space, or 0 if none was found.
 */
static void ask_without_space(const struct question *q, uint64_t asce, struct pieces *pieces, struct allowed *allowed)
{
	uint64_t addr = effective_address(q->state->regs.psw.mask, q->request->gaddr);
	struct pieces low = { 0 };

	pieces->of_place.address = addr;
	allow_access(q, pieces, allowed);
	if (!low_address_protected(q, asce, addr, piece_len(addr, q->request->size)))
		return;
	low.of_place = low_address_exception(addr);
	allow_access(q, &low, allowed);
}

void ask_logical(const struct question *q, struct allowed *allowed)
{
	const struct registers *regs = &q->state->regs;
	uint64_t addr = q->request->gaddr, asce, abs = 0;
	struct pieces pieces = { 0 };
	uint32_t done, len;

	pieces.of_place = find_space(q, &asce);
	if (pieces.of_place.code) {
		/* Only access-list protection is found after the space. */
		ask_without_space(q, pieces.of_place.code == PGM_PROTECTION ? asce : 0, &pieces, allowed);
		return;
	}
	for (done = 0; done < q->request->size; done += len, addr += len) {
		/* EA.5 an operand that runs over the end of the addressing mode goes on at 0. */
		addr = effective_address(regs->psw.mask, addr);
		len = piece_len(addr, q->request->size - done);
		pieces.of_place = locate(q, asce, addr, len, &abs);
		if (pieces.of_place.code)
			break;
		piece_located(q, &pieces, allowed, abs, len, addr,
			      key_protected(q, abs, true, asce, addr, len));
	}
	allow_access(q, &pieces, allowed);
}
