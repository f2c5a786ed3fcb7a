// SPDX-License-Identifier: GPL-2.0-only
/* lib/machine: storage, states, translation paths, access lists, and deltas between states. */
#include <string.h>

#include "lib/machine/access_list.h"
#include "lib/machine/dat_path.h"
#include "lib/machine/delta.h"
#include "lib/machine/memory.h"
#include "tests/unit/unit.h"

START_TEST(slots_and_holes)
{
	static const struct { uint64_t addr, len; int slot; uint64_t off; } rows[] = {
		{ 0, 1, 0, 0 },
		{ 2 * MIB - 1, 1, 0, 2 * MIB - 1 },
		{ 2 * MIB - 1, 2, -1, 0 },	/* into the hole */
		{ 2 * MIB, 1, -1, 0 },		/* the hole */
		{ 3 * MIB, MIB, 1, 0 },		/* a whole slot */
		{ 4 * MIB - 1, 2, -1, 0 },	/* across two slots: not contiguous here */
		{ 4 * MIB, 1, 2, 0 },
		{ 5 * MIB - 1, 1, 2, MIB - 1 },
		{ 5 * MIB, 1, -1, 0 },		/* the end */
		{ UINT64_MAX, 1, -1, 0 },
		{ UINT64_MAX, UINT64_MAX, -1, 0 },
	};
	struct memory mem;

	ck_assert_int_eq(memory_alloc(&mem, &guest_map, false), 0);
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t *want = rows[i].slot < 0 ? NULL : mem.bytes[rows[i].slot] + rows[i].off;

		ck_assert_msg(memory_at(&mem, rows[i].addr, rows[i].len) == want, "row %u", i);
	}
	ck_assert(memory_has(&mem, 2 * MIB - 1));
	ck_assert(!memory_has(&mem, 2 * MIB));
	memory_free(&mem);
}
END_TEST

START_TEST(pattern_is_big_endian_at_any_offset)
{
	uint8_t whole[64], part[64];

	pattern_fill(whole, 0x40000, sizeof(whole));
	for (unsigned int i = 0; i < 8; i++)
		ck_assert_int_eq(whole[8 + i],
				 (uint8_t)(pattern_doubleword(0x40008) >> (56 - 8 * i)));
	/* Filling in two parts gives the same bytes, wherever the first part ends. */
	for (unsigned int cut = 0; cut <= sizeof(whole); cut++) {
		pattern_fill(part, 0x40000, cut);
		pattern_fill(part + cut, 0x40000 + cut, sizeof(part) - cut);
		ck_assert_mem_eq(part, whole, sizeof(whole));
	}
	user_pattern_fill(part, 0, sizeof(part));
	ck_assert_mem_ne(part, whole, 8);
}
END_TEST

START_TEST(pattern_differs_between_addresses)
{
	for (uint64_t addr = 8; addr < 65536; addr += 8)
		for (uint64_t apart = 8; apart <= 4096; apart *= 2)
			ck_assert_uint_ne(pattern_doubleword(addr),
					  pattern_doubleword(addr + apart));
}
END_TEST

/*
 * The bits of POP chapter 3, "Dynamic Address Translation", in hexadecimal: the test must not use
 * the definitions of lib/arch.
 */
static const struct {
	unsigned int level;
	enum dat_defect defect;
	uint64_t clear, set, flip;
} defects[] = {
	{ DAT_PATH_PAGE, DAT_INVALID, 0, 0x400, 0 },
	{ DAT_PATH_PAGE, DAT_PROTECTED, 0, 0x200, 0 },
	{ DAT_PATH_PAGE, DAT_BIT_52, 0, 0x800, 0 },
	{ DAT_PATH_PAGE, DAT_NEXT_OUTSIDE, ~UINT64_C(0xfff), 0x200000, 0 },
	{ DAT_SEGMENT, DAT_INVALID, 0, 0x20, 0 },
	{ DAT_SEGMENT, DAT_WRONG_TYPE, 0, 0, 0x4 },
	{ DAT_SEGMENT, DAT_PROTECTED, 0, 0x200, 0 },
	{ DAT_SEGMENT, DAT_COMMON, 0, 0x10, 0 },
	{ DAT_REGION_FIRST, DAT_NEXT_OFFSET, 0, 0x80, 0 },
	{ DAT_REGION_SECOND, DAT_NEXT_LENGTH, 0x3, 0, 0 },
	{ DAT_REGION_THIRD, DAT_NEXT_OUTSIDE, ~UINT64_C(0xfff), 0x200000, 0 },
	{ DAT_PATH_ASCE, DAT_NEXT_LENGTH, 0x3, 0, 0 },
	{ DAT_PATH_ASCE, DAT_NEXT_OUTSIDE, ~UINT64_C(0xfff), 0x200000, 0 },
};

