// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dynamic address translation. POP chapter 3, "Translation Process" and "Translation Exceptions".
 */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/arch/skey.h"
#include "lib/oracle/rules.h"

/* The state of a table walk. */
struct walk {
	const struct question *q;
	uint64_t asce, addr;
	bool edat1, edat2;	/* enhanced DAT applies: facility and control bit (DAT.20) */
	bool protected;		/* DAT protection, from any level */
};

/* The exception of each level if its table is too short or its entry invalid. */
static const enum pgm level_exception[] = {
	[DAT_SEGMENT] = PGM_SEGMENT_TRANSLATION,
	[DAT_REGION_THIRD] = PGM_REGION_THIRD_TRANSLATION,
	[DAT_REGION_SECOND] = PGM_REGION_SECOND_TRANSLATION,
	[DAT_REGION_FIRST] = PGM_REGION_FIRST_TRANSLATION,
};

static const struct exception none;

/* DAT.4: an entry that is not in the configuration causes an addressing exception. */
static struct exception fetch_entry(const struct walk *w, uint64_t addr, uint64_t *entry)
{
	struct exception e = none;
	const uint8_t *at = fetch_table(w->q, addr, 8, DAT_4, &e);

	if (at)
		*entry = be_load(at, 8);
	return e;
}

/*
 * The address bits to the left of the first index must be zero (DAT.2). The first table must be
 * long enough for its index (DAT.3).
 */
static struct exception check_designation(const struct walk *w, enum dat_level top)
{
	unsigned int level;

	for (level = top + 1; level <= DAT_REGION_FIRST; level++)
		if (dat_index(w->addr, level))
			return raise_exception(PGM_ASCE_TYPE, DAT_2);
	if (dat_index01(w->addr, top) > (w->asce & ASCE_TL))
		return raise_exception(level_exception[top], DAT_3);
	return none;
}

/*
 * Exceptions of an entry: it is invalid (DAT.5), it has the wrong table type (DAT.6), or it is a
 * common segment (with EDAT-2 also a common region) in a private space (DAT.7).
 */
static struct exception check_entry(const struct walk *w, enum dat_level level, uint64_t entry)
{
	bool common_counts = level == DAT_SEGMENT || (level == DAT_REGION_THIRD && w->edat2);

	if (entry & ENTRY_I)
		return raise_exception(level_exception[level], DAT_5);
	if ((entry >> ENTRY_TT_SHIFT & 3) != level)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, DAT_6);
	if (common_counts && entry & ENTRY_COMMON && w->asce & ASCE_P)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, DAT_7);
	return none;
}

/* DAT.8: the index into the next table must be within its table offset and table length. */
static struct exception check_next_index(const struct walk *w, enum dat_level next, uint64_t entry)
{
	unsigned int index01 = dat_index01(w->addr, next);

	if (index01 < (entry >> ENTRY_TF_SHIFT & 3) || index01 > (entry & ENTRY_TL))
		return raise_exception(level_exception[next], DAT_8);
	return none;
}

/* DAT.9: does the entry map a frame of 1 MiB (EDAT-1) or 2 GiB (EDAT-2) instead of a table? */
static bool is_frame(const struct walk *w, enum dat_level level, uint64_t entry)
{
	if (!(entry & ENTRY_FC) || level > DAT_REGION_THIRD)
		return false;
	because(w->q, DAT_9);
	because(w->q, DAT_20);
	return level == DAT_SEGMENT ? w->edat1 : w->edat2;
}

/*
 * DAT.10: the protection bit of a segment-table entry always applies, that of a region-table entry
 * only with EDAT-1.
 */
static void collect_protection(struct walk *w, enum dat_level level, uint64_t entry)
{
	if (!(entry & ENTRY_P))
		return;
	because(w->q, DAT_10);
	if (level != DAT_SEGMENT)
		because(w->q, DAT_20);
	if (level == DAT_SEGMENT || w->edat1)
		w->protected = true;
}

/*
 * The page-table entry must be valid (DAT.11), and its bit 52 must be zero (DAT.12). It has a
 * protection bit (DAT.13). The page frame is at a real address (DAT.14).
 */
static struct exception walk_page(struct walk *w, uint64_t segment_entry, struct place *place)
{
	struct exception e;
	uint64_t pte = 0;

	e = fetch_entry(w, (segment_entry & ENTRY_PTO) + 8 * dat_page_index(w->addr), &pte);
	if (e.code)
		return e;
	if (pte & PTE_I)
		return raise_exception(PGM_PAGE_TRANSLATION, DAT_11);
	if (pte & PTE_ZERO)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, DAT_12);
	if (pte & PTE_P) {
		because(w->q, DAT_13);
		w->protected = true;
	}
	because(w->q, DAT_14);
	place->abs = real_to_abs(w->q, (pte & PTE_PFRA) | (w->addr & ~PTE_PFRA));
	return none;
}

/* DAT.15: a large frame is at an absolute address, so prefixing does not apply. */
static void use_frame(struct walk *w, enum dat_level level, uint64_t entry, struct place *place)
{
	uint64_t frame = level == DAT_SEGMENT ? ENTRY_SFAA : ENTRY_RFAA;

	because(w->q, DAT_15);
	place->abs = (entry & frame) | (w->addr & ~frame);
	place->av = entry & ENTRY_AV;
	place->av_key = (uint8_t)(entry >> ENTRY_ACC_SHIFT & (SKEY_ACC | SKEY_F));
}

static struct exception walk_tables(struct walk *w, struct place *place)
{
	enum dat_level level = (enum dat_level)(w->asce >> ASCE_DT_SHIFT & 3);
	struct exception e = check_designation(w, level);
	uint64_t table = w->asce & ASCE_ORIGIN, entry = 0;

	for (; !e.code; level--) {
		e = fetch_entry(w, table + 8 * dat_index(w->addr, level), &entry);
		if (!e.code)
			e = check_entry(w, level, entry);
		if (e.code)
			break;
		collect_protection(w, level, entry);
		if (is_frame(w, level, entry)) {
			use_frame(w, level, entry, place);
			break;
		}
		if (level == DAT_SEGMENT)
			return walk_page(w, entry, place);
		e = check_next_index(w, level - 1, entry);
		table = entry & ENTRY_ORIGIN;
	}
	return e;
}

/*
 * In a real space the virtual address is the real address, and no tables are used (DAT.1). DAT
 * protection prohibits stores (DAT.16); this has priority over the addressing exception of an
 * operand that is not in the configuration (PRI.3).
 */
struct exception translate_address(const struct question *q, uint64_t asce, uint64_t addr,
				   struct place *place)
{
	bool enabled = q->state->cpu.edat1 && q->state->regs.cr[0] & CR0_ENHANCED_DAT;
	struct walk w = {
		.q = q,
		.asce = asce,
		.addr = addr,
		.edat1 = enabled,
		.edat2 = enabled && q->state->cpu.edat2,
	};
	struct exception e;

	if (asce & ASCE_R) {
		because(q, DAT_1);
		place->abs = real_to_abs(q, addr);
		return none;
	}
	e = walk_tables(&w, place);
	if (e.code || !w.protected)
		return e;
	if (!q->store) {
		because(q, DAT_16);
		return none;
	}
	e = raise_exception(PGM_PROTECTION, DAT_16);
	e.protection = PROTECTION_DAT;
	return e;
}
