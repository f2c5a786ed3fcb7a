// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/known: rows of known deviations, the kernels and cases they apply to, and errors in a row.
 */
#include <stdio.h>
#include <string.h>

#include "lib/case/pattern.h"
#include "lib/case/suite.h"
#include "lib/known/expectations.h"
#include "lib/known/history.h"
#include "tests/unit/unit.h"

static char why[256];

static struct level level_of(const char *version)
{
	struct level level = { 0 };

	ck_assert_int_eq(level_parse(&level, version), 0);
	return level;
}

static struct level level_of_release(const char *release)
{
	struct level level = { 0 };

	ck_assert_int_eq(level_of_kernel(&level, release, "", ""), 0);
	return level;
}

START_TEST(ranges)
{
	static const struct { const char *range, *version; enum covered covered; } rows[] = {
		{ "5.18-6.19", "5.17.99", NOT_COVERED }, { "5.18-6.19", "5.18", COVERED },
		{ "5.18-6.19", "6.19.30", COVERED },
		{ "5.18-6.19", "7.0", NOT_COVERED }, { "5.18-6.19", "6.1.?", UNDECIDED },
		{ "5.18-6.19", "7.0.?", UNDECIDED }, { "5.18-6.19", "5.14.?", UNDECIDED },
		{ "6.1-6.1.113", "6.1.113", COVERED }, { "6.1-6.1.113", "6.1.114", NOT_COVERED },
		{ "6.1.5-", "6.1.4", NOT_COVERED }, { "6.1.5-", "6.2", COVERED },
		{ "-6.0", "5.4", COVERED }, { "-6.0", "6.0.9999", COVERED },
		{ "-6.0", "6.1", NOT_COVERED }, { "-", "10.0", COVERED },
		{ "7.0-7.2", "7.3", NOT_COVERED }, { "6.9-6.10", "6.10.1", COVERED },
		{ "6.9-6.10", "6.8.1", NOT_COVERED },
		{ "*.el9*", "5.14.0-503.11.1.el9_5.s390x", COVERED },
		{ "*.el9*", "5.14.0-503.11.1.el8_5.s390x", NOT_COVERED },
		{ "*.el9*", "5.14.21-150500.55.44-default", NOT_COVERED },
		{ "5.14.0-*.el9_[0-4]*", "5.14.0-427.13.1.el9_4.s390x", COVERED },
		{ "5.14.0-*.el9_[0-4]*", "5.14.0-503.11.1.el9_5.s390x", NOT_COVERED },
		{ "6.4.0-150600.*", "6.4.0-150600.23.7-default", COVERED },
		{ "6.8.0-*-generic", "6.8.0-31-generic", COVERED },
		{ "6.1.[0-9]", "6.1.5", COVERED }, { "6.1.[0-9]", "6.1.15", NOT_COVERED },
	};
	static const char *const bad[] = {
		"", "6.1", "6-7", "6.1-6", "x-6.1", "6.1-y", "6.1 - 6.2", "6.2-6.1", "6.1.5-6.1.4",
		"6.1-6.2-6.3", "6.1.-6.2", "6.1-6.2.", "6.1.2.3-", "-6.1x",
		"5.14.0-503.11.1.el9_5.s390x", "6.4.0-150600.23",
	};
	struct range range;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level level = level_of_release(rows[i].version);

		if (strstr(rows[i].version, ".?"))
			level = level_of(rows[i].version);
		ck_assert_msg(!range_parse(&range, rows[i].range), "%s", rows[i].range);
		ck_assert_msg(range_covers(&range, &level) == rows[i].covered, "%s, %s",
			      rows[i].range, rows[i].version);
		range_free(&range);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		ck_assert_msg(range_parse(&range, bad[i]) == -1, "%s", bad[i]);
}
END_TEST

#define COMMIT "0123456789ab"

