// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/outcome: an outcome that the oracle allows, then with one defect at a time; and the failure
 * texts.
 */
#include <errno.h>
#include <string.h>

#include "lib/arch/bytes.h"
#include "lib/arch/skey.h"
#include "lib/case/suite.h"
#include "lib/outcome/apply.h"
#include "lib/outcome/aspect.h"
#include "lib/outcome/deviation.h"
#include "tests/unit/unit.h"

#define KEY 0x30

static struct memory shadow, live;
static struct level level;
static struct plan plan;
static struct allowed allowed;
static struct outcome outcome;
static struct trial trial = {
	&plan.state, &plan.request, &allowed, &shadow, &outcome, NULL
};
static uint8_t before[MEMOP_MAX_SIZE + 2 * CANARY], now[MEMOP_MAX_SIZE + 2 * CANARY];
static uint8_t old_before[16 + 2 * CANARY], old_now[16 + 2 * CANARY];
static unsigned int nearest, aspects;

static void copy_storage(void)
{
	for (unsigned int i = 0; i < guest_map.n; i++)
		memcpy(live.bytes[i], shadow.bytes[i], guest_map.slot[i].size);
}

/* A request of size bytes at gaddr with a matching key, and an outcome that fits. */
static void begin(uint32_t op, uint64_t gaddr, uint32_t size)
{
	const struct answer *a = &allowed.answer[0];
	uint64_t page;

	if (!shadow.map) {
		ck_assert(!memory_alloc(&shadow, &guest_map, false) &&
			  !memory_alloc(&live, &guest_map, false));
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
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
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
		outcome.keys[i] =
			(struct block_key){ allowed.fragment[i].abs & ~(PAGE_SIZE - 1),
					    KEY | SKEY_R |
						    (request_stores(&plan.request) ? SKEY_C : 0) };
}

static int compare(void)
{
	nearest = 99;
	aspects = 0;
	return outcome_compare(&trial, &nearest, &aspects);
}

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

static struct deviation deviate(int ret, int err)
{
	outcome.ret = ret;
	outcome.err = err;
	return outcome_deviation(&trial);
}

/* A wrong return value explains that the access was not made, and nothing else. */
START_TEST(deviations)
{
	uint8_t *stored;
	struct deviation d;

	begin(MEMOP_LOGICAL_WRITE, 0x40ff8, 16);
	stored = memory_at(&live, 0x40ff8, 16);
	d = deviate(4, 0);
	ck_assert(!d.right && d.ret == 4);
	ck_assert_uint_eq(d.aspects, ASPECT_STORAGE);	/* it was made, but should not have been */
	copy_storage();
	d = deviate(4, 0);
	ck_assert_uint_eq(d.aspects, 0);
	d = deviate(-1, EFAULT);
	ck_assert(!d.right && d.ret == -EFAULT);
	ck_assert_uint_eq(d.aspects, 0);
	stored[3] ^= 1;
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_STORAGE);
	stored[3] ^= 1;
	memory_at(&live, 0x42000, 1)[0] ^= 1;		/* next to the operand's blocks */
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_STORAGE);
	memory_at(&live, 0x42000, 1)[0] ^= 1;
	now[CANARY] ^= 1;
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_BUFFER);
	now[CANARY] ^= 1;
	outcome.registers_known = true;
	outcome.regs = plan.state.regs;
	outcome.regs.ar[1] ^= 1;
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_REGISTERS);
	ck_assert_uint_eq(deviate(0, 0).aspects, ASPECT_REGISTERS | ASPECT_STORAGE);
	ck_assert(deviate(0, 0).right);
}
END_TEST

/* A returned exception is pending if and only if the request has INJECT_EXCEPTION. */
START_TEST(deviations_pending)
{
	begin(MEMOP_LOGICAL_READ, 0x40010, 16);
	memcpy(now, before, sizeof(now));
	ck_assert_uint_eq(deviate(4, 0).aspects, 0);
	outcome.pending.code = 4;
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_PENDING);
	plan.request.flags |= MEMOP_F_INJECT_EXCEPTION;
	ck_assert_uint_eq(deviate(4, 0).aspects, 0);
	ck_assert_uint_eq(deviate(5, 0).aspects, ASPECT_PENDING);
	ck_assert_uint_eq(deviate(-1, EFAULT).aspects, ASPECT_PENDING);
	outcome.pending.code = 0;
	ck_assert_uint_eq(deviate(-1, EFAULT).aspects, 0);
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_PENDING);
}
END_TEST

/* A failed request may have stored the first fragment if the answer that it replaces may. */
START_TEST(deviations_half_way)
{
	begin(MEMOP_LOGICAL_WRITE, 0x40ff8, 16);
	plan.request.backing = BACKING_UNMAPPED;
	plan.request.backing_block = 0x41000;
	oracle_ask(&level, &plan.state, NULL, &shadow, &plan.request, &allowed);
	copy_storage();
	ck_assert_uint_eq(deviate(4, 0).aspects, 0);
	memcpy(memory_at(&live, 0x40ff8, 8), before + CANARY, 8);
	ck_assert_uint_eq(deviate(4, 0).aspects, 0);
	memcpy(memory_at(&live, 0x41000, 8), before + CANARY + 8, 8);
	ck_assert_uint_eq(deviate(4, 0).aspects, ASPECT_STORAGE);
}
END_TEST

START_TEST(aspects_have_names)
{
	char buf[256];
	struct text text = TEXT_IN(buf);
	struct deviation d = { .ret = 40, .aspects = ASPECT_REGISTERS | ASPECT_PENDING };

	deviation_describe(&d, &text);
	ck_assert_str_eq(buf, "returns 40, pending interruption, registers");
	text.len = 0;
	d = (struct deviation){ .right = true, .aspects = 1 << 20 };
	deviation_describe(&d, &text);
	ck_assert_str_eq(buf, "returns right, 0x100000");
	for (unsigned int bit = ASPECT_RETURN; bit <= ASPECT_OTHER; bit <<= 1) {
		text.len = 0;
		aspects_name(bit, &text);
		ck_assert_uint_eq(aspect_find(buf, text.len), bit);
	}
	ck_assert_uint_eq(aspect_find("register", 8), 0);
	ck_assert_uint_eq(aspect_find("registers", 8), 0);
}
END_TEST

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

UNIT_MAIN("outcome", outcome_that_fits, returned_value, errno_counts, buffer, storage,
	  check_only_moves_nothing, keys, old_value, pending_interruption, nearest_answer,
	  overlapping_fragments, dirty_log, other_vcpu, delivery, registers, deviations,
	  deviations_pending, deviations_half_way, aspects_have_names, words, words_of_aspects,
	  words_of_races, text_is_cut)
