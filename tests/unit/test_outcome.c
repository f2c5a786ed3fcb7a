// SPDX-License-Identifier: GPL-2.0-only
/* lib/outcome: an outcome as the oracle allows it, then one thing at a time made wrong; and the words for it. */
#include <errno.h>
#include <string.h>

#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/outcome/apply.h"
#include "tests/unit/unit.h"

#define KEY 0x30

static struct memory shadow, live;
static struct level level;
static struct plan plan;
static struct allowed allowed;
static struct outcome outcome;
static struct trial trial = { &plan.state, &plan.request, &allowed, &shadow, &outcome };
static uint8_t before[MEMOP_MAX_SIZE + 2 * CANARY], now[MEMOP_MAX_SIZE + 2 * CANARY];
static uint8_t old_before[16 + 2 * CANARY], old_now[16 + 2 * CANARY];
static unsigned int nearest, aspects;

static void copy_storage(void)
{
	for (unsigned int i = 0; i < guest_map.n; i++)
		memcpy(live.bytes[i], shadow.bytes[i], guest_map.slot[i].size);
}

/* A request of size bytes at gaddr under a matching key, and a faithful outcome of it. */
static void begin(uint32_t op, uint64_t gaddr, uint32_t size)
{
	const struct answer *a = &allowed.answer[0];
	uint64_t page;

	if (!shadow.map) {
		ck_assert(!memory_alloc(&shadow, &guest_map, false) && !memory_alloc(&live, &guest_map, false));
		memory_fill_pattern(&shadow);
		level_parse(&level, "7.2");
	}
	copy_storage();
	state_init(&plan.state);
	request_init(&plan.request);
	plan.request.op = op;
	plan.request.fd = op <= MEMOP_LOGICAL_WRITE ? FD_VCPU : FD_VM;
	plan.request.gaddr = gaddr;
	plan.request.size = size;
	plan.request.flags = MEMOP_F_SKEY_PROTECTION;
	plan.request.key = 3;
	for (page = gaddr & ~(PAGE_SIZE - 1); page < gaddr + size; page += PAGE_SIZE)
		state_key(&plan.state, page, KEY);
	pattern_fill(plan.request.old_value, gaddr, size < 16 ? size : 16);
	memset(plan.request.new_value, 0xa5, 16);
	user_pattern_fill(before, 0, sizeof(before));
	user_pattern_fill(old_before, 0, sizeof(old_before));
	if (op == MEMOP_ABSOLUTE_CMPXCHG) {
		memcpy(before + CANARY, plan.request.new_value, size);
		memcpy(old_before + CANARY, plan.request.old_value, size);
	}
	memcpy(now, before, sizeof(now));
	memcpy(old_now, old_before, sizeof(old_now));
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	outcome = (struct outcome){
		.ret = a->ret, .err = a->err, .live = &live, .buf = { before, now, size },
		.n_keys = allowed.n_fragments,
	};
	if (op == MEMOP_ABSOLUTE_CMPXCHG)
		outcome.old = (struct user_window){ old_before, old_now, size };
	if (request_stores(&plan.request))
		fragments_store(&live, &allowed, a->moved, before + CANARY, NULL);
	else
		fragments_fetch(&shadow, &allowed, a->moved, now + CANARY);
	for (unsigned int i = 0; i < allowed.n_fragments; i++)
		outcome.keys[i] = (struct block_key){ allowed.fragment[i].abs & ~(PAGE_SIZE - 1),
						     KEY | SKEY_R | (request_stores(&plan.request) ? SKEY_C : 0) };
}

static int compare(void)
{
	nearest = 99;
	aspects = 0;
	return outcome_compare(&trial, &nearest, &aspects);
}

/* Nothing may be left of a comparison. */
static void shadow_is_untouched(void)
{
	uint8_t fresh[PAGE_SIZE];

	for (uint64_t addr = LAYOUT_DATA; addr < LAYOUT_DATA + 4 * PAGE_SIZE; addr += PAGE_SIZE) {
		pattern_fill(fresh, addr, PAGE_SIZE);
		ck_assert_mem_eq(memory_at(&shadow, addr, PAGE_SIZE), fresh, PAGE_SIZE);
	}
}

START_TEST(faithful)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE, MEMOP_ABSOLUTE_READ,
					MEMOP_ABSOLUTE_WRITE, MEMOP_ABSOLUTE_CMPXCHG };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		begin(ops[i], LAYOUT_DATA + 0x7f0, 16);
		ck_assert_int_eq(compare(), 0);
	}
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA + 4000, 4096 + 200);
	ck_assert_uint_eq(allowed.n_fragments, 3);
	ck_assert_int_eq(compare(), 0);
	begin(MEMOP_ABSOLUTE_WRITE, 2 * MIB - 16, 16);	/* no canary beyond the end of storage */
	ck_assert_int_eq(compare(), 0);
	begin(MEMOP_ABSOLUTE_WRITE, 0, 16);
	ck_assert_int_eq(compare(), 0);
	shadow_is_untouched();
}
END_TEST

#define DIFFERS(in) do {							\
		ck_assert_int_eq(compare(), -1);				\
		ck_assert_uint_eq(aspects, (in));				\
	} while (0)