static uint64_t *entry_of(struct dat_path *path, unsigned int level)
{
	return level == DAT_PATH_PAGE ? &path->pte : level == DAT_PATH_ASCE ? &path->asce :
	       &path->entry[level];
}

/* A defect changes only its own bits of one entry, and defects added one by one accumulate. */
START_TEST(a_defect_changes_one_entry)
{
	struct dat_path good, bad, want;
	uint64_t *entry;

	dat_path_init(&good, 1, DAT_REGION_FIRST, dat_path_addr(DAT_REGION_FIRST, 8), 0x40000);
	ck_assert_uint_eq(good.pte, 0x40000);
	ck_assert_uint_eq(good.asce & 0xf, 0xf);	/* region-first table, four quarters */
	for (unsigned int i = 0; i < sizeof(defects) / sizeof(defects[0]); i++) {
		bad = want = good;
		dat_path_corrupt(&bad, defects[i].level, defects[i].defect);
		entry = entry_of(&want, defects[i].level);
		*entry = ((*entry & ~defects[i].clear) | defects[i].set) ^ defects[i].flip;
		ck_assert_msg(!memcmp(&bad, &want, sizeof(bad)), "row %u", i);
		ck_assert_uint_ne(*entry_of(&good, defects[i].level), *entry);
	}
	bad = good;
	dat_path_corrupt(&bad, DAT_PATH_PAGE, DAT_INVALID);
	dat_path_corrupt(&bad, DAT_PATH_PAGE, DAT_NEXT_OUTSIDE | DAT_PROTECTED);
	ck_assert_uint_eq(bad.pte, 0x200600);
}
END_TEST

static uint64_t staged(const struct state *state, uint64_t addr)
{
	for (unsigned int i = 0; i < state->n_doublewords; i++)
		if (state->doublewords[i].addr == addr)
			return state->doublewords[i].value;
	return pattern_doubleword(addr);
}

/*
 * Follow an access list as POP chapter 5, "Access-Register Translation", specifies: the ALET
 * selects the entry that was staged, and the sequence numbers agree.
 */
START_TEST(an_access_list_is_valid)
{
	for (unsigned int primary = 0; primary < 2; primary++) {
		uint64_t designation, entry, second;
		struct access_list list;
		struct state s;

		state_init(&s);
		access_list_init(&list, primary, 0x123000);
		access_list_registers(&list, &s.regs);
		access_list_stage(&list, &s);
		ck_assert_uint_eq(list.alet >> 24, primary);
		designation = staged(&s, s.regs.cr[primary ? 5 : 2] + 16) >> 32;
		entry = (designation & 0x7fffff80) + 16 * (list.alet & 0xffff);
		ck_assert_uint_lt(list.alet & 0xffff, 8 * ((designation & 0x7f) + 1));
		ck_assert_uint_eq(staged(&s, entry) >> 56, 0);	/* valid, not private */
		ck_assert_uint_eq(staged(&s, entry) >> 48 & 0xff, list.alet >> 16 & 0xff);
		second = staged(&s, entry + 8);
		ck_assert_uint_eq(staged(&s, (second >> 32) + 8), 0x123000);
		ck_assert_uint_eq((uint32_t)staged(&s, (second >> 32) + 16), (uint32_t)second);
		ck_assert_uint_eq(staged(&s, second >> 32) >> 63, 0);
	}
}
END_TEST

/* The authority table has two bits for each index; the right one is secondary authority. */
START_TEST(authority_of_each_index)
{
	for (unsigned int eax = 0; eax < 64; eax++) {
		struct access_list list;
		struct state s;
		uint64_t origin;

		state_init(&s);
		access_list_init(&list, false, 0);
		list.eax = (uint16_t)eax;
		list.secondary_authority = true;
		access_list_stage(&list, &s);
		origin = list.aste.ato + eax / 32 * 8;
		ck_assert_uint_eq(staged(&s, origin), UINT64_C(1) << (62 - 2 * (eax % 32)));
	}
}
END_TEST

START_TEST(later_entry_replaces_earlier)
{
	struct state s;

	state_init(&s);
	state_doubleword(&s, 0x100, 1, NULL);
	state_doubleword(&s, 0x108, 2, NULL);
	state_doubleword(&s, 0x100, 3, NULL);
	state_key(&s, 0x1000, 0x10);
	state_key(&s, 0x1000, 0x20);
	ck_assert_uint_eq(s.n_doublewords, 2);
	ck_assert_uint_eq(s.doublewords[0].value, 3);
	ck_assert_uint_eq(s.n_keys, 1);
	ck_assert_uint_eq(s.keys[0].key, 0x20);
}
END_TEST

