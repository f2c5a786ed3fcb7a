// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects of a request besides data: storage keys (Principles of Operation, chapter 3, "Storage
 * Key"), the dirty log, the interruption that the vCPU takes (chapter 6), registers, races, and
 * requests on another vCPU.
 */
#include <errno.h>

#include "lib/machine/dat_path.h"
#include "tests/unit/ask.h"

#define DATA LAYOUT_DATA
#define ACC_F 0xf8
#define CHANGE 0x02

/* Two blocks whose keys are 0x30 and 0x30, access key 3. */
static void begin_two(uint32_t op, uint64_t gaddr, uint32_t size)
{
	begin(op, gaddr, size, 3);
	state_key(&plan.state, DATA, 0x30);
	state_key(&plan.state, DATA + 0x1000, 0x30);
}

static void expect_key(const char *why, const struct answer *a, unsigned int i, uint8_t mask,
		       uint8_t key)
{
	ck_assert_msg(a->block[i].key_mask == mask, "%s: mask 0x%x", why, a->block[i].key_mask);
	ck_assert_msg((a->block[i].key & mask) == key, "%s: key 0x%x", why, a->block[i].key);
}

START_TEST(change_bits)
{
	static const struct {
		const char *why;
		uint32_t op;
		uint64_t flags;
		uint8_t first, second;
	} rows[] = {
		{ "a write", MEMOP_ABSOLUTE_WRITE, SKEY, 0x32, 0x32 },
		{ "a logical write", MEMOP_LOGICAL_WRITE, SKEY, 0x32, 0x32 },
		{ "a read", MEMOP_ABSOLUTE_READ, SKEY, 0x30, 0x30 },
		{ "a check", MEMOP_ABSOLUTE_WRITE, SKEY | CHECK_ONLY, 0x30, 0x30 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_two(rows[i].op, DATA + 0xff0, 0x20);
		plan.request.flags = rows[i].flags;
		expect_key(rows[i].why, ask(), 0, ACC_F | CHANGE, rows[i].first);
		expect_key(rows[i].why, ask(), 1, ACC_F | CHANGE, rows[i].second);
		ck_assert_uint_eq(allowed.n_fragments, 2);
	}
	begin(MEMOP_ABSOLUTE_READ, DATA, 8, NO_KEY);	/* key not staged: change bit unknown */
	expect_key("not staged, a read", ask(), 0, ACC_F, 0);
	begin(MEMOP_ABSOLUTE_WRITE, DATA, 8, NO_KEY);
	expect_key("not staged, a write", ask(), 0, ACC_F | CHANGE, CHANGE);
}
END_TEST

/* A store that ends with an exception in its second block may have stored into the first. */
START_TEST(change_bits_half_way)
{
	begin_two(MEMOP_ABSOLUTE_WRITE, DATA + 0xff0, 0x20);
	state_key(&plan.state, DATA + 0x1000, 0x40);
	ask();
	ck_assert_uint_eq(allowed.n, 2);
	expect_key("nothing", find_answer(4, 0, 0), 0, ACC_F | CHANGE, 0x30);
	expect_key("nothing", find_answer(4, 0, 0), 1, ACC_F | CHANGE, 0x40);
	expect_key("the first", find_answer(4, 0, 0x10), 0, ACC_F | CHANGE, 0x32);
	expect_key("the first", find_answer(4, 0, 0x10), 1, ACC_F | CHANGE, 0x40);
}
END_TEST

/* Two pages in one frame: either fragment stores into the block. */
START_TEST(one_block_twice)
{
	struct dat_path path;

	begin(MEMOP_LOGICAL_WRITE, 0x10ff0, 0x20, 3);
	plan.state.regs.psw.mask |= DAT_ON;
	dat_path_init(&path, 0, DAT_SEGMENT, 0x10000, DATA);
	dat_path_stage(&path, &plan.state);
	dat_path_stage_page(&path, &plan.state, 0x11000, DATA | 0x200);	/* protected */
	plan.state.regs.cr[1] = path.asce;
	state_key(&plan.state, DATA, 0x30);
	ck_assert_int_eq(ask()->ret, 4);
	ck_assert_uint_eq(allowed.n_fragments, 1);
	dat_path_stage_page(&path, &plan.state, 0x11000, DATA);
	plan.request.dirty_log = true;
	ck_assert_int_eq(ask()->ret, 0);
	ck_assert_uint_eq(allowed.n_fragments, 2);
	expect_key("both", &allowed.answer[0], 1, ACC_F | CHANGE, 0x32);
	ck_assert(allowed.answer[0].block[0].logged && allowed.answer[0].block[1].logged);
}
END_TEST

START_TEST(change_bits_of_exchange)
{
	begin_two(MEMOP_ABSOLUTE_CMPXCHG, DATA, 8);
	pattern_fill(plan.request.old_value, DATA, 8);
	expect_key("equal", ask(), 0, ACC_F | CHANGE, 0x32);
	plan.request.old_value[0] ^= 1;
	expect_key("unequal", ask(), 0, ACC_F, 0x30);	/* a store that stores nothing */
	plan.request.key = 4;
	ck_assert_int_eq(ask()->ret, 4);
	expect_key("prohibited", &allowed.answer[0], 0, ACC_F | CHANGE, 0x30);
}
END_TEST

/* User space may store into host memory that it removes and restores. */
START_TEST(change_bits_of_taken_memory)
{
	begin_two(MEMOP_ABSOLUTE_READ, DATA + 0xff0, 0x20);
	plan.request.backing = BACKING_READ_ONLY;
	plan.request.backing_block = DATA + 0x1000;
	ask();
	expect_key("the other", &allowed.answer[0], 0, ACC_F | CHANGE, 0x30);
	expect_key("the one", &allowed.answer[0], 1, ACC_F, 0x30);
}
END_TEST

START_TEST(dirty_log)
{
	static const struct {
		const char *why, *release;
		uint32_t op;
		uint64_t flags;
		uint8_t key;
		bool logged, loggable;
	} rows[] = {
		{ "a write", "7.2", MEMOP_ABSOLUTE_WRITE, SKEY, 3, true, true },
		{ "a prohibited write", "7.2", MEMOP_ABSOLUTE_WRITE, SKEY, 4, false, true },
		{ "a check", "7.2", MEMOP_ABSOLUTE_WRITE, SKEY | CHECK_ONLY, 3, false, false },
		{ "a read", "7.0", MEMOP_ABSOLUTE_READ, SKEY, 3, false, false },
		{ "a read, old kernel", "6.19", MEMOP_ABSOLUTE_READ, SKEY, 3, false, true },
		{ "a check, old kernel", "6.19", MEMOP_ABSOLUTE_WRITE, SKEY | CHECK_ONLY, 3, false,
		  true },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin_two(rows[i].op, DATA, 8);
		set_level(rows[i].release);
		plan.request.flags = rows[i].flags;
		plan.request.key = rows[i].key;
		ck_assert(!ask()->block[0].logged &&
			  !allowed.answer[0].block[0].loggable); /* the log is not compared */
		plan.request.dirty_log = true;
		ck_assert_msg(ask()->block[0].logged == rows[i].logged, "%s", rows[i].why);
		ck_assert_msg(allowed.answer[0].block[0].loggable == rows[i].loggable, "%s",
			      rows[i].why);
		ck_assert_uint_eq(allowed.log_unit, 0x1000);
		ck_assert(!cites(&allowed.answer[0], LOG_3));
		plan.state.vm_type = VM_HUGE_PAGES;
		ask();
		ck_assert_uint_eq(allowed.log_unit, 0x100000);
		ck_assert(cites(&allowed.answer[0], LOG_3) == rows[i].loggable);
	}
}
END_TEST

static const struct delivered *deliver(enum icpt icpt, uint64_t gaddr)
{
	begin(MEMOP_LOGICAL_READ, gaddr, 8, NO_KEY);
	plan.request.flags = INJECT;
	plan.request.deliver = true;
	plan.request.ar = 7;
	plan.state.icpt = icpt;
	plan.state.regs.prefix = PREFIX;
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.psw.addr = 0x5678;
	plan.state.regs.cr[1] = REAL;
	if (gaddr == 0x12345)
		plan.state.regs.cr[1] = LAYOUT_TABLES;	/* no tables there, only the fill pattern */
	return &ask()->delivered;
}

START_TEST(interruptions)
{
	static const struct { enum icpt icpt; uint16_t ilc; } rows[] = {
		{ ICPT_NONE, 0 }, { ICPT_DIAG, 4 }, { ICPT_EXECUTE, 6 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct delivered *d =
			deliver(rows[i].icpt, OUTSIDE); /* addressing exception: suppressed */

		ck_assert(d->taken && d->what.code == 5 && d->ilc == rows[i].ilc);
		ck_assert(d->old.mask == plan.state.regs.psw.mask &&
			  d->old.addr == 0x5678u + rows[i].ilc);
		/* An exception without TEID and EAID leaves their locations unchanged. */
		ck_assert_uint_eq(d->what.teid, pattern_doubleword(PREFIX + 0xa8));
		ck_assert_uint_eq(d->what.teid_mask, ~UINT64_C(0));
		ck_assert_uint_eq(d->what.access_id, pattern_doubleword(PREFIX + 0xa0) >> 56);
		ck_assert_uint_eq(d->what.access_id_mask, 0xff);

		deliver(rows[i].icpt, DATA);
		state_doubleword(&plan.state, LAYOUT_TABLES, 0x20, NULL);
		plan.state.regs.cr[1] =
			LAYOUT_TABLES; /* segment-translation exception: nullified */
		d = &ask()->delivered;
		ck_assert(d->taken && d->what.code == 0x10 && d->ilc == rows[i].ilc &&
			  d->old.addr == 0x5678);
		ck_assert_uint_eq(d->what.teid, DATA | 0x800);
	}
	ck_assert(!deliver(ICPT_NONE, DATA)->taken);	/* no exception */
	deliver(ICPT_NONE, OUTSIDE);
	plan.request.flags = 0;
	ck_assert(ask()->ret == 5 && !allowed.answer[0].delivered.taken);
	plan.request.flags = INJECT;
	plan.request.deliver = false;
	ck_assert(ask()->pending.code == 5 && !allowed.answer[0].delivered.taken);
}
END_TEST

START_TEST(registers)
{
	begin(MEMOP_LOGICAL_READ, DATA, 8, NO_KEY);
	plan.state.regs.ar[3] = 0x1234;
	ask();
	ck_assert_ptr_eq(allowed.regs, &plan.state.regs);
	ck_assert(cites(&allowed.answer[0], REG_1));
}
END_TEST

/* The request on the other vCPU fetches 16 bytes one page behind the operand. */
START_TEST(other_vcpu)
{
	begin(MEMOP_LOGICAL_WRITE, DATA + 0x10, 8, NO_KEY);
	ask();
	ck_assert(!allowed.vcpu2_data && !cites(&allowed.answer[0], HOST_3));
	plan.request.backing = BACKING_UFFD_VCPU2;
	plan.request.backing_block = DATA;
	ask();
	ck_assert_int_eq(allowed.vcpu2_ret, 0);
	ck_assert_ptr_eq(allowed.vcpu2_data, memory_at(&mem, DATA + 0x1010, 16));
	ck_assert(cites(&allowed.answer[0], HOST_3));
	plan.request.gaddr = OUTSIDE - 0x800;		/* not in the configuration */
	ask();
	ck_assert(allowed.vcpu2_ret == 5 && !allowed.vcpu2_data);
}
END_TEST

/* Keys alternate: either state is allowed, and they may change between two blocks. */
START_TEST(races)
{
	begin(MEMOP_ABSOLUTE_WRITE, DATA + 0xff8, 16, 3);
	plan.request.race = RACE_STATE;
	plan.other = plan.state;
	state_key(&plan.other, DATA, 0x50);
	state_key(&plan.other, DATA + 0x1000, 0x50);
	fill_storage();
	oracle_ask(&kernel, &plan.state, &plan.other, &mem, &plan.request, &allowed);
	ck_assert_uint_eq(allowed.n, 2);		/* key 3 does not match key 0 either */
	ck_assert(find_answer(4, 0, 0) && !find_answer(4, 0, 8));
	state_key(&plan.state, DATA, 0x30);
	state_key(&plan.state, DATA + 0x1000, 0x30);
	oracle_ask(&kernel, &plan.state, &plan.other, &mem, &plan.request, &allowed);
	ck_assert_uint_eq(allowed.n, 3);
	ck_assert(find_answer(0, 0, 16) && find_answer(4, 0, 0) && find_answer(4, 0, 8));
	ck_assert(cites(find_answer(4, 0, 8), FRAG_1));
	oracle_ask(&kernel, &plan.other, &plan.state, &mem, &plan.request,
		   &allowed); /* states exchanged */
	ck_assert_uint_eq(allowed.n, 3);
	ck_assert(find_answer(0, 0, 16) && find_answer(4, 0, 0) && find_answer(4, 0, 8));
	plan.request.flags |= CHECK_ONLY;
	oracle_ask(&kernel, &plan.state, &plan.other, &mem, &plan.request, &allowed);
	ck_assert(allowed.n == 2 && find_answer(0, 0, 0) && find_answer(4, 0, 0));
	plan.request.race = RACE_NONE;
	oracle_ask(&kernel, &plan.state, &plan.other, &mem, &plan.request, &allowed);
	ck_assert(allowed.n == 1 && !allowed.answer[0].ret);
}
END_TEST

/* A deleted slot is not in the configuration; fragments before it may stay stored. */
START_TEST(vanishing)
{
	begin(MEMOP_ABSOLUTE_WRITE, 4 * MIB - 8, 16, NO_KEY);
	plan.request.backing = BACKING_UFFD_SLOT;
	plan.request.backing_block = 4 * MIB - 0x1000;
	plan.request.removed_slots = 1 << 2;
	ask();
	ck_assert(find_answer(0, 0, 16) && find_answer(5, 0, 0) && find_answer(5, 0, 8));
	for (unsigned int i = 0; i < allowed.n; i++)
		ck_assert(allowed.answer[i].ret == 0 || allowed.answer[i].ret == 5);
	ck_assert_uint_eq(mem.absent, 0);
	plan.request.op = MEMOP_ABSOLUTE_READ;
	ask();
	ck_assert(allowed.n == 2 && find_answer(0, 0, 16) && find_answer(5, 0, 0));
}
END_TEST

/* No instruction exchanges 1 or 2 bytes, so the kernel may give up with EAGAIN. */
START_TEST(giving_up)
{
	for (uint32_t size = 1; size <= 16; size *= 2) {
		begin(MEMOP_ABSOLUTE_CMPXCHG, DATA, size, NO_KEY);
		ck_assert_msg(oracle_may_give_up(&plan.request) == (size <= 2), "%u bytes", size);
		plan.request.race = RACE_THREADS;
		ask();
		ck_assert(cites(&allowed.answer[0], CS_5) == (size <= 2));
	}
	begin(MEMOP_ABSOLUTE_WRITE, DATA, 1, NO_KEY);
	ck_assert(!oracle_may_give_up(&plan.request));
}
END_TEST

/*
 * The entry of a large frame may replace the storage key. Bit 47: ACCF validity; bits 48-51: ACC;
 * bit 52: F.
 */
START_TEST(keys_of_entries)
{
	static const struct {
		const char *why;
		uint64_t entry;
		uint8_t key;
		uint32_t op;
		bool open, shut;
	} rows[] = {
		{ "not valid", 0x5800, 0x38, 0, true, false },
		{ "equal", 0x10000 | 0x3800, 0x38, 0, true, false },
		{ "the entry does not match", 0x10000 | 0x5800, 0x38, 0, true, true },
		{ "the entry is not fetch-protected", 0x10000 | 0x5000, 0x38, 0, true, false },
		{ "a store is prohibited without F", 0x10000 | 0x5000, 0x38, 1, true, true },
		{ "only the entry matches", 0x10000 | 0x3800, 0x58, 0, true, true },
		{ "neither does", 0x10000 | 0x6800, 0x58, 0, false, true },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, DATA, 8, 3);
		plan.state.regs.psw.mask |= DAT_ON;
		plan.state.regs.cr[0] |= EDAT;
		plan.state.regs.cr[1] = LAYOUT_TABLES;
		state_doubleword(&plan.state, LAYOUT_TABLES, 0x400 | rows[i].entry, NULL);
		state_key(&plan.state, DATA, rows[i].key);
		ask();
		ck_assert_msg(!find_answer(4, 0, 0) == !rows[i].shut, "%s", rows[i].why);
		ck_assert_msg(!find_answer(0, 0, 8) == !rows[i].open, "%s", rows[i].why);
		ck_assert_uint_eq(allowed.n, rows[i].open + rows[i].shut);
	}
}
END_TEST

/*
 * Two blocks of one large frame, of which one has the key of the entry: only for the other one do
 * entry and storage key give different results.
 */
START_TEST(keys_of_entries_and_blocks)
{
	begin(MEMOP_LOGICAL_READ, DATA + 0xff8, 16, 3);
	plan.state.regs.psw.mask |= DAT_ON;
	plan.state.regs.cr[0] |= EDAT;
	plan.state.regs.cr[1] = LAYOUT_TABLES;
	state_doubleword(&plan.state, LAYOUT_TABLES, 0x10400 | 0x5800, NULL);
	state_key(&plan.state, DATA, 0x38);
	state_key(&plan.state, DATA + 0x1000, 0x38);
	ask();
	ck_assert(allowed.n == 2 && find_answer(0, 0, 16) && find_answer(4, 0, 0));
	state_key(&plan.state, DATA + 0x1000, 0x58);
	ask();
	ck_assert(allowed.n == 1 && find_answer(4, 0, 0));
}
END_TEST

UNIT_MAIN("oracle: effects besides data", change_bits, change_bits_half_way, one_block_twice,
	  change_bits_of_exchange, change_bits_of_taken_memory, dirty_log, interruptions, registers,
	  other_vcpu, races, vanishing, giving_up, keys_of_entries, keys_of_entries_and_blocks)
