// SPDX-License-Identifier: GPL-2.0-only
/* lib/case and lib/abi: products of axes, ids, selections, profiles, needs, levels. */
#include <stdio.h>
#include <string.h>

#include "lib/abi/level.h"
#include "lib/abi/memop.h"
#include "lib/case/need.h"
#include "lib/case/selection.h"
#include "lib/case/vocabulary.h"
#include "lib/history/history.h"
#include "tests/unit/unit.h"

/* A suite of 3 x 2 x 4 combinations; those with b=y,c=3 (3 of them) are pruned. */
static bool no_y3(const unsigned int *v)
{
	return v[1] == 1 && v[2] == 3;
}

static void build(const unsigned int *v, struct plan *plan)
{
	plan->request.size = v[0] * 100 + v[1] * 10 + v[2];
}

static const struct axis axes[] = {
	AXIS("a", "one", "two", "three"), AXIS("b", "x", "y"), AXIS_NUMBER("c", 4),
};
static const struct prune prunes[] = { { no_y3, "y has no 3" } };

SUITE(zz_test) = {
	.name = "zz_test", .axes = axes, .n_axes = 3, .prunes = prunes, .n_prunes = 1,
	.build = build,
};

static const struct suite *const suite = &suite_zz_test;

START_TEST(product_and_pruning)
{
	unsigned int v[AXES_MAX];
	struct plan plan;

	ck_assert_uint_eq(suite_size(suite), 24);
	suite_values(suite, 23, v);
	ck_assert(v[0] == 2 && v[1] == 1 && v[2] == 3);
	ck_assert_str_eq(suite_pruned(suite, v), "y has no 3");
	ck_assert_uint_eq(suite_index(suite, v), 23);
	suite_values(suite, 12, v);
	ck_assert(v[0] == 1 && v[1] == 1 && v[2] == 0);
	ck_assert_uint_eq(suite_index(suite, v), 12);
	ck_assert_ptr_null(suite_pruned(suite, v));
	suite_plan(suite, v, 0, &plan);
	ck_assert_uint_eq(plan.request.size, 110);
	ck_assert_uint_eq(plan.state.n_keys + plan.state.n_doublewords + plan.needs, 0);
}
END_TEST

START_TEST(suites_are_sorted_and_found)
{
	for (unsigned int i = 0; i + 1 < suite_count(); i++)
		ck_assert(suite_at(i + 1)->dangerous ||
			  strcmp(suite_at(i)->name, suite_at(i + 1)->name) < 0);
	ck_assert_ptr_eq(suite_find("zz_test"), suite);
	ck_assert_ptr_null(suite_find("zz_tes"));
	ck_assert_ptr_null(suite_at(suite_count()));
}
END_TEST

/* case_find() is the inverse of case_id(): for each suite, or a sample of a large one. */
START_TEST(ids_are_reversible)
{
	for (unsigned int i = 0; i < suite_count(); i++) {
		const struct suite *s = suite_at(i), *found;
		unsigned int v[AXES_MAX];
		char id[CASE_ID_MAX];
		uint64_t index, got;

		ck_assert_uint_le(s->n_axes, AXES_MAX);
		for (index = 0; index < suite_size(s); index += 1 + suite_size(s) / 20000) {
			suite_values(s, index, v);
			case_id(s, index, id, sizeof(id));
			if (suite_pruned(s, v)) {
				ck_assert_int_eq(case_find(id, &found, &got), -1);
				continue;
			}
			ck_assert_msg(case_find(id, &found, &got) == 0, "%s", id);
			ck_assert_msg(found == s && got == index, "%s", id);
		}
	}
}
END_TEST