START_TEST(returned_value)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	outcome.ret = 5;
	DIFFERS(ASPECT_RETURN);
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	outcome.ret = -1;
	outcome.err = EFAULT;
	DIFFERS(ASPECT_RETURN);
}
END_TEST

START_TEST(errno_counts)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	plan.request.flags = ~UINT64_C(0);
	plan.request.key = 3;
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	memcpy(now, before, sizeof(now));
	outcome.n_keys = 0;
	outcome.ret = -1;
	outcome.err = EINVAL;
	ck_assert_int_eq(compare(), 0);
	outcome.err = EFAULT;
	DIFFERS(ASPECT_RETURN);
}
END_TEST

START_TEST(buffer)
{
	static const int offsets[] = { -CANARY, -1, 0, 15, 16, 16 + CANARY - 1 };

	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++) {
		begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
		now[CANARY + offsets[i]] ^= 1;
		DIFFERS(ASPECT_BUFFER);
		begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 16);	/* a write leaves its buffer alone */
		now[CANARY + offsets[i]] ^= 1;
		DIFFERS(ASPECT_BUFFER);
	}
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	memcpy(now, before, sizeof(now));	/* nothing was read at all */
	DIFFERS(ASPECT_BUFFER);
}
END_TEST

START_TEST(storage)
{
	/* The operand, its block, and the canaries before and after the block. */
	static const int offsets[] = { 0, 15, 16, -1, -0x7f0, 0x80f, -0x7f0 - CANARY, 0x80f + CANARY };

	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++) {
		begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA + 0x7f0, 16);
		*memory_at(&live, LAYOUT_DATA + 0x7f0 + (uint64_t)offsets[i], 1) ^= 1;
		DIFFERS(ASPECT_STORAGE);
		begin(MEMOP_LOGICAL_READ, LAYOUT_DATA + 0x7f0, 16);
		*memory_at(&live, LAYOUT_DATA + 0x7f0 + (uint64_t)offsets[i], 1) ^= 1;
		DIFFERS(ASPECT_STORAGE);
	}
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 16);
	copy_storage();				/* nothing was written at all */
	DIFFERS(ASPECT_STORAGE);
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA + 4000, 4096 + 200);
	*memory_at(&live, LAYOUT_DATA + 8192 + 103, 1) ^= 1;	/* the last byte */
	DIFFERS(ASPECT_STORAGE);
	shadow_is_untouched();
}
END_TEST

START_TEST(check_only_moves_nothing)
{
	begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA, 16);
	plan.request.flags |= MEMOP_F_CHECK_ONLY;
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	DIFFERS(ASPECT_STORAGE);
	copy_storage();
	ck_assert_int_eq(compare(), 0);
}
END_TEST

START_TEST(keys)
{
	static const struct { uint32_t op; uint8_t key; bool good; const char *why; } rows[] = {
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_C, true, "the reference bit is only substantially accurate" },
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_R, false, "a store sets the change bit" },
		{ MEMOP_LOGICAL_WRITE, (KEY ^ 0x10) | SKEY_C, false, "access-control bits stay" },
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_F | SKEY_C, false, "the fetch-protection bit stays" },
		{ MEMOP_LOGICAL_READ, KEY, true, "a fetch need not set anything" },
		{ MEMOP_LOGICAL_READ, 0, false, "access-control bits stay" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, LAYOUT_DATA, 16);
		outcome.keys[0].key = rows[i].key;
		ck_assert_msg((compare() == 0) == rows[i].good, "%s", rows[i].why);
		ck_assert_uint_eq(aspects, rows[i].good ? 0 : ASPECT_KEY);
	}
}
END_TEST

START_TEST(old_value)
{
	begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, 8);
	old_now[CANARY + 7] ^= 1;		/* it matched: no write-back */
	DIFFERS(ASPECT_OLD);

	begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, 8);
	copy_storage();
	plan.request.old_value[0] ^= 1;
	old_before[CANARY] ^= 1;
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	memcpy(old_now, old_before, sizeof(old_now));
	DIFFERS(ASPECT_OLD);			/* it did not match: the current value is missing */
	pattern_fill(old_now + CANARY, LAYOUT_DATA, 8);
	ck_assert_int_eq(compare(), 0);
	old_now[CANARY + 8] ^= 1;		/* one byte too many */
	DIFFERS(ASPECT_OLD);

	begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, 8);
	copy_storage();
	plan.request.key = 4;			/* prohibited: kept or zeroed, but nothing of the guest */
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	outcome.ret = 4;
	outcome.keys[0].key = KEY;
	ck_assert_int_eq(compare(), 0);
	memset(old_now + CANARY, 0, 8);
	ck_assert_int_eq(compare(), 1);
	old_now[CANARY + 3] = 1;
	DIFFERS(ASPECT_OLD);
}
END_TEST

