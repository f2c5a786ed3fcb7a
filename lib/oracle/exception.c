// SPDX-License-Identifier: GPL-2.0-only
/*
 * TEID and EAID of an exception. POP chapter 3, "Assigned Storage Locations", real locations 160
 * and 168; chapter 6 for each exception.
 */
#include "lib/arch/teid.h"
#include "lib/oracle/rules.h"

/* TEID.1: exceptions of translation and of protection store the address in the TEID. */
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

/* TEID.2: exceptions of access-register translation store the EAID only. */
static bool identifies_register(enum pgm code)
{
	switch (code) {
	case PGM_ALEN_TRANSLATION:
	case PGM_ALE_SEQUENCE:
	case PGM_ASTE_VALIDITY:
	case PGM_ASTE_SEQUENCE:
	case PGM_EXTENDED_AUTHORITY:
		return true;
	default:
		return false;
	}
}

/*
 * INT.2: translation exceptions that an operating system can resolve nullify the instruction, so
 * that it is executed again. The others suppress or terminate it. POP chapter 6,
 * "Program-Interruption Conditions".
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

/* The address, fetch or store, and with DAT on the address space and the access register. */
static void identify_address(const struct question *q, const struct exception *e, struct pending *p)
{
	p->teid = (e->address & TEID_ADDRESS) | (q->store ? TEID_STORE : TEID_FETCH);
	p->teid_mask = TEID_ADDRESS | TEID_STORE | TEID_FETCH | TEID_ZERO | TEID_PROTECTION;
	if (!dat_is_on(q))
		return;
	p->teid |= psw_as(q->state->regs.psw.mask);
	p->teid_mask |= TEID_AS;
	if (psw_as(q->state->regs.psw.mask) == PSW_AS_ACCESS_REGISTER) {
		p->access_id = q->request->ar;
		p->access_id_mask = 0xff;
	}
}

/*
 * TEID.3: bits 56, 60 and 61 of the TEID identify the kind of protection (API.29). If data was
 * stored before the exception, the operation was not suppressed: these bits are zero (API.34), and
 * the other bits and the EAID are undefined.
 */
static void identify_protection(const struct exception *e, bool suppressed, struct pending *p)
{
	static const uint64_t bits[] = {
		[PROTECTION_LOW_ADDRESS] = TEID_LOW_ADDRESS,
		[PROTECTION_ACCESS_LIST] = TEID_ACCESS_LIST,
		[PROTECTION_DAT] = TEID_DAT,
		[PROTECTION_KEY] = TEID_KEY,
	};

	if (suppressed) {
		p->teid |= bits[e->protection];
		return;
	}
	p->teid_mask = TEID_PROTECTION;
	p->access_id_mask = 0;
}

static void cite_identification(const struct pending *p, bool suppressed, struct clauses *clauses)
{
	clauses_add(clauses, API_28);
	clauses_add(clauses, identifies_address(p->code)    ? TEID_1
			     : identifies_register(p->code) ? TEID_2
							    : TEID_4);
	if (p->access_id_mask && identifies_address(p->code))
		clauses_add(clauses, TEID_2);
	if (p->code != PGM_PROTECTION)
		return;
	clauses_add(clauses, TEID_3);
	clauses_add(clauses, suppressed ? API_29 : API_34);
}

struct pending exception_pending(const struct question *q, const struct exception *exception,
				 bool suppressed, struct clauses *clauses)
{
	struct pending p = { .code = (uint16_t)exception->code,
			     .nullifying = nullifies(exception->code) };

	if (!(q->request->flags & MEMOP_F_INJECT_EXCEPTION))
		return (struct pending){ 0 };
	if (identifies_address(exception->code)) {
		identify_address(q, exception, &p);
	} else if (identifies_register(exception->code)) {
		p.access_id = q->request->ar;
		p.access_id_mask = 0xff;
	} else if (exception->code != PGM_ALET_SPECIFICATION) {
		/* TEID.4: the exception has neither TEID nor EAID. For low core see deliver.c. */
		p.teid_mask = ~UINT64_C(0);
		p.access_id_mask = 0xff;
	}
	if (exception->code == PGM_PROTECTION)
		identify_protection(exception, suppressed, &p);
	cite_identification(&p, suppressed, clauses);
	return p;
}
