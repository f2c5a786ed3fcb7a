// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/user.h"
#include "lib/machine/memory.h"

#define HUGE_OPERAND 0x20000u	/* room for operands that the kernel must reject as too large */
#define ROOM (HUGE_OPERAND + 2 * CANARY)

/*
 * For each of the two pointers of a request: a writable mapping that is followed by an unmapped
 * area, a read-only mapping with a writable alias (behind), and a copy of the initial content
 * (before).
 */
static struct mapping {
	uint8_t *writable, *read_only, *behind, *before, *unmapped;
	size_t size;
} mappings[2];

static int map(struct mapping *m)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int file = memfd_create("operands", MFD_CLOEXEC);
	uint8_t *p;

	m->size = (ROOM + page - 1) / page * page;
	p = mmap(NULL, 5 * m->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED || file < 0 || ftruncate(file, (off_t)m->size))
		return -1;
	m->writable = p;
	m->unmapped = p + m->size;
	m->read_only = p + 2 * m->size;
	m->before = p + 3 * m->size;
	m->behind = p + 4 * m->size;
	if (mmap(m->read_only, m->size, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED ||
	    mmap(m->behind, m->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) ==
		    MAP_FAILED)
		return -1;
	close(file);
	user_pattern_fill(m->before, 0, m->size);
	memcpy(m->writable, m->before, m->size);
	memcpy(m->behind, m->before, m->size);
	return munmap(m->unmapped, m->size);
}

int user_setup(void)
{
	return map(&mappings[0]) || map(&mappings[1]) ? -1 : 0;
}

static void prepare(struct place *place, const struct mapping *m, enum user_area area, uint32_t len)
{
	*place = (struct place){ .area = area, .window = { .before = m->before, .len = len } };
	switch (area) {
	case USER_NORMAL:
		place->window.now = m->writable;
		place->pointer = m->writable + CANARY;
		break;
	case USER_READ_ONLY:
		place->window.now = m->read_only;
		place->pointer = m->read_only + CANARY;
		break;
	case USER_TORN:
		place->pointer = m->unmapped - len / 2;
		break;
	case USER_UNMAPPED:
		place->pointer = m->unmapped + CANARY;
		break;
	case USER_NULL:
		break;
	}
}

/* Write n bytes to where the pointer points, even if that is read-only. */
static void put(const struct place *place, const struct mapping *m, const uint8_t *bytes, size_t n)
{
	if (place->window.now)
		memcpy(place->area == USER_READ_ONLY ? m->behind + CANARY : place->pointer, bytes,
		       n);
}

/* The operands of compare-and-exchange hold values instead of the pattern. */
static void prepare_value(struct place *place, const struct mapping *m, enum user_area area,
			  uint32_t len, const uint8_t *value)
{
	prepare(place, m, area, len);
	place->value_len = len < MEMOP_CMPXCHG_MAX ? len : MEMOP_CMPXCHG_MAX;
	memcpy(m->before + CANARY, value, place->value_len);
	put(place, m, value, place->value_len);
}

void user_prepare(struct user *user, const struct request *request)
{
	uint32_t len = request->size < HUGE_OPERAND ? request->size : HUGE_OPERAND;

	user->old = (struct place){ 0 };
	if (request->kind == REQUEST_MEMOP && request->op == MEMOP_ABSOLUTE_CMPXCHG) {
		prepare_value(&user->buf, &mappings[0], request->buf, len, request->new_value);
		prepare_value(&user->old, &mappings[1], request->old, len, request->old_value);
	} else {
		prepare(&user->buf, &mappings[0], request->buf, len);
	}
}

static void restore(const struct place *place, const struct mapping *m)
{
	if (place->value_len) {
		user_pattern_fill(m->before + CANARY, CANARY, place->value_len);
		put(place, m, m->before + CANARY, place->value_len);
	}
	if (place->area == USER_NORMAL && place->window.now)
		memcpy(m->writable, m->before, place->window.len + 2 * CANARY);
	if (place->area == USER_TORN)
		memcpy(m->unmapped - place->window.len / 2,
		       m->before + m->size - place->window.len / 2, place->window.len / 2);
}

void user_restore(const struct user *user)
{
	restore(&user->buf, &mappings[0]);
	restore(&user->old, &mappings[1]);
}