START_TEST(id_format_and_bad_ids)
{
	static const char *const bad[] = {
		"", "/", "zz_test", "zz_test/", "zz_test/a=one", "zz_test/a=one,b=x",
		"zz_test/a=one,b=x,c=4", "zz_test/a=one,b=x,c=", "zz_test/a=one,b=x,c=0,",
		"zz_test/a=one,b=x,c=0 ", "zz_test/b=x,a=one,c=0",
		"zz_test/a=one,b=y,c=3", "zz_test/a=on,b=x,c=0", "zz_tes/a=one,b=x,c=0",
	};
	const struct suite *found;
	char id[CASE_ID_MAX];
	uint64_t index;

	case_id(suite, 13, id, sizeof(id));
	ck_assert_str_eq(id, "zz_test/a=two,b=y,c=1");
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		ck_assert_msg(case_find(bad[i], &found, &index) == -1, "%s", bad[i]);
}
END_TEST

static uint64_t count(const struct selection *selection)
{
	return selection_count(selection);
}

START_TEST(selection_by_suite_and_pattern)
{
	struct selection s = SELECTION_ALL;
	struct selected selected;
	struct cursor cursor = { 0 };

	s.suites[s.n_suites++] = suite;
	ck_assert_uint_eq(count(&s), 21);
	s.n_suites = 0;
	ck_assert_int_eq(selection_add(&s, "zz_test/a=two,b=y,c=1"), 0);
	ck_assert_uint_eq(count(&s), 1);
	ck_assert(selection_next(&s, &cursor, &selected));
	ck_assert(selected.suite == suite && selected.index == 13 && selected.v[2] == 1);
	ck_assert(!selection_next(&s, &cursor, &selected));
	ck_assert_int_eq(selection_add(&s, "zz_test/a=one,b=y,c=3"), -1);
	s.n_cases = 0;
	ck_assert_int_eq(selection_add(&s, "zz_*/a=two,*"), 0);
	ck_assert_uint_eq(count(&s), 7);
	ck_assert_int_eq(selection_add(&s, "zz_test/*,c=0"), 0);
	ck_assert_uint_eq(count(&s), 11);	/* 7 + 6, of which 2 match both patterns */
	ck_assert_int_eq(selection_add(&s, "zz_test/a=three,b=x,c=2"), 0);
	ck_assert_uint_eq(count(&s), 12);
	s.n_cases = 0;
	ck_assert_int_eq(selection_add(&s, "zz_test/a=@(two|one),b=y,c=1"), 0);
	ck_assert_uint_eq(count(&s), 2);
	s.n_cases = 0;
	ck_assert_int_eq(selection_add(&s, "nothing*"), 0);
	ck_assert_uint_eq(count(&s), 0);
}
END_TEST

START_TEST(shards_are_a_partition)
{
	unsigned int seen[24] = { 0 }, least = 24, most = 0, n;
	struct selection s = SELECTION_ALL;
	struct selected selected;
	struct cursor cursor;

	s.suites[s.n_suites++] = suite;
	s.shards = 4;
	for (s.shard = 0; s.shard < 4; s.shard++) {
		cursor = (struct cursor){ 0 };
		for (n = 0; selection_next(&s, &cursor, &selected); n++)
			seen[selected.index]++;
		least = n < least ? n : least;
		most = n > most ? n : most;
	}
	for (unsigned int i = 0; i < 24; i++)
		ck_assert_uint_eq(seen[i], i % 8 == 7 ? 0 : 1);
	ck_assert_uint_le(most - least, 1);
}
END_TEST

static const struct {
	int value;
	const char *label;
} named[] = { { 1, "one" }, { 2, "two" }, { 3, "three" } };

static const struct axis usual_axes[] = {
	AXIS_USUAL(2, "a", named),
	AXIS("b", [1] = "y", [0] = "x"),
	{ .name = "c", .n = 4, .usual = 3 },
};

static const struct suite usual = { .name = "zz_usual", .axes = usual_axes, .n_axes = 3 };

static const struct axis faulty[] = {
	AXIS("hole", [0] = "a", [2] = "c"), AXIS("null", "a", NULL, "b"),
	AXIS("twice", "a", "b", "a"), AXIS("comma", "a", "b,c"), AXIS("blank", "a b"),
};

