// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an interruption identifies. POP chapter 3, "Assigned Storage Locations", real locations 160 and 168; chapter 6 for each
 * exception.
 */
#include "lib/arch/teid.h"
#include "lib/oracle/rules.h"

/* TEID.1 exceptions of translation and of protection identify the address; ART exceptions the access register only. */
static bool identifies_address(enum pgm code)
{
	switch (code) {
	case PGM_PROTECTION:
	case PGM_SEGMENT_TRANSLATION:
	case PGM_PAGE_TRANSLATION:
	case PGM_ASCE_TYPE:
	case PGM_REGION_FIRST_TRANSLATION:
	case PGM_REGION_SECOND_TRANSLATION:
	case PGM_REGION_THIRD_TRANSLATION:
		return true;
	default:
		return false;
	}
}

/* TEID.2 the exception access identification: number of the access register, in access-register mode. */
static bool identifies_access(const struct question *q, enum pgm code)
{
	bool art = code >= PGM_ALEN_TRANSLATION && code <= PGM_EXTENDED_AUTHORITY;

	return art || (identifies_address(code) && dat_is_on(q) &&
		       psw_as(q->state->regs.psw.mask) == PSW_AS_ACCESS_REGISTER);
}

/* TEID.3 the kind of protection; none if something was stored before, so that the operation was not suppressed (API.29, API.34). */
static uint64_t protection_bits(const struct exception *exception, bool suppressed)
{
	static const uint64_t bits[] = {
		[PROTECTION_LOW_ADDRESS] = TEID_LOW_ADDRESS,
		[PROTECTION_ACCESS_LIST] = TEID_ACCESS_LIST,
		[PROTECTION_DAT] = TEID_DAT,
		[PROTECTION_KEY] = TEID_KEY,
	};

	return suppressed ? bits[exception->protection] : 0;
}

/*
 * INT.2 exceptions of translation that an operating system mends nullify, so that the instruction is executed again; the others
 * suppress or terminate. POP chapter 6, "Program-Interruption Conditions".
 */
static bool nullifies(enum pgm code)
{
	switch (code) {
	case PGM_PROTECTION:
	case PGM_ADDRESSING:
	case PGM_TRANSLATION_SPECIFICATION:
	case PGM_ALET_SPECIFICATION:
		return false;
	default:
		return true;
	}
}

struct pending exception_pending(const struct question *q, const struct exception *exception, bool suppressed)
{
	struct pending pending = { .code = exception->code, .nullifying = nullifies(exception->code) };

	if (!(q->request->flags & MEMOP_F_INJECT_EXCEPTION))
		return (struct pending){ 0 };
	if (identifies_address(exception->code)) {
		pending.has_teid = true;
		pending.teid = (exception->address & TEID_ADDRESS) | (q->store ? TEID_STORE : TEID_FETCH);
		pending.teid_mask = TEID_ADDRESS | TEID_STORE | TEID_FETCH;
	}
	if (pending.has_teid && dat_is_on(q)) {
		pending.teid |= psw_as(q->state->regs.psw.mask);
		pending.teid_mask |= TEID_AS;
	}
	if (exception->code == PGM_PROTECTION) {
		pending.teid |= protection_bits(exception, suppressed);
		pending.teid_mask |= TEID_PROTECTION;
	}
	pending.has_access_id = identifies_access(q, exception->code);
	pending.access_id = pending.has_access_id ? q->request->ar : 0;
	return pending;
}
