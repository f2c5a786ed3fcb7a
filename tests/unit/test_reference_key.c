// SPDX-License-Identifier: GPL-2.0-only
/*
 * Storage keys over time (docs/clauses.md, SKEY.1 to SKEY.3). Expected values are from the
 * Principles of Operation, chapter 3, "Storage Key", and from api.rst, not from the code.
 */
#include "tests/unit/story.h"

/* Access-control bits 9, fetch-protected; the change bit. */
#define KEY 0x98
#define ACC_AND_F 0xf8
#define C 0x02

static bool needs_change(void)
{
	return told.key_mask & C && told.key & C;
}

START_TEST(a_key_lasts)
{
	static const struct {
		const char *why;
		unsigned int key;
		struct step steps[6];
	} rows[] = {
		{ "0 until it is set", 0, { EVENT(KEY_GET, 3) } },
		{ "as it was set", KEY, { SET_KEY(KEY, 3), EVENT(KEY_GET, 3) } },
		{ "as it was set last", 0x30,
		  { SET_KEY(KEY, 3), SET_KEY(0x30, 3), EVENT(KEY_GET, 3) } },
		{ "of this block only", 0, { SET_KEY(KEY, 3), EVENT(KEY_GET, 4) } },
		{ "stores leave it", KEY, { SET_KEY(KEY, 3), WRITE_OF(3), EVENT(KEY_GET, 3) } },
		{ "the key belongs to the block, not to the page of the host", KEY,
		  { SET_KEY(KEY, 3), EVENT(DONTNEED, 3), EVENT(KEY_GET, 3) } },
		{ "nor to the mapping", KEY,
		  { SET_KEY(KEY, 3), EVENT(MAP_ANONYMOUS, 3), EVENT(KEY_GET, 3) } },
		{ "swap", KEY, { SET_KEY(KEY, 3), EVENT(PAGEOUT, 3), EVENT(KEY_GET, 3) } },
		{ "collapsing", KEY, { SET_KEY(KEY, 3), EVENT(COLLAPSE, 3), EVENT(KEY_GET, 3) } },
		{ "a moved slot takes them along", KEY,
		  { SET_KEY(KEY, 3), EVENT(SLOT_MOVE, 0), EVENT(KEY_GET, 3) } },
		{ "other memory is new storage", 0,
		  { SET_KEY(KEY, 3), EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE_OTHER, 0),
		    EVENT(KEY_GET, 3) } },
		{ "a new VM has new keys", 0,
		  { SET_KEY(KEY, 3), EVENT(VM_NEW, 0), EVENT(KEY_GET, 3) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		story_begin(HOST_ANONYMOUS, true, false);
		story_tell(rows[i].steps, 6);
		story_returns((const int[])RETURNS(0), rows[i].why);
		ck_assert_msg(told.has_key && (told.key_mask & ACC_AND_F) == ACC_AND_F, "%s",
			      rows[i].why);
		ck_assert_msg((told.key & ACC_AND_F) == rows[i].key, "%s: 0x%02x", rows[i].why,
			      told.key);
		ck_assert_msg(!told.key_or_zero, "%s", rows[i].why);
	}
}
END_TEST

/* SKEY.3: whoever stores sets it; setting the key resets it; a failed store does not set it. */
START_TEST(change_bit)
{
	static const struct {
		const char *why;
		bool change;
		struct step steps[6];
	} rows[] = {
		{ "set to zero", false, { SET_KEY(KEY, 3), EVENT(KEY_GET, 3) } },
		{ "a request stores", true, { SET_KEY(KEY, 3), WRITE_OF(3), EVENT(KEY_GET, 3) } },
		{ "user space stores", true,
		  { SET_KEY(KEY, 3), EVENT(STORE, 3), EVENT(KEY_GET, 3) } },
		{ "a fetch does not", false,
		  { SET_KEY(KEY, 3), READ_OF(3), EVENT(LOAD, 3), EVENT(KEY_GET, 3) } },
		{ "check-only does not", false,
		  { SET_KEY(KEY, 3), CHECK_WRITE(3), EVENT(KEY_GET, 3) } },
		{ "a store that is prohibited does not", false,
		  { SET_KEY(KEY, 3), WRITE_WITH(3, 3), EVENT(KEY_GET, 3) } },
		{ "it lasts", true,
		  { SET_KEY(KEY, 3), EVENT(STORE, 3), EVENT(AGE, 3), EVENT(PAGEOUT, 3),
		    EVENT(KEY_GET, 3) } },
		{ "until the key is set", false,
		  { SET_KEY(KEY, 3), EVENT(STORE, 3), SET_KEY(KEY, 3), EVENT(KEY_GET, 3) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		story_begin(HOST_ANONYMOUS, true, false);
		story_tell(rows[i].steps, 6);
		ck_assert_msg(needs_change() == rows[i].change, "%s", rows[i].why);
	}
}
END_TEST

/* POP 3 "Protection Action". Check-only and the real access agree. */
START_TEST(accesses)
{
	static const struct {
		const char *why;
		int results[4];
		struct step steps[6];
	} rows[] = {
		{ "no key, no comparison", RETURNS(0), { SET_KEY(KEY, 3), READ_OF(3) } },
		{ "key 0 matches", RETURNS(0), { SET_KEY(KEY, 3), WRITE_WITH(0, 3) } },
		{ "the same key", RETURNS(0), { SET_KEY(KEY, 3), WRITE_WITH(9, 3) } },
		{ "a fetch, fetch-protected", RETURNS(PROTECTION),
		  { SET_KEY(KEY, 3), READ_WITH(3, 3) } },
		{ "check-only agrees", RETURNS(PROTECTION), { SET_KEY(KEY, 3), CHECK_READ(3, 3) } },
		{ "a fetch, not fetch-protected", RETURNS(0),
		  { SET_KEY(0x90, 3), READ_WITH(3, 3) } },
		{ "check-only agrees", RETURNS(0), { SET_KEY(0x90, 3), CHECK_READ(3, 3) } },
		{ "a store", RETURNS(PROTECTION), { SET_KEY(0x90, 3), WRITE_WITH(3, 3) } },
		{ "a block whose key was never set has key 0", RETURNS(PROTECTION),
		  { WRITE_WITH(3, 4) } },
		{ "which permits fetches", RETURNS(0), { READ_WITH(3, 4) } },
		{ "two reasons to fail: either", RETURNS(PROTECTION, FAULT),
		  { SET_KEY(KEY, 3), EVENT(UNMAP, 3), READ_WITH(3, 3) } },
		{ "after a deletion: the former key, or that of new storage",
		  RETURNS(0, PROTECTION),
		  { SET_KEY(KEY, 3), EVENT(SLOT_DELETE, 0), EVENT(SLOT_CREATE, 0),
		    READ_WITH(3, 3) } },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		story_begin(HOST_ANONYMOUS, true, false);
		story_tell(rows[i].steps, 6);
		story_returns(rows[i].results, rows[i].why);
	}
}
END_TEST

/* api.rst, "KVM_S390_GET_SKEYS": 1 is KVM_S390_GET_SKEYS_NONE, "this guest is not using keys". */
START_TEST(never_used)
{
	story_begin(HOST_ANONYMOUS, false, false);
	story_ask((struct step)EVENT(KEY_GET, 3));
	story_returns((const int[])RETURNS(0, 1), "no keys in use");
	ck_assert_uint_eq(told.key & ACC_AND_F, 0);
	story_begin(HOST_ANONYMOUS, false, false);
	story_ask((struct step)WRITE_WITH(3, 3));
	story_returns((const int[])RETURNS(PROTECTION), "its keys are 0 all the same");
}
END_TEST

/* A VM that sets no key has none, whatever a former VM set; from its first key on they are in use. */
START_TEST(keyless_vm)
{
	static const struct step steps[] = {
		SET_KEY(0x98, 3), EVENT(VM_KEYLESS, 0), EVENT(STORE, 3), EVENT(KEY_GET, 3),
	};
	const struct step keyless = EVENT(VM_KEYLESS, 0);

	story_begin(HOST_ANONYMOUS, true, false);
	story_tell(steps, 4);
	story_returns((const int[])RETURNS(0, 1), "no keys in use");
	ck_assert_uint_eq(told.key, 0);
	story_step((struct step)SET_KEY(0x30, 4));
	story_ask((struct step)EVENT(KEY_GET, 3));
	story_returns((const int[])RETURNS(0), "keys in use");
	ck_assert_uint_eq(told.key & ACC_AND_F, 0);
	story_step((struct step)EVENT(VM_KEYLESS, 0));
	story_step((struct step)EVENT(VM_NEW, 0));
	story_ask((struct step)EVENT(KEY_GET, 3));
	story_returns((const int[])RETURNS(0), "a new VM uses keys at once");
	story_begin(HOST_ANONYMOUS, false, false);
	ck_assert(!reference_can(&ref, &keyless));
}
END_TEST

/* Some machines do not show each change. */
START_TEST(change_unknown)
{
	struct seen seen = { 0 };

	story_begin(HOST_ANONYMOUS, true, false);
	story_step((struct step)SET_KEY(0x98, 3));
	story_step((struct step)EVENT(STORE, 3));
	story_ask((struct step)EVENT(KEY_GET, 3));
	seen.key = 0x98;
	ck_assert(expected_compare(&told, &seen));
	seen.change_unknown = true;
	ck_assert(!expected_compare(&told, &seen));
	seen.key = 0x90;
	ck_assert(expected_compare(&told, &seen));
}
END_TEST

/* A key that differs from the model is reported, then taken over. */
START_TEST(goes_on_after_a_deviation)
{
	struct seen seen = { .ret = 0, .key = 0x30 };

	story_begin(HOST_ANONYMOUS, true, false);
	story_step((struct step)SET_KEY(KEY, 3));
	story_ask((struct step)EVENT(KEY_GET, 3));
	ck_assert_uint_ne(expected_compare(&told, &seen), 0);
	reference_record(&ref, story.n - 1, &told, &seen);
	story_ask((struct step)EVENT(KEY_GET, 3));
	ck_assert_uint_eq(expected_compare(&told, &seen), 0);
}
END_TEST

UNIT_MAIN("reference_key", a_key_lasts, change_bit, accesses, never_used, keyless_vm, change_unknown,
	  goes_on_after_a_deviation)
