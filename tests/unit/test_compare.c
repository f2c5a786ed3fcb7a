// SPDX-License-Identifier: GPL-2.0-only
/* lib/outcome/compare.c: an outcome that the oracle allows, then with one defect at a time. */
#include <errno.h>

#include "lib/arch/bytes.h"
#include "lib/outcome/aspect.h"
#include "tests/unit/trial.h"

/* A comparison must restore the shadow. */
static void shadow_is_untouched(void)
{
	uint8_t fresh[PAGE_SIZE];

	for (uint64_t addr = LAYOUT_DATA; addr < LAYOUT_DATA + 4 * PAGE_SIZE; addr += PAGE_SIZE) {
		pattern_fill(fresh, addr, PAGE_SIZE);
		ck_assert_mem_eq(memory_at(&shadow, addr, PAGE_SIZE), fresh, PAGE_SIZE);
	}
}

START_TEST(outcome_that_fits)
{
	static const uint32_t ops[] = { MEMOP_LOGICAL_READ, MEMOP_LOGICAL_WRITE,
					MEMOP_ABSOLUTE_READ, MEMOP_ABSOLUTE_WRITE,
					MEMOP_ABSOLUTE_CMPXCHG };

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
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
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
		begin(MEMOP_LOGICAL_WRITE, LAYOUT_DATA,
		      16); /* a write does not change its buffer */
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
	static const int offsets[] = {
		0, 15, 16, -1, -0x7f0, 0x80f, -0x7f0 - CANARY, 0x80f + CANARY
	};

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
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	DIFFERS(ASPECT_STORAGE | ASPECT_KEY);
	copy_storage();
	DIFFERS(ASPECT_KEY); /* the change bit is set although the bytes are equal */
	outcome.keys[0].key = KEY | SKEY_R;
	ck_assert_int_eq(compare(), 0);
}
END_TEST

START_TEST(keys)
{
	static const struct { uint32_t op; uint8_t key; bool good; const char *why;
	} rows[] = {
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_C, true,
		  "the reference bit is only substantially accurate" },
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_R, false, "a store sets the change bit" },
		{ MEMOP_LOGICAL_WRITE, (KEY ^ 0x10) | SKEY_C, false, "access-control bits stay" },
		{ MEMOP_LOGICAL_WRITE, KEY | SKEY_F | SKEY_C, false,
		  "the fetch-protection bit stays" },
		{ MEMOP_LOGICAL_READ, KEY, true, "a fetch need not set any bit" },
		{ MEMOP_LOGICAL_READ, KEY | SKEY_R, true, "a fetch may set the reference bit" },
		{ MEMOP_LOGICAL_READ, KEY | SKEY_C, false, "a fetch does not set the change bit" },
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
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	memcpy(old_now, old_before, sizeof(old_now));
	DIFFERS(ASPECT_OLD);			/* it did not match: the current value is missing */
	pattern_fill(old_now + CANARY, LAYOUT_DATA, 8);
	ck_assert_int_eq(compare(), 0);
	old_now[CANARY + 8] ^= 1;		/* one byte too many */
	DIFFERS(ASPECT_OLD);

	begin(MEMOP_ABSOLUTE_CMPXCHG, LAYOUT_DATA, 8);
	copy_storage();
	plan.request.key = 4; /* prohibited: no comparison, so old_addr is unchanged */
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	outcome.ret = 4;
	outcome.keys[0].key = KEY;
	ck_assert_int_eq(compare(), 0);
	memset(old_now + CANARY, 0, 8);
	DIFFERS(ASPECT_OLD);
}
END_TEST