/* Labels are found at any offset in a row, and for axes that have fewer values than rows. */
START_TEST(rows_are_labelled)
{
	static const struct axis first = AXIS_FIRST(2, "first", named);
	static const struct axis all = AXIS_ROWS("all", named);
	char buf[16];

	ck_assert_uint_eq(first.n, 2);
	ck_assert_uint_eq(all.n, 3);
	ck_assert_str_eq(axis_label(&all, 2), "three");
	ck_assert_ptr_null(axis_label(&usual_axes[2], 2));
	axis_value(&usual_axes[2], 2, buf, sizeof(buf));
	ck_assert_str_eq(buf, "2");
	axis_value(&usual_axes[1], 1, buf, sizeof(buf));
	ck_assert_str_eq(buf, "y");
	ck_assert_ptr_null(axis_fault(&all));
	ck_assert_ptr_null(axis_fault(&usual_axes[2]));
	for (unsigned int i = 0; i < ARRAY_SIZE(faulty); i++)
		ck_assert_msg(axis_fault(&faulty[i]) != NULL, "%s", faulty[i].name);
}
END_TEST

/*
 * build() has a row for each value (sanitizers detect reads beyond a table), and sets something in
 * the request.
 */
START_TEST(every_combination_has_a_plan)
{
	static struct history history;
	static struct plan plan;

	for (unsigned int i = 0; i < suite_count(); i++) {
		const struct suite *s = suite_at(i);
		const struct request *r = &plan.request;
		uint64_t index = 0, stride = 1 + suite_size(s) / 20000;
		unsigned int v[AXES_MAX];

		for (; profile_next(PROFILE_EXHAUSTIVE, s, &index, v); index += stride) {
			if (s->build_history) {
				history_init(&history);
				s->build_history(v, &history);
				ck_assert_uint_gt(history.n, 0);
				continue;
			}
			suite_plan(s, v, 0, &plan);
			ck_assert(s == suite || r->kind == REQUEST_CAPABILITY || r->gaddr ||
				  r->size || r->sida_offset || r->op);
		}
	}
}
END_TEST

static size_t walk(enum profile profile, const struct suite *s, uint64_t *list)
{
	unsigned int v[AXES_MAX];
	uint64_t index = 0;
	size_t n = 0;

	for (; profile_next(profile, s, &index, v); index++) {
		ck_assert_uint_eq(suite_index(s, v), index);
		list[n++] = index;
	}
	return n;
}

/* Quick has every pair of usual values, and no combination that default does not have. */
START_TEST(profiles)
{
	unsigned int v[AXES_MAX], seen[3][3][4][4] = { 0 };
	struct suite few = usual, none = usual;
	uint64_t list[24];
	size_t n, i;

	n = walk(PROFILE_DEFAULT, &usual, list);
	ck_assert_uint_eq(n, 12);
	for (i = 0; i < n; i++) {
		suite_values(&usual, list[i], v);
		ck_assert(v[0] < 2 && v[1] < 2 && v[2] < 3);
	}
	ck_assert_uint_eq(walk(PROFILE_EXHAUSTIVE, &usual, list), 24);
	n = walk(PROFILE_QUICK, &usual, list);
	for (i = 0; i < n; i++) {
		ck_assert(!i || list[i] > list[i - 1]);
		suite_values(&usual, list[i], v);
		ck_assert(v[0] < 2 && v[1] < 2 && v[2] < 3);
		seen[0][1][v[0]][v[1]] = seen[0][2][v[0]][v[2]] = seen[1][2][v[1]][v[2]] = 1;
	}
	few.quick = 3;
	ck_assert_uint_eq(walk(PROFILE_QUICK, &few, list), 3);
	ck_assert(list[0] < list[1] && list[1] < list[2]);
	none.quick = QUICK_NONE;
	ck_assert_uint_eq(walk(PROFILE_QUICK, &none, list), 0);
	for (unsigned int a = 0; a < 2; a++)
		for (unsigned int b = 0; b < 2; b++)
			for (unsigned int c = 0; c < 3; c++)
				ck_assert(seen[0][1][a][b] && seen[0][2][a][c] && seen[1][2][b][c]);
}
END_TEST

