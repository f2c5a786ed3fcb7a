// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parameters. Expected values are from the API document: the operations and the capabilities that
 * announce them, the file descriptor and the flags of each, and the ranges of the fields. If
 * several parameters are wrong, any one of their errors may be returned.
 */
#include <errno.h>
#include <string.h>

#include "tests/unit/ask.h"

enum kind { LOGICAL, SIDA, ABSOLUTE, EXCHANGE };

static const struct {
	uint32_t op;
	enum kind kind;
	enum request_fd fd;
	uint64_t flags;
	const char *since;
} operations[] = {
	{ 0, LOGICAL, FD_VCPU, CHECK_ONLY | INJECT | SKEY, "4.2" },
	{ 1, LOGICAL, FD_VCPU, CHECK_ONLY | INJECT | SKEY, "4.2" },
	{ 2, SIDA, FD_VCPU, 0, "4.2" },
	{ 3, SIDA, FD_VCPU, 0, "4.2" },
	{ 4, ABSOLUTE, FD_VM, CHECK_ONLY | SKEY, "5.18" },
	{ 5, ABSOLUTE, FD_VM, CHECK_ONLY | SKEY, "5.18" },
	{ 6, EXCHANGE, FD_VM, SKEY, "6.3" },
};

/* Kernels, oldest first. */
static const char *const releases[] = { "4.2", "5.17", "5.18", "6.2.16", "6.3", "7.2" };

static unsigned int age(const char *release)
{
	unsigned int i;

	for (i = 0; strcmp(releases[i], release); i++)
		;
	return i;
}

enum { E2BIG_TOO = 1, EFAULT_TOO = 2, ADDRESSING_TOO = 4, NO_EINVAL = 8 };

/* Exactly EINVAL and the named errors are allowed. */
static void check_errors(const char *why, unsigned int others)
{
	unsigned int n = !(others & NO_EINVAL);

	ask();
	ck_assert_msg(!find_answer(-1, EINVAL, 0) == !!(others & NO_EINVAL), "%s: EINVAL", why);
	ck_assert_msg(!find_answer(-1, E2BIG, 0) == !(others & E2BIG_TOO), "%s: E2BIG", why);
	ck_assert_msg(!find_answer(-1, EFAULT, 0) == !(others & EFAULT_TOO), "%s: EFAULT", why);
	ck_assert_msg(!find_answer(5, 0, 0) == !(others & ADDRESSING_TOO),
		      "%s: addressing exception", why);
	n += !!(others & E2BIG_TOO) + !!(others & EFAULT_TOO) + !!(others & ADDRESSING_TOO);
	ck_assert_msg(allowed.n == n, "%s: %u answers", why, allowed.n);
}

/* The access to storage of an ordinary guest succeeds. */
static void check_good(const char *why)
{
	const struct answer *a = ask();

	ck_assert_msg(allowed.n == 1 && a->ret == 0, "%s: %u answers, %d", why, allowed.n, a->ret);
}

/*
 * With which errno, the document does not say where the ioctl is not one of the file descriptor at
 * all.
 */
static void check_fails(const char *why)
{
	ask();
	for (unsigned int i = 0; i < allowed.n; i++)
		ck_assert_msg(allowed.answer[i].ret == -1, "%s: %d", why, allowed.answer[i].ret);
}

static void begin_operation(unsigned int i)
{
	begin(operations[i].op, LAYOUT_DATA, 8, NO_KEY);
	plan.request.fd = operations[i].fd;
}

static void try_operation(unsigned int r, unsigned int i, enum request_fd fd, uint64_t flags)
{
	uint64_t supported = operations[i].flags & ~(r < age("5.18") ? SKEY : 0);

	begin_operation(i);
	set_level(releases[r]);
	plan.request.fd = fd;
	plan.request.flags = flags;
	if (fd == FD_SYSTEM || (fd == FD_VM && r < age("5.18")))
		check_fails(releases[r]);
	else if (operations[i].kind == SIDA || r < age(operations[i].since) ||
		 fd != operations[i].fd || flags & ~supported)
		check_errors(releases[r], 0);
	else
		check_good(releases[r]);
}