START_TEST(parsed_fixes)
{
	static const struct { const char *fix, *version; enum covered lacks; } rows[] = {
		{ "none", "6.1", COVERED }, { "none", "99.0", COVERED },
		{ COMMIT " in 6.9", "6.8.12", COVERED }, { COMMIT " in 6.9", "6.9", NOT_COVERED },
		{ COMMIT " in 6.9", "7.0", NOT_COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.1.113", COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.1.114", NOT_COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.1.200", NOT_COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.2.200", COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.6.1", UNDECIDED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.11", COVERED },
		{ COMMIT " in 6.12, 6.1.114, 6.6.?", "6.12", NOT_COVERED },
		{ COMMIT " in 5.17, CVE-2022-0516", "5.16", COVERED },
		{ COMMIT " in 5.17, 5.15.?, CVE-2022-0516", "5.15.3", UNDECIDED },
	};
	static const char *const bad[] = {
		"", "non", "none ", COMMIT, COMMIT " in", COMMIT " in ", COMMIT " in 6",
		COMMIT " in 6.9.1", COMMIT " in 6.9,", COMMIT " in 6.9, 6.8",
		COMMIT " in 6.9, 6.9.1", COMMIT " in 6.9, 6.10.1", COMMIT " in 6.9, 6.8.x",
		COMMIT " in 6.9, 6.8.1x", COMMIT " in 6.9, CVE", COMMIT " in 6.9, CVE-1, 6.8.1",
		COMMIT " in 6.9 CVE-1", "0123456789a in 6.9", "0123456789aG in 6.9",
		"the rewrite in 7.0", COMMIT COMMIT COMMIT COMMIT " in 6.9",
	};
	struct fix fix;
	char name[96];

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct level level = level_of(rows[i].version);

		ck_assert_msg(!fix_parse(&fix, rows[i].fix), "%s", rows[i].fix);
		ck_assert_msg(fix_lacks(&fix, &level) == rows[i].lacks, "%s, %s", rows[i].fix,
			      rows[i].version);
	}
	fix_name(&fix, name, sizeof(name));
	ck_assert_str_eq(name, COMMIT " (CVE-2022-0516, in 5.17)");
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		ck_assert_msg(fix_parse(&fix, bad[i]) != NULL, "%s", bad[i]);
}
END_TEST

START_TEST(patterns)
{
	static const struct { const char *pattern, *suite; bool fits; } rows[] = {
		{ "sida/*", "sida", true }, { "sida/*", "sid", false },
		{ "sida/*", "sidaa", false }, { "sid*", "sida", true },
		{ "*,mode=check*", "sida", true }, { "?ida/*", "sida", true },
		{ "[rs]ida/*", "flags", true }, { "sida/op=x", "sida", true },
		{ "sida", "sida", false }, { "flags/*", "sida", false }, { "fl*", "flags", true },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		ck_assert_msg(pattern_fits_suite(rows[i].pattern, rows[i].suite) == rows[i].fits,
			      "%s %s", rows[i].pattern, rows[i].suite);
	ck_assert(pattern_names_a_case("capabilities/capability=mem_op,fd=vm"));
	ck_assert(pattern_names_a_case("*/capability=mem_op,fd=vm"));
	ck_assert(!pattern_names_a_case("capabilities/capability=mem_op,fd=nowhere"));
	ck_assert(!pattern_names_a_case("unheard_of/*"));
}
END_TEST

/* A change of an axis must not leave rows that match no case. */
START_TEST(files_are_sound)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	expectations_print_complaints(out, "");
	history_print_complaints(out, "");
	fclose(out);
	ck_assert_str_eq(text, "");
	free(text);
	ck_assert_ptr_nonnull(expectation_at(10));
	ck_assert_ptr_null(expectation_at(expectations_built_in()));
}
END_TEST

#define ROW(observed) "6.1-6.2 | flags/* | " observed " | none | it is so\n"

START_TEST(bad_rows)
{
	static const char *const bad[] = {
		"6.1-6.2", "6.1-6.2 | flags/*", "6.1-6.2 | flags/* | hangs",
		"6.1-6.2 | flags/* | hangs | none", "6.1-6.2 | flags/* | hangs | none | ",
		"6.1-6.2 | | hangs | none | why", "6.1 | flags/* | hangs | none | why",
		"6.2-6.1 | flags/* | hangs | none | why", "6.1- | flugs/* | hangs | none | why",
		"6.1- | flags/* | hangs | fixed | why",
		"6.1.5- | flags/* | returns 4 | none | of the same kernels as line 2",
		"5.18-6.1 | flags/* | returns 4 | " COMMIT " in 6.2 | of the same kernels",
		ROW("hang"), ROW("returns"), ROW("returns x"), ROW("returns 4 "),
		ROW("returns right"), ROW("returns wrong"),
		ROW("returns 4, nothing"), ROW("returns 4, return value"),
		ROW("returns 4,registers"), ROW("returns 4 or"),
		ROW("returns 4 or hangs"),
		ROW("returns 1 or returns 2 or returns 3 or returns 4 or returns 5"),
	};
	char text[256];
	unsigned int built_in = expectations_built_in();

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(text, sizeof(text), "# a comment\n%s\n%s", ROW("returns 4"), bad[i]);
		ck_assert_msg(expectations_add(text, "rows", why, sizeof(why)) == -1, "%s", bad[i]);
		ck_assert_msg(!strncmp(why, "rows:4: ", 8) && !strchr(why, '\n'), "%s", why);
		ck_assert_ptr_null(expectation_at(built_in));
	}
}
END_TEST