static bool no_x2(const unsigned int *v)
{
	return v[1] == 0 && v[2] == 2;
}

static const struct prune two_prunes[] = {
	{ no_y3, "y has no 3" }, { no_x2, "x has no 2" },
};

static const struct suite walked = {
	.name = "zz_walked", .axes = usual_axes, .n_axes = 3, .prunes = two_prunes, .n_prunes = 2,
};

/* The next combination, found by testing every index in turn; 24 if there is none. */
static uint64_t next_by_number(enum profile profile, uint64_t index, unsigned int *v)
{
	for (; index < 24; index++) {
		suite_values(&walked, index, v);
		if (suite_pruned(&walked, v))
			continue;
		if (profile == PROFILE_EXHAUSTIVE || (v[0] < 2 && v[1] < 2 && v[2] < 3))
			break;
	}
	return index;
}

/* profile_next() from every index, in ascending and in descending order. */
START_TEST(next_of_profile)
{
	unsigned int v[AXES_MAX], want_v[AXES_MAX];
	uint64_t i, index, want;

	for (i = 0; i < 100; i++) {
		enum profile profile = i / 50 ? PROFILE_EXHAUSTIVE : PROFILE_DEFAULT;

		index = i % 50 < 25 ? i % 50 : 49 - i % 50;
		want = next_by_number(profile, index, want_v);
		ck_assert(profile_next(profile, &walked, &index, v) == (want < 24));
		if (want == 24)
			continue;
		ck_assert_uint_eq(index, want);
		ck_assert(!memcmp(v, want_v, 3 * sizeof(v[0])));
	}
}
END_TEST

/* Operations and flags are compared with the numbers of api.rst, not with those of lib/abi. */
START_TEST(vocabulary_sets_requests)
{
	static const struct {
		const char *label;
		enum request_fd fd;
		unsigned int needs;
	} rows[OPERATIONS] = {
		{ "logical_read", FD_VCPU, 0 },
		{ "logical_write", FD_VCPU, 0 },
		{ "sida_read", FD_VCPU, 0 },
		{ "sida_write", FD_VCPU, 0 },
		{ "absolute_read", FD_VM, NEED_MEMOP_EXTENSION },
		{ "absolute_write", FD_VM, NEED_MEMOP_EXTENSION },
		{ "absolute_cmpxchg", FD_VM, NEED_MEMOP_EXTENSION | NEED_CMPXCHG },
	};
	static struct plan plan;
	struct request *r = &plan.request;

	for (unsigned int i = 0; i < OPERATIONS; i++) {
		plan.needs = 0;
		request_init(r);
		ck_assert_str_eq(operations[i].label, rows[i].label);
		set_operation(&plan, &operations[i]);
		ck_assert(r->op == i && r->fd == rows[i].fd && plan.needs == rows[i].needs);
		set_key(&plan, NO_KEY);
		ck_assert(r->flags == 0 && plan.needs == rows[i].needs);
		r->flags = modes[MODE_CHECK_INJECT].flags;
		set_key(&plan, 9);
		ck_assert(r->flags == 7 && r->key == 9 && plan.needs & NEED_MEMOP_EXTENSION);
	}
	r->size = 8;
	set_cmpxchg_values(r, LAYOUT_DATA);
	for (unsigned int i = 0; i < MEMOP_CMPXCHG_MAX; i++) {
		uint8_t held = (uint8_t)(pattern_doubleword(LAYOUT_DATA) >> (56 - 8 * i % 64));

		ck_assert_uint_eq(r->old_value[i], i < 8 ? held : 0);
		ck_assert_uint_eq(r->new_value[i], i < 8 ? 0xff - held : 0);
	}
}
END_TEST

