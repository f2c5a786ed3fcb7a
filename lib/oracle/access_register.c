// SPDX-License-Identifier: GPL-2.0-only
/* Access-register translation. POP chapter 5, "Access-Register-Translation Process". */
#include <stddef.h>

#include "lib/arch/art.h"
#include "lib/arch/cr.h"
#include "lib/oracle/rules.h"

static const struct exception none;

/* ART.4: all structures are at real addresses and must be in the configuration. */
static const uint8_t *fetch(const struct question *q, uint64_t real, unsigned int len,
			    struct exception *e)
{
	return fetch_table(q, real_to_abs(q, real), len, ART_4, e);
}

static uint32_t word(const uint8_t *p)
{
	return (uint32_t)be_load(p, 4);
}

/*
 * Find the access-list entry that an ALET designates. Bits 0-6 of the ALET must be zero (ART.3).
 * The entry must be within the list (ART.5), be valid (ART.6) and have the sequence number of the
 * ALET (ART.7).
 */
static struct exception find_entry(const struct question *q, uint32_t alet, const uint8_t **ale)
{
	const uint64_t *cr = q->state->regs.cr;
	uint64_t origin = alet & ALET_P ? cr[CR_PASTE] & CR5_PASTEO : cr[CR_DUCT] & CR2_DUCTO;
	struct exception e = none;
	const uint8_t *ald;

	if (alet & ALET_ZEROS)
		return raise_exception(PGM_ALET_SPECIFICATION, ART_3);
	ald = fetch(q, origin + ALD_OFFSET, 4, &e);
	if (!ald)
		return e;
	if (ALET_ALEN(alet) / 8 > (word(ald) & ALD_ALL))
		return raise_exception(PGM_ALEN_TRANSLATION, ART_5);
	*ale = fetch(q, (word(ald) & ALD_ALO) + (uint64_t)ALET_ALEN(alet) * ALE_SIZE, ALE_SIZE, &e);
	if (!*ale)
		return e;
	if (word(*ale) & ALE_I)
		return raise_exception(PGM_ALEN_TRANSLATION, ART_6);
	if (ALE_ALESN(word(*ale)) != ALET_ALESN(alet))
		return raise_exception(PGM_ALE_SEQUENCE, ART_7);
	return none;
}

/*
 * The ASN-second-table entry must be valid (ART.8) and have the sequence number that the
 * access-list entry specifies (ART.9).
 */
static struct exception find_aste(const struct question *q, const uint8_t *ale,
				  const uint8_t **aste)
{
	struct exception e = none;

	*aste = fetch(q, word(ale + 8) & ALE_ASTEO, 24, &e);
	if (!*aste)
		return e;
	if (word(*aste) & ASTE_I)
		return raise_exception(PGM_ASTE_VALIDITY, ART_8);
	if (word(*aste + ASTE_ASTESN) != word(ale + 12))
		return raise_exception(PGM_ASTE_SEQUENCE, ART_9);
	return none;
}

/*
 * ART.10: a private entry requires authority. Either its ALEAX equals the extended authorization
 * index in CR8, or the authority table grants secondary authority to that index, which must be
 * within the length of the table (ART.11).
 */
static struct exception check_authority(const struct question *q, const uint8_t *ale,
					const uint8_t *aste)
{
	unsigned int eax = q->state->regs.cr[CR_EAX] >> 16 & 0xffff;
	struct exception e = none;
	const uint8_t *byte;

	if (!(word(ale) & ALE_P))
		return none;
	because(q, ART_10);
	if (ALE_ALEAX(word(ale)) == eax)
		return none;
	if (eax / 16 > ASTE_ATL(word(aste + 4)))
		return raise_exception(PGM_EXTENDED_AUTHORITY, ART_11);
	byte = fetch(q, (word(aste) & ASTE_ATO) + eax / 4, 1, &e);
	if (!byte)
		return e;
	if (!AUTHORITY_S(*byte, eax))
		return raise_exception(PGM_EXTENDED_AUTHORITY, ART_10);
	return none;
}

/*
 * Access register 0 is treated as containing 0 (ART.1). ALET 0 designates the primary space, ALET 1
 * the secondary space (ART.2). An access-list entry may be fetch-only (ART.12).
 */
struct exception translate_access_register(const struct question *q, struct space *space)
{
	uint32_t alet = q->request->ar ? q->state->regs.ar[q->request->ar] : ALET_PRIMARY;
	const uint8_t *ale = NULL, *aste = NULL;
	struct exception e;

	if (!q->request->ar)
		because(q, ART_1);
	space->asce =
		q->state->regs.cr[alet == ALET_SECONDARY ? CR_SECONDARY_ASCE : CR_PRIMARY_ASCE];
	if (alet == ALET_PRIMARY || alet == ALET_SECONDARY) {
		because(q, ART_2);
		return none;
	}
	e = find_entry(q, alet, &ale);
	if (!e.code)
		e = find_aste(q, ale, &aste);
	if (!e.code)
		e = check_authority(q, ale, aste);
	if (e.code)
		return e;
	space->asce = be_load(aste + ASTE_ASCE, 8);
	space->fetch_only = word(ale) & ALE_FO;
	if (space->fetch_only)
		because(q, ART_12);
	return e;
}