START_TEST(operations_descriptors_and_flags)
{
	static const enum request_fd fds[] = { FD_VCPU, FD_VM, FD_SYSTEM };

	for (unsigned int r = 0; r < ARRAY_SIZE(releases); r++)
		for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++)
			for (unsigned int fd = 0; fd < ARRAY_SIZE(fds); fd++)
				for (uint64_t flags = 0; flags < 16; flags++)
					try_operation(r, i, fds[fd], flags);
}
END_TEST

START_TEST(undefined_operations)
{
	static const uint32_t ops[] = { 7, 8, 255, 0x10000, 0x80000000, 0xffffffff };

	for (unsigned int i = 0; i < ARRAY_SIZE(ops); i++) {
		begin(ops[i], LAYOUT_DATA, 8, NO_KEY);
		check_errors("by the VM", 0);
		plan.request.fd = FD_VCPU;
		check_errors("by the vCPU", 0);
		plan.request.size = 65536;
		check_errors("not too large", 0);
		plan.request.size = 65537;
		check_errors("too large as well", E2BIG_TOO);
	}
}
END_TEST

START_TEST(undefined_flags)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++) {
		for (unsigned int bit = 3; bit < 64; bit++) {
			begin_operation(i);
			plan.request.flags = UINT64_C(1) << bit;
			check_errors("one undefined flag", 0);
			plan.request.flags |= operations[i].flags;
			check_errors("among others", 0);
		}
	}
}
END_TEST

START_TEST(sizes)
{
	static const struct { uint32_t size; unsigned int errors; } rows[] = {
		{ 0, 0 }, { 65537, NO_EINVAL | E2BIG_TOO }, { 0x80000000, NO_EINVAL | E2BIG_TOO },
		{ 0xffffffff, NO_EINVAL | E2BIG_TOO },
	};
	static const uint32_t good[] = { 1, 2, 3, 4095, 4096, 4097, 65535, 65536 };

	for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++) {
		if (operations[i].kind != LOGICAL && operations[i].kind != ABSOLUTE)
			continue;
		for (uint64_t flags = 0; flags <= CHECK_ONLY; flags++) {
			begin_operation(i);
			plan.request.flags = flags;
			for (unsigned int j = 0; j < ARRAY_SIZE(rows); j++) {
				plan.request.size = rows[j].size;
				check_errors("size", rows[j].errors);
			}
			for (unsigned int j = 0; j < ARRAY_SIZE(good); j++) {
				plan.request.size = good[j];
				check_good("size");
			}
		}
	}
}
END_TEST

START_TEST(sizes_of_compare_and_exchange)
{
	for (uint32_t size = 0; size < 70; size++) {
		begin(6, LAYOUT_DATA, size, NO_KEY);
		if (size == 1 || size == 2 || size == 4 || size == 8 || size == 16)
			check_good("a power of two");
		else
			check_errors("no power of two up to 16", 0);
	}
	begin(6, LAYOUT_DATA, 65536, NO_KEY);
	check_errors("a power of two", 0);
	plan.request.size = 65537;
	check_errors("too large for any operation", E2BIG_TOO);
	plan.request.size = 0x80000000;
	check_errors("a power of two, and too large for anything", E2BIG_TOO);
}
END_TEST

START_TEST(alignment_of_compare_and_exchange)
{
	for (uint32_t size = 1; size <= 16; size *= 2) {
		for (unsigned int offset = 0; offset < 32; offset++) {
			begin(6, LAYOUT_DATA + offset, size, NO_KEY);
			if (offset % size == 0)
				check_good("aligned");
			else
				check_errors("not aligned", 0);
		}
	}
}
END_TEST

START_TEST(keys)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++) {
		if (operations[i].kind == SIDA)
			continue;
		for (unsigned int key = 0; key < 256; key++) {
			begin_operation(i);
			plan.request.key = (uint8_t)key;
			check_good("no flag: the key is ignored");
			state_key(&plan.state, LAYOUT_DATA, (uint8_t)(key << 4));
			plan.request.flags = SKEY;
			if (key < 16)
				check_good("a key");
			else
				check_errors("no key", 0);
		}
	}
}
END_TEST