START_TEST(levels)
{
	static const struct {
		const char *release;
		int ret;
		const char *name;
		bool vm, cx;
	} rows[] = {
		{ "5.17.3", 0, "5.17.3", false, false },
		{ "5.18", 0, "5.18.0", true, false },
		{ "6.1.?", 0, "6.1.?", true, false },
		{ "6.2.16", 0, "6.2.16", true, false },
		{ "6.3", 0, "6.3.0", true, true },
		{ "6.12.107+deb13-s390x", 0, "6.12.107", true, true },
		{ "7.0", 0, "7.0.0", true, true },
		{ "7.3-rc7", 0, "7.3.0", true, true },
		{ "10.0.?", 0, "10.0.?", true, true },
		{ "", -1, "", 0, 0 }, { "linux", -1, "", 0, 0 },
		{ "6", -1, "", 0, 0 }, { "6.?", -1, "", 0, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level l = { 0 };
		char name[32];

		ck_assert_msg(level_parse(&l, rows[i].release) == rows[i].ret, "%s",
			      rows[i].release);
		if (rows[i].ret)
			continue;
		level_name(&l, name, sizeof(name));
		ck_assert_str_eq(name, rows[i].name);
		ck_assert_msg(l.vm_ops == rows[i].vm && l.cmpxchg == rows[i].cx, "%s",
			      rows[i].release);
		ck_assert_msg(l.log_of_fetches == (l.major < 7), "%s", rows[i].release);
	}
}
END_TEST

/* Rows: uname -r, /proc/version, /proc/version_signature, and the level found in them. */
START_TEST(levels_of_distributions)
{
	static const struct { const char *release, *banner, *signature, *name; } rows[] = {
		{ "6.1.0-50-s390x",
		  "Linux version 6.1.0-50-s390x (debian-kernel@lists.debian.org) "
		  "(gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils) 2.40) "
		  "#1 SMP Debian 6.1.176-1 (2026-10-30)", "", "6.1.176" },
		{ "6.12.107+deb13-s390x",
		  "Linux version 6.12.107+deb13-s390x (debian-kernel@lists.debian.org) "
		  "(s390x-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld (GNU Binutils) 2.44) "
		  "#1 SMP Debian 6.12.107-1 (2026-11-02)", "", "6.12.107" },
		{ "7.3-s390x",
		  "Linux version 7.3-s390x (debian-kernel@lists.debian.org) "
		  "(s390x-linux-gnu-gcc-15 (Debian 15.2.0-4) 15.2.0) "
		  "#1 SMP Debian 7.3~rc7-1~exp1 (2026-11-16)", "", "7.3.0" },
		/* Ignored: the version of the compiler, and of a kernel that is not this one. */
		{ "6.1.0-50-s390x",
		  "Linux version 6.1.0-50-s390x (me@here) (gcc-12 (Debian 6.1.5-14) 12.2.0) "
		  "#1 SMP Mon Nov 2", "", "6.1.?" },
		{ "6.1.0-50-s390x",
		  "Linux version 6.1.0-50-s390x (x) (gcc) #1 SMP Debian 6.12.107-1", "", "6.1.?" },
		{ "6.1.0-50-s390x", "", "", "6.1.?" },
		/* What level_name() prints: --level may repeat it. */
		{ "5.14.?", "", "", "5.14.?" },
		{ "6.8.0-31-generic",
		  "Linux version 6.8.0-31-generic (buildd@bos02-s390x-014) "
		  "(s390x-linux-gnu-gcc-13 (Ubuntu 13.2.0-23ubuntu4) 13.2.0, GNU ld (GNU Binutils "
		  "for Ubuntu) 2.42) #31-Ubuntu SMP Sat Apr 20 00:14:26 UTC 2024",
		  "Ubuntu 6.8.0-31.31-generic 6.8.1", "6.8.1" },
		{ "5.15.0-113-generic",
		  "Linux version 5.15.0-113-generic (buildd@bos02) (gcc (Ubuntu 11.4.0) 11.4.0) "
		  "#123-Ubuntu SMP", "", "5.15.?" },
		{ "6.11.4-301.fc41.s390x",
		  "Linux version 6.11.4-301.fc41.s390x (mockbuild@0a1b) "
		  "(gcc (GCC) 14.2.1 20240912 (Red Hat 14.2.1-3), GNU ld version 2.43.1-2.fc41) "
		  "#1 SMP Sun Oct 20 15:02:33 UTC 2024", "", "6.11.4" },
		{ "6.12.0-65.fc42.s390x", "", "", "6.12.0" },
		{ "5.14.0-503.11.1.el9_5.s390x",
		  "Linux version 5.14.0-503.11.1.el9_5.s390x (mockbuild@s390-074) "
		  "(gcc (GCC) 11.5.0 20240719 (Red Hat 11.5.0-2), GNU ld version 2.35.2-54.el9) "
		  "#1 SMP Wed Oct 16 11:26:18 EDT 2024", "", "5.14.?" },
		{ "6.4.0-150600.23.7-default",
		  "Linux version 6.4.0-150600.23.7-default (geeko@buildhost) "
		  "(gcc (SUSE Linux) 7.5.0, GNU ld (GNU Binutils; SUSE Linux Enterprise 15) 2.41) "
		  "#1 SMP Thu May 30 12:43:34 UTC 2024 (35ba1b2)", "", "6.4.?" },
		{ "5.14.21-150500.55.44-default", "", "", "5.14.?" },
		{ "6.11.3-1-default", "", "", "6.11.3" },		/* openSUSE Tumbleweed */
		{ "6.8.0", "", "", "6.8.0" },
		{ "6.1.176+", "", "", "6.1.176" },
		{ "7.3.0-rc7", "", "", "7.3.0" },
		{ "6.8.0-00012-g0123abcdef01", "", "", "6.8.0" },
		{ "6.8.0-rc3-00012-g0123abcdef01-dirty", "", "", "6.8.0" },
	};
	struct level l;
	char name[32];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		ck_assert_int_eq(level_of_kernel(&l, rows[i].release, rows[i].banner,
						 rows[i].signature), 0);
		level_name(&l, name, sizeof(name));
		ck_assert_msg(!strcmp(name, rows[i].name), "%s is %s", rows[i].release, name);
	}
	ck_assert_int_eq(level_of_kernel(&l, "linux", "", ""), -1);
}
END_TEST

