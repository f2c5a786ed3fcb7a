// SPDX-License-Identifier: GPL-2.0-only
/* The texts that describe a failure. */
#include "lib/outcome/aspect.h"
#include "tests/unit/trial.h"

START_TEST(words)
{
	static const char *const facts[] = {
		"state: DAT off, 64-bit",
		"CR0 0xe0",
		"block 0x40000: ACC 3, not fetch-protected",
		("request: vCPU op 0 (logical_read), flags SKEY_PROTECTION, gaddr 0x40010, "
		 "size 16, ar 0, key 3"),
		"expected: returns 0, 16 bytes stored in the user buffer [API.3",
		"observed: returns 0x04 (protection exception)",
		"differs in: return value, user buffer",
		"bytes: user buffer from offset 2: expected",
	};
	static char buf[4096];
	struct text text = TEXT_IN(buf);

	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA + 16, 16);
	outcome.ret = 4;
	now[CANARY + 2] ^= 1;
	ck_assert_int_eq(compare(), -1);
	outcome_describe(&trial, nearest, aspects, &text);
	ck_assert(!text.cut);
	for (unsigned int i = 0; i < ARRAY_SIZE(facts); i++)
		ck_assert_msg(strstr(buf, facts[i]) != NULL, "\"%s\" is not in:\n%s", facts[i],
			      buf);
}
END_TEST

/* The text describes the race, with the keys and slots of the other state. */
START_TEST(words_of_races)
{
	static const struct { enum race race; const char *says; } rows[] = {
		{ RACE_VCPU, "race: the vCPU runs" },
		{ RACE_THREADS, "race: 3 threads each add 1" },
		{ RACE_STATE, "race: storage key of block 0x41000: ACC 5, fetch-protected" },
		{ RACE_STATE, "race: memory slot 2 is deleted\n" },
		{ RACE_NONE, "race: memory slot 1 is deleted while the request waits" },
	};
	static char buf[4096];

	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	plan.other = plan.state;
	state_key(&plan.other, 0x41000, 0x58);
	plan.other.absent = 1 << 2;
	plan.request.removed_slots = 1 << 1;
	trial.other = &plan.other;
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct text text = TEXT_IN(buf);

		plan.request.race = rows[i].race;
		outcome_describe(&trial, 0, ASPECT_RETURN, &text);
		ck_assert_msg(strstr(buf, rows[i].says) != NULL, "\"%s\" is not in:\n%s",
			      rows[i].says, buf);
	}
	trial.other = NULL;
}
END_TEST

/* Each aspect has a text, also if the outcome lacks optional parts. */
START_TEST(words_of_aspects)
{
	static const struct { enum aspect aspect; const char *says;
	} rows[] = {
		{ ASPECT_RETURN, "differs in: return value\n" },
		{ ASPECT_BUFFER, "differs in: user buffer\nbytes: user buffer from offset 0" },
		{ ASPECT_STORAGE,
		  "differs in: guest storage\nbytes: absolute storage from 0x41000" },
		{ ASPECT_OLD, "differs in: old value\n" },
		{ ASPECT_KEY, "expected: storage key of block 0x40000: ACC 3, F 0, C 0\n"
			      "observed: storage key of block 0x40000: ACC 3, F 0, R 0, C 1" },
		{ ASPECT_PENDING, "differs in: pending interruption\n" },
		{ ASPECT_DELIVERED,
		  "observed: when it is run, the vCPU takes "
		  "program interruption 0x0011 (page-translation), instruction length 4" },
		{ ASPECT_REGISTERS, "observed: CR3 changed from 0x0 to 0x7" },
		{ ASPECT_DIRTY,
		  "observed: block 0x40000 is in the dirty log, but no store into it is expected" },
		{ ASPECT_OTHER, "observed: the request on the other vCPU returns 5" },
	};
	static const uint64_t dirty[] = { 0x40000 };
	static char buf[8192];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct text text = TEXT_IN(buf);

		begin(MEMOP_LOGICAL_READ, 0x40000, 8);
		now[CANARY] ^= 1;
		*memory_at(&live, 0x41000, 1) ^= 1;	/* right behind the block of the operand */
		outcome.keys[0].key = 0x32;
		outcome.old = (struct user_window){ old_before, old_now, 8 };
		outcome.delivered =
			(struct delivered){ .taken = true, .ilc = 4, .what.code = 0x11 };
		outcome.registers_known = true;
		outcome.regs = plan.state.regs;
		outcome.regs.cr[3] = 7;
		outcome.n_dirty = 1;
		outcome.dirty = dirty;
		outcome.other.ret = 5;
		outcome_describe(&trial, 0, rows[i].aspect, &text);
		ck_assert_msg(strstr(buf, rows[i].says) != NULL, "\"%s\" is not in:\n%s",
			      rows[i].says, buf);
	}
}
END_TEST

START_TEST(text_is_cut)
{
	char buf[8];
	struct text text = TEXT_IN(buf);

	text_add(&text, "%s", "1234567");
	ck_assert(!text.cut && text.len == 7);
	text_add(&text, "8");
	ck_assert(text.cut);
	ck_assert_str_eq(buf, "1234567");
}
END_TEST

UNIT_MAIN("describe", words, words_of_races, words_of_aspects, text_is_cut)