START_TEST(delta_has_only_differences)
{
	static struct staged now;
	struct state a, b;
	struct delta d;

	state_init(&a);
	state_doubleword(&a, 0x100, 1, NULL);
	state_doubleword(&a, 0x200, 2, NULL);
	state_key(&a, 0x1000, 0x10);
	delta_make(&now, &a, true, &d);
	ck_assert_uint_eq(d.n_doublewords, 2);
	ck_assert_uint_eq(d.n_keys, 1);
	ck_assert(d.control && d.psw);	/* the registers were unknown */
	delta_done(&now, &d, &a);

	delta_make(&now, &a, true, &d);
	ck_assert_uint_eq(d.n_doublewords + d.n_keys, 0);
	ck_assert(!d.control && !d.psw);

	/*
	 * The pattern is restored at 0x100, 0x200 changes, 0x300 is new; the storage key of 0x1000
	 * becomes zero again.
	 */
	state_init(&b);
	state_doubleword(&b, 0x200, 5, NULL);
	state_doubleword(&b, 0x300, 6, NULL);
	delta_make(&now, &b, true, &d);
	ck_assert_uint_eq(d.n_doublewords, 3);
	ck_assert_uint_eq(d.doublewords[0].addr, 0x100);
	ck_assert_uint_eq(d.doublewords[0].value, pattern_doubleword(0x100));
	ck_assert_uint_eq(d.doublewords[1].value, 5);
	ck_assert_uint_eq(d.doublewords[2].addr, 0x300);
	ck_assert_uint_eq(d.n_keys, 1);
	ck_assert_uint_eq(d.keys[0].block, 0x1000);
	ck_assert_uint_eq(d.keys[0].key, 0);
}
END_TEST

START_TEST(delta_has_every_register)
{
	static struct staged now;
	struct state a, b;
	struct delta d;

	state_init(&a);
	delta_done(&now, &d, &a);
	for (unsigned int i = 0; i < 16; i++) {
		b = a;
		b.regs.cr[i] ^= 1;
		delta_make(&now, &b, true, &d);
		ck_assert(d.control && !d.psw);
		b = a;
		b.regs.ar[i] = 1;
		delta_make(&now, &b, true, &d);
		ck_assert(d.control && !d.psw);
	}
	b = a;
	b.regs.psw.mask |= PSW_DAT;
	delta_make(&now, &b, true, &d);
	ck_assert(d.psw && !d.control);
	b = a;
	b.regs.psw.addr = 2;
	delta_make(&now, &b, true, &d);
	ck_assert(d.psw);
	b = a;
	b.regs.prefix = 0x2000;
	delta_make(&now, &b, true, &d);
	ck_assert(d.psw);
}
END_TEST

START_TEST(key_is_set_again_when_it_may_have_changed)
{
	static struct staged now;
	struct state a;
	struct delta d;

	state_init(&a);
	state_key(&a, 0x1000, 0x10);
	delta_make(&now, &a, false, &d);
	ck_assert_uint_eq(d.n_keys, 1);
	delta_done(&now, &d, &a);
	delta_saw_key(&now, 0x1000, 0x10);	/* as staged */
	delta_make(&now, &a, true, &d);
	ck_assert_uint_eq(d.n_keys, 0);
	delta_saw_key(&now, 0x1000, 0x16);	/* R and C are now ones */
	delta_make(&now, &a, false, &d);	/* C does not matter to this case */
	ck_assert_uint_eq(d.n_keys, 0);
	delta_done(&now, &d, &a);
	delta_make(&now, &a, true, &d);		/* but to this one */
	ck_assert_uint_eq(d.n_keys, 1);
	delta_done(&now, &d, &a);
	delta_accessed(&now, 0x1000, false);	/* key not read */
	delta_make(&now, &a, true, &d);
	ck_assert_uint_eq(d.n_keys, 1);
	delta_accessed(&now, 0x1000, true);	/* any bit may differ */
	delta_make(&now, &a, false, &d);
	ck_assert_uint_eq(d.n_keys, 1);
	delta_done(&now, &d, &a);
	delta_saw_key(&now, 0x1000, 0x20);	/* a kernel bug: ACC changed */
	delta_make(&now, &a, false, &d);
	ck_assert_uint_eq(d.n_keys, 1);
	delta_saw_key(&now, 0x5000, 0x16);	/* not in the state */
	delta_make(&now, &a, true, &d);
	ck_assert_uint_eq(d.n_keys, 1);
}
END_TEST

UNIT_MAIN("machine", slots_and_holes, pattern_is_big_endian_at_any_offset,
	  pattern_differs_between_addresses, a_defect_changes_one_entry, an_access_list_is_valid,
	  authority_of_each_index, later_entry_replaces_earlier, delta_has_only_differences,
	  delta_has_every_register, key_is_set_again_when_it_may_have_changed)
