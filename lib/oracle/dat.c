// SPDX-License-Identifier: GPL-2.0-only
/* Dynamic address translation. POP chapter 3, "Translation Process" and "Translation Exceptions". */
#include "lib/arch/cr.h"
#include "lib/arch/dat.h"
#include "lib/oracle/rules.h"

/* A translation under way. */
struct walk {
	const struct question *q;
	uint64_t asce, addr;
	bool edat1, edat2;	/* enhanced DAT applies: facility and control bit (DAT.20) */
	bool protected;		/* DAT protection, from any level */
};

/* What a table that is too short, or an entry that is invalid, raises at each level. */
static const enum pgm level_exception[] = {
	[DAT_SEGMENT] = PGM_SEGMENT_TRANSLATION,
	[DAT_REGION_THIRD] = PGM_REGION_THIRD_TRANSLATION,
	[DAT_REGION_SECOND] = PGM_REGION_SECOND_TRANSLATION,
	[DAT_REGION_FIRST] = PGM_REGION_FIRST_TRANSLATION,
};

static const struct exception none;

/* DAT.4 an entry which is not in the configuration: addressing exception. */
static struct exception fetch_entry(const struct walk *w, uint64_t addr, uint64_t *entry)
{
	struct exception e = none;
	const uint8_t *at = fetch_table(w->q, addr, 8, "DAT.4", &e);

	if (at)
		*entry = be_load(at, 8);
	return e;
}

/* DAT.2 the bits to the left of the first index must be zero. DAT.3 the first table must be long enough for its index. */
static struct exception check_designation(const struct walk *w, enum dat_level top)
{
	unsigned int level;

	for (level = top + 1; level <= DAT_REGION_FIRST; level++)
		if (dat_index(w->addr, level))
			return raise_exception(PGM_ASCE_TYPE, "DAT.2");
	if (dat_index_quarter(w->addr, top) > (w->asce & ASCE_TL))
		return raise_exception(level_exception[top], "DAT.3");
	return none;
}

/* DAT.5 invalid. DAT.6 wrong table type. DAT.7 common segment, or common region with EDAT-2, in a private space. */
static struct exception check_entry(const struct walk *w, enum dat_level level, uint64_t entry)
{
	bool common_counts = level == DAT_SEGMENT || (level == DAT_REGION_THIRD && w->edat2);

	if (entry & ENTRY_I)
		return raise_exception(level_exception[level], "DAT.5");
	if ((entry >> ENTRY_TT_SHIFT & 3) != level)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, "DAT.6");
	if (common_counts && entry & ENTRY_COMMON && w->asce & ASCE_P)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, "DAT.7");
	return none;
}

/* DAT.8 the index into the next table must be within its offset and length. */
static struct exception check_next_index(const struct walk *w, enum dat_level next, uint64_t entry)
{
	unsigned int quarter = dat_index_quarter(w->addr, next);

	if (quarter < (entry >> ENTRY_TF_SHIFT & 3) || quarter > (entry & ENTRY_TL))
		return raise_exception(level_exception[next], "DAT.8");
	return none;
}

/* DAT.9 does the entry designate a frame of 1 MiB (EDAT-1) or 2 GiB (EDAT-2) instead of a table? */
static bool is_frame(const struct walk *w, enum dat_level level, uint64_t entry)
{
	return entry & ENTRY_FC &&
	       ((level == DAT_SEGMENT && w->edat1) || (level == DAT_REGION_THIRD && w->edat2));
}

/* DAT.10 the protection bit of a segment-table entry always counts, that of a region-table entry if EDAT-1 applies. */
static void collect_protection(struct walk *w, enum dat_level level, uint64_t entry)
{
	if (entry & ENTRY_P && (level == DAT_SEGMENT || w->edat1))
		w->protected = true;
}

/* DAT.11 page invalid. DAT.12 bit 52 not zero. DAT.13 the page's own protection bit. DAT.14 the frame is real. */
static struct exception walk_page(struct walk *w, uint64_t segment_entry, uint64_t *abs)
{
	struct exception e;
	uint64_t pte = 0;

	e = fetch_entry(w, (segment_entry & ENTRY_PTO) + 8 * dat_page_index(w->addr), &pte);
	if (e.code)
		return e;
	if (pte & PTE_I)
		return raise_exception(PGM_PAGE_TRANSLATION, "DAT.11");
	if (pte & PTE_ZERO)
		return raise_exception(PGM_TRANSLATION_SPECIFICATION, "DAT.12");
	if (pte & PTE_P)
		w->protected = true;
	*abs = absolute_address(w->q->state->regs.prefix, (pte & PTE_PFRA) | (w->addr & ~PTE_PFRA));
	return none;
}

static struct exception walk_tables(struct walk *w, uint64_t *abs)
{
	enum dat_level level = (enum dat_level)(w->asce >> ASCE_DT_SHIFT & 3);
	struct exception e = check_designation(w, level);
	uint64_t table = w->asce & ASCE_ORIGIN, entry = 0, frame;

	for (; !e.code; level--) {
		e = fetch_entry(w, table + 8 * dat_index(w->addr, level), &entry);
		if (!e.code)
			e = check_entry(w, level, entry);
		if (e.code)
			break;
		collect_protection(w, level, entry);
		if (is_frame(w, level, entry)) {
			/* DAT.15 a large frame is absolute: no prefixing. */
			frame = level == DAT_SEGMENT ? ENTRY_SFAA : ENTRY_RFAA;
			*abs = (entry & frame) | (w->addr & ~frame);
			break;
		}
		if (level == DAT_SEGMENT)
			return walk_page(w, entry, abs);
		e = check_next_index(w, level - 1, entry);
		table = entry & ENTRY_ORIGIN;
	}
	return e;
}

/*
 * DAT.1 a real space needs no tables: the virtual address is real. DAT.16 a store under DAT protection is prohibited, and
 * that comes before an operand that is not in the configuration (PRI.3).
 */
struct exception translate_address(const struct question *q, uint64_t asce, uint64_t addr, uint64_t *abs)
{
	bool enabled = q->level->edat1 && q->state->regs.cr[0] & CR0_ENHANCED_DAT;
	struct walk w = {
		.q = q, .asce = asce, .addr = addr, .edat1 = enabled, .edat2 = enabled && q->level->edat2,
	};
	struct exception e;

	if (asce & ASCE_R) {
		*abs = absolute_address(q->state->regs.prefix, addr);
		return none;
	}
	e = walk_tables(&w, abs);
	if (!e.code && w.protected && q->store) {
		e = raise_exception(PGM_PROTECTION, "DAT.16");
		e.protection = PROTECTION_DAT;
	}
	return e;
}
