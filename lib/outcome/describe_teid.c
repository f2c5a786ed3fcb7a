// SPDX-License-Identifier: GPL-2.0-only
/* A program interruption in words: its name, TEID and EAID. */
#include <inttypes.h>

#include "lib/arch/pgm.h"
#include "lib/arch/psw.h"
#include "lib/arch/teid.h"
#include "lib/outcome/words.h"

void describe_pgm(unsigned int code, struct text *t)
{
	const char *name = pgm_name((int)code);

	text_add(t, "program interruption 0x%04x", code);
	if (name)
		text_add(t, " (%s)", name);
}

/* Bits 52 and 53. */
static const char *access_type(uint64_t teid)
{
	switch (teid & (TEID_FETCH | TEID_STORE)) {
	case TEID_FETCH:
		return "fetch";
	case TEID_STORE:
		return "store";
	case TEID_FETCH | TEID_STORE:
		return "bits 52 and 53 both one";
	default:
		return "neither fetch nor store";
	}
}

/* Bits 56, 60 and 61 of a protection exception. */
static const char *protection_type(uint64_t teid)
{
	switch (teid & TEID_PROTECTION) {
	case 0:
		return "bits 56, 60 and 61 zero: not suppressed";
	case TEID_LOW_ADDRESS:
		return "low-address protection (bit 56)";
	case TEID_KEY:
		return "key-controlled protection (bit 60)";
	case TEID_DAT:
		return "DAT protection (bit 61)";
	case TEID_ACCESS_LIST:
		return "access-list-controlled protection (bits 60 and 61)";
	default:
		return "undefined combination of bits 56, 60 and 61";
	}
}

/* A field of the TEID is decoded if the mask covers it. */
static void describe_teid(const struct pending *p, struct text *t)
{
	static const char *const space[] = { "primary", "access-register", "secondary", "home" };
	uint64_t teid = p->teid & p->teid_mask, mask = p->teid_mask;
	const char *separator = " (";

	text_add(t, " with TEID 0x%016" PRIx64, teid);
	if (teid && mask & TEID_ADDRESS) {
		text_add(t, " (address 0x%" PRIx64 ", %s", teid & TEID_ADDRESS, access_type(teid));
		separator = ", ";
	}
	if (mask & TEID_PROTECTION && (p->code == PGM_PROTECTION || teid & TEID_PROTECTION)) {
		text_add(t, "%s%s", separator, protection_type(teid));
		separator = ", ";
	}
	if (teid && mask & TEID_AS) {
		text_add(t, "%s%s space", separator, space[teid & TEID_AS]);
		separator = ", ";
	}
	if (teid & TEID_ZERO) {
		text_add(t, "%sreserved bits 0x%" PRIx64, separator, teid & TEID_ZERO);
		separator = ", ";
	}
	text_add(t, "%s", *separator == ',' ? ")" : "");
	if (~mask)
		text_add(t, ", only the bits in 0x%016" PRIx64 " are compared", mask);
}

void describe_identification(const struct pending *p, struct text *t)
{
	if (p->teid_mask)
		describe_teid(p, t);
	if (p->access_id_mask)
		text_add(t, "%s EAID %u", p->teid_mask ? " and" : " with", p->access_id);
}

void describe_teid_difference(const struct pending *want, const struct pending *got, struct text *t)
{
	uint64_t differ = (want->teid ^ got->teid) & want->teid_mask;
	const char *separator = "";
	unsigned int bit;

	if (want->code != got->code || !differ)
		return;
	text_add(t, "observed: the TEID differs in ");
	if (differ & TEID_ADDRESS) {
		text_add(t, "the address (bits 0-51)");
		separator = " and ";
	}
	if (differ & ~TEID_ADDRESS)
		text_add(t, "%sbits", separator);
	for (bit = 52; bit < 64; bit++)
		if (differ & BIT64(bit))
			text_add(t, " %u", bit);
	text_add(t, "\n");
}
