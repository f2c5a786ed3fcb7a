// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/outcome/deviation.c: in what an outcome differs, apart from consequences of its return value.
 */
#include <errno.h>

#include "lib/outcome/aspect.h"
#include "lib/outcome/deviation.h"
#include "tests/unit/trial.h"

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

UNIT_MAIN("deviation", deviations, deviations_pending, deviations_half_way, aspects_have_names)