START_TEST(pending_interruption)
{
	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	outcome.pending.code = 4;		/* without INJECT_EXCEPTION */
	DIFFERS(ASPECT_PENDING);

	begin(MEMOP_LOGICAL_READ, LAYOUT_DATA, 16);
	plan.state.keys[0].key = 0x48;
	plan.request.flags |= MEMOP_F_INJECT_EXCEPTION;
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	memcpy(now, before, sizeof(now));
	outcome.ret = 4;
	outcome.keys[0].key = 0x48;
	DIFFERS(ASPECT_PENDING);
	outcome.pending = (struct pending){ .code = 4, .teid = LAYOUT_DATA | 0x808 };
	ck_assert_int_eq(compare(), 0);
	outcome.pending.teid |= 3;		/* address space: undefined with DAT off */
	ck_assert_int_eq(compare(), 0);
	outcome.pending.access_id = 5;		/* undefined as well */
	ck_assert_int_eq(compare(), 0);
	for (unsigned int bit = 2; bit < 64; bit++) {
		outcome.pending.teid ^= UINT64_C(1) << bit;
		DIFFERS(ASPECT_PENDING);
		outcome.pending.teid ^= UINT64_C(1) << bit;
	}
	allowed.answer[0].pending.access_id_mask = 0xff;
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

START_TEST(overlapping_fragments)
{
	struct allowed two = { .n_fragments = 2,
			       .fragment = { { LAYOUT_DATA, 8 }, { LAYOUT_DATA + 4, 8 } } };
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

/*
 * The two blocks of the operand must be in the log; of a huge page other blocks may be. Old kernels
 * may log blocks that were only fetched from.
 */
START_TEST(dirty_log)
{
	static const struct {
		enum vm_type vm_type;
		uint32_t op;
		bool old_kernel;
		unsigned int n;
		uint64_t log[3];
		bool fits;
	} rows[] = {
		{ VM_ORDINARY, MEMOP_ABSOLUTE_WRITE, false, 2, { 0x40000, 0x41000 }, true },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_WRITE, false, 1, { 0x40000 }, false },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_WRITE, false, 0, { 0 }, false },
		{ VM_ORDINARY,
		  MEMOP_ABSOLUTE_WRITE,
		  false,
		  3,
		  { 0x40000, 0x41000, 0x42000 },
		  false },
		{ VM_HUGE_PAGES,
		  MEMOP_ABSOLUTE_WRITE,
		  false,
		  3,
		  { 0x40000, 0x41000, 0x42000 },
		  true },
		{ VM_HUGE_PAGES, MEMOP_ABSOLUTE_WRITE, false, 2, { 0x40000, 0x42000 }, false },
		{ VM_HUGE_PAGES,
		  MEMOP_ABSOLUTE_WRITE,
		  false,
		  3,
		  { 0x40000, 0x41000, 0x100000 },
		  false },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_READ, false, 0, { 0 }, true },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_READ, false, 1, { 0x41000 }, false },
		{ VM_HUGE_PAGES, MEMOP_ABSOLUTE_READ, false, 1, { 0x42000 }, false },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_READ, true, 1, { 0x41000 }, true },
		{ VM_ORDINARY, MEMOP_ABSOLUTE_READ, true, 1, { 0x42000 }, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level kernel;

		ck_assert_int_eq(level_parse(&kernel, rows[i].old_kernel ? "6.19" : "7.0"), 0);
		begin(rows[i].op, 0x40ff8, 16);
		plan.request.dirty_log = true;
		plan.state.vm_type = rows[i].vm_type;
		oracle_ask(&kernel, &plan.state, NULL, &shadow, &plan.request, &allowed);
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
	plan.request.backing = BACKING_UFFD_VCPU2;
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
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

static void interrupted(const struct delivered *delivered)
{
	begin(MEMOP_LOGICAL_READ, 5 * MIB, 8);		/* outside: addressing exception */
	plan.request.flags = MEMOP_F_INJECT_EXCEPTION;
	plan.request.deliver = true;
	plan.state.icpt = ICPT_DIAG;
	plan.state.regs.psw.addr = 0x1000;
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	memcpy(now, before, sizeof(now));
	outcome.ret = outcome.pending.code = 5;
	outcome.n_keys = 0;
	outcome.delivered = *delivered;
}

START_TEST(delivery)
{
	struct delivered good = {
		.taken = true, .ilc = 4, .what.code = 5, .old = { PSW_AMODE_64, 0x1004 }
	};
	struct delivered bad[7];

	begin(MEMOP_LOGICAL_READ, 0x40000, 8);
	good.what.teid = be_load(memory_at(&shadow, 0xa8, 8), 8); /* low core does not change */
	good.what.access_id = *memory_at(&shadow, 0xa0, 1);
	interrupted(&good);
	ck_assert_int_eq(compare(), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		bad[i] = good;
	bad[0].taken = false;
	bad[1].ilc = 6;
	bad[2].what.code = 4;
	bad[3].what.teid = 0;
	bad[4].what.access_id = 0;
	bad[5].old.addr = 0x1000;
	bad[6].old.mask = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		interrupted(&bad[i]);
		DIFFERS(ASPECT_DELIVERED);
	}
	interrupted(&good);
	outcome.delivered.old.mask |= PSW_WAIT;
	ck_assert_int_eq(compare(), 0);
}
END_TEST

START_TEST(registers)
{
	begin(MEMOP_LOGICAL_READ, 0x40000, 8);
	outcome.registers_known = true;
	outcome.regs = plan.state.regs;
	ck_assert_int_eq(compare(), 0);
	outcome.regs.ar[15] ^= 1;
	DIFFERS(ASPECT_REGISTERS);
	outcome.regs.ar[15] ^= 1;
	outcome.regs.cr[0] ^= 1;
	DIFFERS(ASPECT_REGISTERS);
	outcome.registers_known = false;
	ck_assert_int_eq(compare(), 0);
	outcome.thread_changed = true;
	DIFFERS(ASPECT_REGISTERS);
}
END_TEST

UNIT_MAIN("compare", outcome_that_fits, returned_value, errno_counts, buffer, storage,
	  check_only_moves_nothing, keys, old_value, pending_interruption, nearest_answer,
	  overlapping_fragments, dirty_log, other_vcpu, delivery, registers)