START_TEST(pending_interruption)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	outcome.pending.code = 4;		/* nobody asked for one */
	DIFFERS(ASPECT_PENDING);

	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	plan.state.keys[0].key = 0x48;
	plan.request.flags |= MEMOP_F_INJECT_EXCEPTION;
	oracle_ask(&level, &plan.state, &shadow, &plan.request, &allowed);
	memcpy(now, before, sizeof(now));
	outcome.ret = 4;
	outcome.keys[0].key = 0x48;
	DIFFERS(ASPECT_PENDING);
	outcome.pending = (struct pending){ .code = 4, .teid = LAYOUT_DATA | 0x808 };
	ck_assert_int_eq(compare(), 0);
	outcome.pending.teid |= 3;		/* address space: not laid down with DAT off */
	ck_assert_int_eq(compare(), 0);
	outcome.pending.teid ^= 0x1000;
	DIFFERS(ASPECT_PENDING);
}
END_TEST

START_TEST(nearest_answer)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	allowed.n = 2;
	allowed.answer[1] = allowed.answer[0];
	allowed.answer[0] = (struct answer){ .ret = 5 };
	ck_assert_int_eq(compare(), 1);
	now[CANARY] ^= 1;
	DIFFERS(ASPECT_BUFFER);
	ck_assert_uint_eq(nearest, 1);
}
END_TEST

START_TEST(fragments_on_one_another)
{
	struct allowed two = { .n_fragments = 2, .fragment = { { LAYOUT_DATA, 8 }, { LAYOUT_DATA + 4, 8 } } };
	uint8_t data[16], saved[16], fresh[12];

	memset(data, 0xee, sizeof(data));
	copy_storage();
	fragments_store(&live, &two, 16, data, saved);
	fragments_restore(&live, &two, 16, saved);
	pattern_fill(fresh, LAYOUT_DATA, sizeof(fresh));
	ck_assert_mem_eq(memory_at(&live, LAYOUT_DATA, 12), fresh, 12);
	fragments_store(&live, &two, 9, data, saved);	/* the first, and one byte of the second */
	ck_assert_int_eq(*memory_at(&live, LAYOUT_DATA + 4, 1), 0xee);
	ck_assert_int_eq(*memory_at(&live, LAYOUT_DATA + 8, 1), fresh[8]);
	fragments_restore(&live, &two, 9, saved);
	ck_assert_mem_eq(memory_at(&live, LAYOUT_DATA, 12), fresh, 12);
}
END_TEST

/* Of the operand's two blocks; of a huge page the others may be in the log as well. */
START_TEST(log_of_changes)
{
	static const struct { enum vm_type vm_type; unsigned int n; uint64_t log[3]; bool fits; } rows[] = {
		{ VM_ORDINARY, 2, { 0x40000, 0x41000 }, true },
		{ VM_ORDINARY, 1, { 0x40000 }, false },
		{ VM_ORDINARY, 0, { 0 }, false },
		{ VM_ORDINARY, 3, { 0x40000, 0x41000, 0x42000 }, false },
		{ VM_HUGE_PAGES, 3, { 0x40000, 0x41000, 0x42000 }, true },
		{ VM_HUGE_PAGES, 2, { 0x40000, 0x42000 }, false },
		{ VM_HUGE_PAGES, 3, { 0x40000, 0x41000, 0x100000 }, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(MEMOP_ABSOLUTE_WRITE, 0x40ff8, 16);
		plan.request.dirty_log = true;
		plan.state.vm_type = rows[i].vm_type;
		outcome.n_dirty = rows[i].n;
		outcome.dirty = rows[i].log;
		ck_assert_msg((compare() >= 0) == rows[i].fits, "row %u", i);
		ck_assert_uint_eq(aspects, rows[i].fits ? 0 : ASPECT_DIRTY);
	}
}
END_TEST

START_TEST(other_vcpu)
{
	begin(MEMOP_LOGICAL_READ, 0x40010, 16);
	outcome.other.made = true;
	memcpy(outcome.other.data, memory_at(&shadow, 0x41010, 16), 16);
	ck_assert_int_eq(compare(), 0);
	outcome.other.data[15] ^= 1;
	ck_assert_int_lt(compare(), 0);
	ck_assert_uint_eq(aspects, ASPECT_OTHER);
	outcome.other.data[15] ^= 1;
	outcome.other.ret = 4;
	ck_assert_int_lt(compare(), 0);
}
END_TEST

START_TEST(words)
{
	static const char *const facts[] = {
		"state: DAT off, primary space, 64-bit", "CR0 0xe0", "block 0x40000: ACC 3, not fetch-protected",
		"request: vCPU op 0 (logical_read), flags SKEY_PROTECTION, gaddr 0x40010, size 16, ar 0, key 3",
		"expected: returns 0, 16 bytes stored in the buffer [API.3", "observed: returns 0x04 (protection exception)",
		"differs in: return value; user buffer;", "bytes: buffer offset 2: expected",
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
		ck_assert_msg(strstr(buf, facts[i]) != NULL, "\"%s\" is not in:\n%s", facts[i], buf);
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

UNIT_MAIN("outcome", faithful, returned_value, errno_counts, buffer, storage, check_only_moves_nothing, keys,
	  old_value, pending_interruption, nearest_answer, fragments_on_one_another, log_of_changes,
	  other_vcpu, words, text_is_cut)