/*
 * KVM_CAP_S390_MEM_OP_EXTENSION decides which operations a kernel with backports has; operations
 * beyond those of the version are a sign of backports. Without backports, a kernel that lost an
 * operation must fail, not be skipped.
 */
START_TEST(levels_with_extension)
{
	static const struct { const char *version; int extension; bool vm, cx, backports; } rows[] = {
		{ "5.14.?", 0, false, false, true }, { "5.14.?", -1, false, false, true },
		{ "5.14.?", 1, true, false, true }, { "5.14.?", 3, true, true, true },
		{ "6.4.?", 1, true, false, true }, { "6.4.?", 3, true, true, true },
		{ "5.14", 0, false, false, false }, { "5.14", 1, true, false, true },
		{ "5.15.131", 3, true, true, true }, { "6.1", 3, true, true, true },
		{ "6.1", 1, true, false, false }, { "6.1", 0, true, false, false },
		{ "6.12", 0, true, true, false }, { "6.12", 1, true, true, false },
		{ "6.12", 3, true, true, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level l = { 0 };

		ck_assert_int_eq(level_parse(&l, rows[i].version), 0);
		level_probe(&l, rows[i].extension);
		ck_assert_msg(l.vm_ops == rows[i].vm && l.cmpxchg == rows[i].cx &&
			      l.backports == rows[i].backports, "row %u", i);
	}
}
END_TEST

/* The line "expected:" of the summary. */
START_TEST(described_levels)
{
	static const struct { const char *release; int extension; const char *words; } rows[] = {
		{ "6.1.176", 1, "Linux 6.1.176, absolute operations, no compare-and-exchange, "
		  "perhaps protected guests, fetches may be in the dirty log" },
		{ "7.2", 3, "Linux 7.2.0, absolute operations, compare-and-exchange, "
		  "perhaps protected guests" },
		{ "5.14.0-503.el9.s390x", 3, "Linux 5.14 with backports, absolute operations, "
		  "compare-and-exchange, perhaps protected guests, "
		  "fetches may be in the dirty log" },
		{ "6.4.0-150600.23.7-default", 1, "Linux 6.4 with backports, absolute operations, "
		  "no compare-and-exchange (although Linux 6.3 has it), "
		  "perhaps protected guests, fetches may be in the dirty log" },
	};
	char text[256];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level l;

		ck_assert_int_eq(level_of_kernel(&l, rows[i].release, "", ""), 0);
		ck_assert_str_eq(l.release, rows[i].release);
		level_probe(&l, rows[i].extension);
		level_describe(&l, text, sizeof(text));
		ck_assert_str_eq(text, rows[i].words);
	}
}
END_TEST