/*
 * There is no limit to the number of rows. Rows of a second call replace those of the first.
 */
START_TEST(many_rows)
{
	static char text[16384];
	struct text t = TEXT_IN(text);
	unsigned int built_in = expectations_built_in();

	for (unsigned int i = 0; i < 200; i++)
		text_add(&t, "6.1-6.2 | flags/* | returns %u | none | it is so\n", i);
	ck_assert_int_eq(expectations_add(text, "rows", why, sizeof(why)), 0);
	ck_assert_ptr_nonnull(expectation_at(built_in + 199));
	ck_assert_str_eq(expectation_at(built_in + 199)->where, "rows:200");
	ck_assert_ptr_null(expectation_at(built_in + 200));
	ck_assert_int_eq(expectations_add(ROW("hangs"), "rows", why, sizeof(why)), 0);
	ck_assert_ptr_null(expectation_at(built_in + 1));
}
END_TEST

/* A row of the same kernels, cases and deviation is refused, also if known.txt has it. */
START_TEST(duplicates)
{
	unsigned int built_in = expectations_built_in();
	const char *row;

	ck_assert_int_eq(expectations_add(ROW("returns 4")
					  "6.3- | flags/* | returns 4 | none | x\n"
					  "*.el9* | flags/* | returns 4 | none | x\n"
					  "*.el8* | flags/* | returns 4 | none | x\n"
					  ROW("returns 4, old value"), "rows", why, sizeof(why)), 0);
	ck_assert_int_eq(expectations_add("*.el9* | flags/* | hangs | none | x\n"
					  "# both name this release\n"
					  "*.el9* | flags/* | hangs | none | y\n", "rows", why,
					  sizeof(why)), -1);
	ck_assert_str_eq(why, "rows:3: rows:1 already says this");
	row = expectation_at(0)->row;
	ck_assert_int_eq(expectations_add(row, "rows", why, sizeof(why)), -1);
	ck_assert_msg(!strncmp(why, "rows:1: known.txt:", 18), "%s", why);
	ck_assert_ptr_null(expectation_at(built_in));
}
END_TEST

#define BOTH "returns right, pending interruption, interruption taken"

/* A row matches only if it names exactly the aspects that differ. */
START_TEST(explained)
{
	static const struct {
		const char *row;
		bool right;
		int ret;
		unsigned int aspects;
		bool known;
	} rows[] = {
		{ ROW("returns 4"), false, 4, 0, true },
		{ ROW("returns 4"), false, 5, 0, false },
		{ ROW("returns 4"), false, 4, ASPECT_STORAGE, false },
		{ ROW("returns 4"), false, 4, ASPECT_BUFFER, false },
		{ ROW("returns 4"), true, 4, 0, false },
		{ ROW("returns -14"), false, -14, 0, true },
		{ ROW("returns 4, registers"), false, 4, ASPECT_REGISTERS, true },
		{ ROW("returns 4, registers"), false, 4, 0, false },
		{ ROW("returns 4, registers"), false, 4, ASPECT_REGISTERS | ASPECT_STORAGE, false },
		{ ROW("returns 4 or returns 4, old value"), false, 4, 0, true },
		{ ROW("returns 4 or returns 4, old value"), false, 4, ASPECT_OLD, true },
		{ ROW("returns 4 or returns 4, old value"), false, 4, ASPECT_KEY, false },
		{ ROW(BOTH), true, 4, ASPECT_PENDING | ASPECT_DELIVERED, true },
		{ ROW(BOTH), true, 4, ASPECT_PENDING, false },
		{ ROW("returns right, dirty log"), true, 0, ASPECT_DIRTY, true },
		{ ROW("returns right, dirty log"), false, 0, ASPECT_DIRTY, false },
		{ ROW("hangs"), false, 4, 0, false },
	};
	static const char id[] = "flags/op=logical_read,fd=own,bit=0,and=0";
	struct level level = level_of("6.1.7"), later = level_of("6.3");
	int first = (int)expectations_built_in();

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		struct deviation d = { rows[i].right, rows[i].ret, rows[i].aspects };

		ck_assert_msg(!expectations_add(rows[i].row, "rows", why, sizeof(why)), "%s", why);
		ck_assert_msg(expectation_explain(&level, id, &d) == (rows[i].known ? first : -1),
			      "row %u", i);
		ck_assert_int_eq(expectation_explain(&later, id, &d), -1);
		ck_assert_int_eq(expectation_explain(&level, "absolute/x=y", &d), -1);
	}
	/* The last row of the table says "hangs". */
	ck_assert_int_eq(expectation_hang(&level, id), first);
	ck_assert_int_eq(expectation_hang(&later, id), -1);
	ck_assert(expectation_for_suite(&level, "flags") && !expectation_for_suite(&level, "sida"));
	ck_assert(!expectation_for_suite(&later, "flags"));
	ck_assert_int_eq(expectations_add("6.1- | *,bit=0,* | hangs | none | why\n", "rows", why,
					  sizeof(why)), 0);
	ck_assert(expectation_for_suite(&level, "flags") && expectation_for_suite(&level, "sida"));
	ck_assert_int_eq(expectation_hang(&level, id), first);
}
END_TEST