START_TEST(access_registers)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++) {
		if (operations[i].kind == SIDA)
			continue;
		for (unsigned int ar = 0; ar < 256; ar++) {
			begin_operation(i);
			plan.request.ar = (uint8_t)ar;
			/* In every mode of the vCPU; other operations ignore it. */
			if (ar < 16 || operations[i].kind != LOGICAL)
				check_good("access register");
			else
				check_errors("no access register", 0);
		}
	}
}
END_TEST

/* An ordinary guest has no secure instruction data area (SIDA). */
START_TEST(sida)
{
	static const struct { uint32_t size, offset; unsigned int errors; } rows[] = {
		{ 8, 0, 0 }, { 4096, 0, 0 }, { 1, 4095, 0 }, { 0, 0, 0 }, { 1, 4096, E2BIG_TOO },
		{ 4097, 0, E2BIG_TOO }, { 4096, 1, E2BIG_TOO }, { 8, 0xfffffff8, E2BIG_TOO },
		{ 0xffffffff, 1, E2BIG_TOO }, { 65537, 0, E2BIG_TOO },
	};

	for (uint32_t op = 2; op <= 3; op++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			begin(op, LAYOUT_DATA, rows[i].size, NO_KEY);
			plan.request.sida_offset = rows[i].offset;
			check_errors("not protected", rows[i].errors);
			plan.request.gaddr = OUTSIDE;
			check_errors("gaddr is not used", rows[i].errors);
		}
	}
}
END_TEST

START_TEST(reserved_bytes_are_ignored)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(operations); i++) {
		begin_operation(i);
		plan.request.reserved = 0xff;
		if (operations[i].kind == SIDA)
			check_errors("SIDA", 0);
		else
			check_good("reserved");
	}
}
END_TEST

START_TEST(two_things_wrong)
{
	static const struct {
		const char *why;
		uint32_t op;
		enum request_fd fd;
		uint32_t size;
		uint64_t flags;
		uint8_t ar, key;
		unsigned int others;
	} rows[] = {
		{ "size and access register", 0, FD_VCPU, 65537, 0, 16, 0, E2BIG_TOO },
		{ "size 0 and access register", 0, FD_VCPU, 0, 0, 16, 0, 0 },
		{ "size and key", 4, FD_VM, 65537, SKEY, 0, 16, E2BIG_TOO },
		{ "size and flag", 1, FD_VCPU, 65537, 8, 0, 0, E2BIG_TOO },
		{ "size 0 and flag", 5, FD_VM, 0, INJECT, 0, 0, 0 },
		{ "size and file descriptor", 1, FD_VM, 65537, 0, 0, 0, E2BIG_TOO },
		{ "key and access register", 0, FD_VCPU, 8, SKEY, 16, 16, 0 },
		{ "flag and key", 6, FD_VM, 8, SKEY | CHECK_ONLY, 0, 16, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, LAYOUT_DATA, rows[i].size, NO_KEY);
		plan.request.fd = rows[i].fd;
		plan.request.flags = rows[i].flags;
		plan.request.ar = rows[i].ar;
		plan.request.key = rows[i].key;
		check_errors(rows[i].why, rows[i].others);
	}
}
END_TEST

