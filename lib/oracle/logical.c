// SPDX-License-Identifier: GPL-2.0-only
/* Logical read and write: the state of the vCPU determines the translation (API.18). */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/oracle/operand.h"

static const struct exception none;

/* AS.1: the address-space control of the PSW selects the address space. */
static struct exception select_asce(const struct question *q, struct space *space)
{
	const uint64_t *cr = q->state->regs.cr;

	if (!dat_is_on(q))
		return none;
	because(q, AS_1);
	switch (psw_as(q->state->regs.psw.mask)) {
	case PSW_AS_PRIMARY:
		space->asce = cr[CR_PRIMARY_ASCE];
		return none;
	case PSW_AS_SECONDARY:
		space->asce = cr[CR_SECONDARY_ASCE];
		return none;
	case PSW_AS_HOME:
		space->asce = cr[CR_HOME_ASCE];
		return none;
	case PSW_AS_ACCESS_REGISTER:
		break;
	}
	return translate_access_register(q, space);
}

static struct exception protection(enum protection kind, enum clause clause, uint64_t addr)
{
	struct exception e = raise_exception(PGM_PROTECTION, clause);

	e.protection = kind;
	e.address = addr;
	return e;
}

/*
 * The priority of exceptions: low-address protection (PRI.1), translation (PRI.2), an operand that
 * is not in the configuration (PRI.4), and last key-controlled protection.
 */
static struct exception locate(const struct question *q, uint64_t asce, uint64_t addr, uint32_t len,
			       struct place *place)
{
	struct exception e = none;
	bool there;

	*place = (struct place){ 0 };
	if (low_address_protected(q, asce, addr, len)) {
		if (dat_is_on(q))
			because(q, PRI_1);
		return protection(PROTECTION_LOW_ADDRESS, LAP_1, addr);
	}
	if (dat_is_on(q))
		e = translate_address(q, asce, addr, place);
	else
		place->abs = real_to_abs(q, addr);
	there = memory_at(q->mem, place->abs, len);
	if (!e.code && !there)
		e = raise_exception(PGM_ADDRESSING, PRI_4);
	else if (e.code == PGM_PROTECTION && !there)
		because(q, PRI_3);
	e.address = addr;
	return e;
}

static void allow_one(const struct question *q, struct exception e, struct allowed *allowed)
{
	const struct operand operand = { .xlate_exc = e };

	allow_xlate_exception(q, &operand, allowed);
}

/*
 * PRI.5: low-address protection has priority over access-register translation, but whether it
 * applies depends on the space that this translation selects. If the translation fails, either
 * exception may be returned.
 */
static void ask_without_space(const struct question *q, struct exception e, struct allowed *allowed)
{
	uint64_t addr = effective_address(q, q->request->gaddr);

	e.address = addr;
	allow_one(q, e, allowed);
	if (low_address_protected(q, 0, addr, fragment_len(addr, q->request->size))) {
		because(q, PRI_5);
		allow_one(q, protection(PROTECTION_LOW_ADDRESS, LAP_1, addr), allowed);
	}
	allow_pointer_fault(q, allowed);
}

/*
 * ART.12: a fetch-only access-list entry prohibits stores. PRI.6: if translation or another
 * protection prohibits the store as well, either exception may be returned (docs/clauses.md, open
 * question 1).
 */
static void ask_fetch_only(const struct question *q, uint64_t asce, struct allowed *allowed)
{
	uint64_t addr = effective_address(q, q->request->gaddr);
	struct exception e;
	struct place place;

	allow_one(q, protection(PROTECTION_ACCESS_LIST, ART_12, addr), allowed);
	e = locate(q, asce, addr, fragment_len(addr, q->request->size), &place);
	if (e.code && e.clause != PRI_4) {
		because(q, PRI_6);
		allow_one(q, e, allowed);
	}
	allow_pointer_fault(q, allowed);
}

static void ask_in_space(const struct question *q, uint64_t asce, struct allowed *allowed)
{
	struct operand operand = { 0 };
	uint64_t addr = q->request->gaddr;
	struct place place;
	uint32_t done, len;

	for (done = 0; done < q->request->size; done += len, addr += len) {
		/* EA.5: an operand that reaches the last address of the mode continues at 0. */
		addr = effective_address(q, addr);
		if (done && !addr)
			because(q, EA_5);
		len = fragment_len(addr, q->request->size - done);
		operand.xlate_exc = locate(q, asce, addr, len, &place);
		if (operand.xlate_exc.code)
			break;
		operand_add(q, &operand, allowed, place.abs, len, addr,
			    check_key(q, &place, true, asce, addr, len));
	}
	allow_access(q, &operand, allowed);
}

void ask_logical(const struct question *q, struct allowed *allowed)
{
	struct space space = { 0 };
	struct exception e = select_asce(q, &space);

	in_general(q, API_18);
	if (e.code)
		ask_without_space(q, e, allowed);
	else if (q->store && space.fetch_only)
		ask_fetch_only(q, space.asce, allowed);
	else
		ask_in_space(q, space.asce, allowed);
}