/* Rows of known.txt, checked against the kernels on which docs/findings saw the deviation. */
START_TEST(built_in)
{
	static const char over[] =
		"absolute/limit=default,op=read,mode=check,key=none,state=plain,where=over_the_end";
	static const char race[] = "slot_race/x";
	const struct deviation zero = { .ret = 0 };
	struct level level = level_of("6.12.107");
	char reason[256];
	int row = expectation_explain(&level, over, &zero);

	ck_assert_int_ge(row, 0);
	expectation_reason((unsigned int)row, reason, sizeof(reason));
	ck_assert_ptr_nonnull(strstr(reason, " (docs/findings/F2.md)"));
	ck_assert_str_eq(expectation_at((unsigned int)row)->fix.commit, "e38c884df921");
	expectation_reason(100000, reason, sizeof(reason));
	ck_assert_str_eq(reason, "a row that known.txt no longer has");
	level = level_of("7.0");
	ck_assert_int_eq(expectation_explain(&level, over, &zero), -1);
	ck_assert_int_ge(expectation_hang(&level, race), 0);
	level = level_of("7.2.13");
	ck_assert_int_ge(expectation_hang(&level, race), 0);
	level = level_of("7.3-rc7");
	ck_assert_int_eq(expectation_hang(&level, race), -1);
}
END_TEST

#define EL9 "5.14.0-503.11.1.el9_5.s390x"

/*
 * A kernel with backports may have any deviation of known.txt, whatever its version; one without
 * backports only those that its version has. A row that names the release comes first.
 */
START_TEST(backports)
{
	static const char acrs[] = "access_registers/amode=64,op=read,mode=real,ar=5,alet=1,"
				   "defect=none,thread=strange";
	static const struct { const char *release; bool known; } rows[] = {
		{ "6.1.176", true }, { "6.8.12", true }, { "6.9", false }, { "6.12.107", false },
		{ "5.17", false }, { EL9, true }, { "6.4.0-150600.23.7-default", true },
		{ "6.12.0-55.el10.s390x", true }, { "6.12.107-503.el9.s390x", true },
	};
	const struct deviation d = { false, 40, ASPECT_REGISTERS };
	const struct deviation other = { false, 40, ASPECT_REGISTERS | ASPECT_STORAGE };
	struct level level;
	int row;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		level = level_of_release(rows[i].release);
		row = expectation_explain(&level, acrs, &d);
		ck_assert_msg((row >= 0) == rows[i].known, "%s", rows[i].release);
		ck_assert_int_eq(expectation_explain(&level, acrs, &other), -1);
		ck_assert(row < 0 || !strcmp(expectation_at((unsigned int)row)->fix.commit,
					     "01be7f53dfc2"));
	}
	ck_assert_int_ge(expectation_elsewhere(acrs, &d), 0);
	ck_assert_int_eq(expectation_elsewhere(acrs, &other), -1);
	ck_assert(!expectations_add("5.14.0-*.el9_[0-5]* | access_registers/*,thread=strange | "
				    "returns 40, registers | none | accepted here\n", "rows", why,
				    sizeof(why)));
	level = level_of_release(EL9);
	ck_assert_int_eq(expectation_explain(&level, acrs, &d), (int)expectations_built_in());
	level = level_of_release("5.14.0-611.el9_7.s390x");
	ck_assert_int_lt(expectation_explain(&level, acrs, &d), (int)expectations_built_in());
}
END_TEST

/* Must be the last test: expectations_ignore() cannot be undone. */
START_TEST(ignored)
{
	struct level level = level_of("6.12.107");

	ck_assert(expectation_for_suite(&level, "absolute"));
	expectations_ignore();
	ck_assert(!expectation_for_suite(&level, "absolute"));
	level = level_of("7.2");
	ck_assert_int_eq(expectation_hang(&level, "slot_race/x"), -1);
	ck_assert_ptr_nonnull(expectation_at(0));
}
END_TEST

UNIT_MAIN("known", ranges, parsed_fixes, patterns, files_are_sound, bad_rows, many_rows, duplicates,
	  explained, built_in, backports, ignored)