/* The cited clauses of docs/clauses.md. */
START_TEST(reasons)
{
	static const struct {
		uint32_t op;
		enum request_fd fd;
		uint32_t size;
		uint64_t flags;
		uint8_t ar, key;
		int err;
		enum clause clause;
	} rows[] = {
		{ 99, FD_VM, 8, 0, 0, 0, EINVAL, API_17 },
		{ 0, FD_VM, 8, 0, 0, 0, EINVAL, API_20 },
		{ 5, FD_VCPU, 8, 0, 0, 0, EINVAL, API_36 },
		{ 6, FD_VCPU, 8, 0, 0, 0, EINVAL, API_46 },
		{ 2, FD_VM, 8, 0, 0, 0, EINVAL, API_50 },
		{ 3, FD_VCPU, 8, 0, 0, 0, EINVAL, API_51 },
		{ 3, FD_VCPU, 8, CHECK_ONLY, 0, 0, EINVAL, API_52 },
		{ 1, FD_VCPU, 8, 8, 0, 0, EINVAL, API_22 },
		{ 4, FD_VM, 8, INJECT, 0, 0, EINVAL, API_39 },
		{ 6, FD_VM, 8, CHECK_ONLY, 0, 0, EINVAL, API_47 },
		{ 0, FD_VCPU, 0, 0, 0, 0, EINVAL, API_9 },
		{ 0, FD_VCPU, 65537, 0, 0, 0, E2BIG, API_10 },
		{ 0, FD_VCPU, 8, 0, 16, 0, EINVAL, API_19 },
		{ 4, FD_VM, 8, SKEY, 0, 16, EINVAL, API_31 },
		{ 6, FD_VM, 12, 0, 0, 0, EINVAL, API_43 },
		{ 6, FD_VM, 16, 0, 0, 0, EINVAL, CS_2 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, LAYOUT_DATA + 8, rows[i].size, NO_KEY);
		plan.request.fd = rows[i].fd;
		plan.request.flags = rows[i].flags;
		plan.request.ar = rows[i].ar;
		plan.request.key = rows[i].key;
		ask();
		ck_assert_msg(find_answer(-1, rows[i].err, 0) &&
				      cites(find_answer(-1, rows[i].err, 0), rows[i].clause),
			      "%s", clause_name(rows[i].clause));
	}
}
END_TEST