/* /sys/firmware/uv/prot_virt_host exists since 5.13, on machines with an ultravisor. */
START_TEST(protected_hosts)
{
	static const struct {
		const char *release;
		char content;		/* of that file; 0: there is none */
		enum protected_host host;
	} rows[] = {
		{ "5.12", 0, PROTECTED_HOST_UNKNOWN },
		{ "5.13", 0, PROTECTED_HOST_NO },
		{ "6.1", '0', PROTECTED_HOST_NO },
		{ "6.1", '1', PROTECTED_HOST_YES },
		{ "5.12", '1', PROTECTED_HOST_YES },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level l;

		ck_assert_int_eq(level_parse(&l, rows[i].release), 0);
		ck_assert_int_eq(l.protected_host, PROTECTED_HOST_UNKNOWN);
		ck_assert_int_eq(level_protected_host(&l, rows[i].content), rows[i].host);
	}
}
END_TEST

START_TEST(needs_and_names)
{
	static const struct { struct offer offer; unsigned int met; } rows[] = {
		{ { .emulated = true }, 0 },
		{ { .extension = -1, .protected = -1, .emulated = true }, 0 },
		{ { .extension = 1, .emulated = true }, NEED_MEMOP_EXTENSION },
		{ { .extension = 3, .emulated = true }, NEED_MEMOP_EXTENSION | NEED_CMPXCHG },
		{ { .emulated = false }, NEED_EXECUTE_STATUS },
		{ { .protected = 1, .emulated = true }, NEED_PROTECTED },
		{ { .huge_pages = true, .emulated = true }, NEED_HUGE_PAGES },
		{ { .userfault = true, .emulated = true }, NEED_USERFAULT },
		{ { .dangerous = true, .emulated = true }, NEED_DANGEROUS },
		{ { .events = NEED_SWAP | NEED_CMMA, .emulated = true }, NEED_SWAP | NEED_CMMA },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		ck_assert_uint_eq(needs_met(&rows[i].offer), rows[i].met);
	for (unsigned int i = 0; i < NEEDS; i++) {
		ck_assert_uint_eq(need_find(needs[i].name), needs[i].bit);
		ck_assert_str_eq(need_reason(needs[i].bit), needs[i].reason);
	}
	ck_assert_uint_eq(need_find("cmpxchg"), NEED_CMPXCHG);
	ck_assert_uint_eq(need_find("sorcery"), 0);
	ck_assert_ptr_nonnull(strstr(need_reason(NEED_CMPXCHG), "compare-and-exchange"));
	ck_assert_str_eq(memop_op_name(6), "absolute_cmpxchg");
	ck_assert_ptr_null(memop_op_name(7));
	ck_assert_ptr_null(memop_op_name(UINT32_MAX));
}
END_TEST

UNIT_MAIN("case", product_and_pruning, suites_are_sorted_and_found, ids_are_reversible,
	  id_format_and_bad_ids, selection_by_suite_and_pattern, shards_are_a_partition,
	  rows_are_labelled, every_combination_has_a_plan, profiles, next_of_profile,
	  vocabulary_sets_requests, levels, levels_of_distributions, levels_with_extension,
	  described_levels,
	  protected_hosts, needs_and_names)