/* A parameter and a pointer; a parameter and an absolute address. */
START_TEST(wrong_pointers_besides)
{
	static const struct {
		const char *why;
		uint32_t op;
		uint64_t flags;
		enum user_area buf, old;
		uint64_t gaddr;
		unsigned int others;
	} rows[] = {
		{ "read, null", 0, 8, USER_NULL, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "read, nothing mapped", 4, 8, USER_UNMAPPED, USER_NORMAL, LAYOUT_DATA,
		  EFAULT_TOO },
		{ "read, read-only", 0, 8, USER_READ_ONLY, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "read, torn", 0, 8, USER_TORN, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "write, null", 1, 8, USER_NULL, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "write, read-only", 1, 8, USER_READ_ONLY, USER_NORMAL, LAYOUT_DATA, 0 },
		{ "write, torn", 5, 8, USER_TORN, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "CHECK_ONLY ignores the buffer of a read", 0, CHECK_ONLY | 8, USER_NULL,
		  USER_NORMAL, LAYOUT_DATA, 0 },
		{ "CHECK_ONLY ignores the buffer of a write", 5, CHECK_ONLY | 8, USER_NULL,
		  USER_NORMAL, LAYOUT_DATA, 0 },
		{ "old value, null", 6, 8, USER_NORMAL, USER_NULL, LAYOUT_DATA, EFAULT_TOO },
		{ "old value, read-only", 6, 8, USER_NORMAL, USER_READ_ONLY, LAYOUT_DATA,
		  EFAULT_TOO },
		{ "new value, read-only", 6, 8, USER_READ_ONLY, USER_NORMAL, LAYOUT_DATA, 0 },
		{ "new value, torn", 6, 8, USER_TORN, USER_NORMAL, LAYOUT_DATA, EFAULT_TOO },
		{ "old_addr is unused", 5, 8, USER_NORMAL, USER_NULL, LAYOUT_DATA, 0 },
		{ "no access, no exception", 4, 8, USER_NORMAL, USER_NORMAL, OUTSIDE, 0 },
		{ "but the pointer", 5, 8, USER_NULL, USER_NORMAL, OUTSIDE, EFAULT_TOO },
		{ "no such operation", 99, 0, USER_NORMAL, USER_NORMAL, OUTSIDE, 0 },
		{ "logical address", 1, 8, USER_NORMAL, USER_NORMAL, OUTSIDE, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(rows[i].op, rows[i].gaddr, 8, NO_KEY);
		plan.request.flags = rows[i].flags;
		plan.request.buf = rows[i].buf;
		plan.request.old = rows[i].old;
		check_errors(rows[i].why, rows[i].others);
	}
}
END_TEST

/*
 * Only an unaligned compare-and-exchange may also cause an addressing exception: with other wrong
 * parameters the request defines no access.
 */
START_TEST(wrong_address_besides)
{
	static const struct {
		const char *why;
		enum request_fd fd;
		uint64_t flags;
		uint32_t size;
		uint8_t key;
		unsigned int others;
	} rows[] = {
		{ "size 3", FD_VM, 0, 3, 0, ADDRESSING_TOO },
		{ "size 32", FD_VM, SKEY, 32, 15, ADDRESSING_TOO },
		{ "misaligned", FD_VM, 0, 16, 0, ADDRESSING_TOO },
		{ "size 0", FD_VM, 0, 0, 0, 0 },
		{ "size 65537", FD_VM, 0, 65537, 0, E2BIG_TOO },
		{ "misaligned, and a flag", FD_VM, CHECK_ONLY, 16, 0, 0 },
		{ "misaligned, and a key", FD_VM, SKEY, 16, 16, 0 },
		{ "misaligned, and the vCPU", FD_VCPU, 0, 16, 0, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(6, OUTSIDE + 8, rows[i].size, NO_KEY);
		plan.request.fd = rows[i].fd;
		plan.request.flags = rows[i].flags;
		plan.request.key = rows[i].key;
		check_errors(rows[i].why, rows[i].others);
	}
}
END_TEST

START_TEST(capabilities)
{
	static const struct { const char *release; uint32_t capability; int value;
	} rows[] = {
		{ "5.17", 108, 65536 },
		{ "7.2", 108, 65536 }, /* KVM_CAP_S390_MEM_OP */
		/* KVM_CAP_S390_MEM_OP_EXTENSION */
		{ "5.17", 211, 0 },
		{ "5.18", 211, 1 },
		{ "6.1", 211, 1 },
		{ "6.3", 211, 3 },
		{ "7.2", 211, 3 },
	};
	static const enum request_fd fds[] = { FD_VM, FD_SYSTEM };

	for (unsigned int fd = 0; fd < ARRAY_SIZE(fds); fd++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			begin(rows[i].capability, 0, 0, NO_KEY);
			set_level(rows[i].release);
			plan.request.kind = REQUEST_CAPABILITY;
			plan.request.fd = fds[fd];
			ck_assert_int_eq(ask()->ret, rows[i].value);
			ck_assert_uint_eq(allowed.n, 1);
		}
		begin(180, 0, 0, NO_KEY); /* KVM_CAP_S390_PROTECTED: as the machine is */
		plan.request.kind = REQUEST_CAPABILITY;
		plan.request.fd = fds[fd];
		ask();
		ck_assert(allowed.n == 2 && find_answer(0, 0, 0) && find_answer(1, 0, 0));
		kernel.protected_host = PROTECTED_HOST_NO;
		ck_assert(ask()->ret == 0 && allowed.n == 1);
		kernel.protected_host = PROTECTED_HOST_YES;
		ck_assert(ask()->ret == 1 && allowed.n == 1);
	}
}
END_TEST

/* The oracle allows nothing for other capabilities. */
START_TEST(other_capabilities)
{
	struct question q;

	begin(109, 0, 0, NO_KEY);
	q = question(false);
	allowed.n = 0;
	ask_capability(&q, &allowed);
	ck_assert_uint_eq(allowed.n, 0);
}
END_TEST

UNIT_MAIN("oracle: parameters", operations_descriptors_and_flags, undefined_operations,
	  undefined_flags, sizes, sizes_of_compare_and_exchange, alignment_of_compare_and_exchange,
	  keys, access_registers, sida, reserved_bytes_are_ignored, two_things_wrong, reasons,
	  wrong_pointers_besides, wrong_address_besides, capabilities, other_capabilities)
