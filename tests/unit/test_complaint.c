// SPDX-License-Identifier: GPL-2.0-only
/*
 * lib/kernel_log: recognises warnings and oopses, where each ends, and whether it concerns KVM.
 */
#include <stdio.h>
#include <string.h>

#include "lib/case/suite.h"
#include "lib/kernel_log/complaint.h"
#include "tests/unit/unit.h"

static struct complaint complaint;
static unsigned int found;

/*
 * Feed lines to the reader; lines that begin with '+' continue the previous one. The last complaint
 * is then in `complaint`, the number of complaints in `found`.
 */
static void read_lines(const char *const *lines)
{
	struct complaint_reader reader = { .task = "memop-cts" };

	found = 0;
	for (; *lines; lines++)
		found += complaint_line(&reader, *lines + (**lines == '+'), **lines == '+',
					&complaint);
	found += complaint_pause(&reader, true, &complaint);
}

#define READ(...) read_lines((const char *const []){ __VA_ARGS__, NULL })

START_TEST(a_warning_with_a_trace)
{
	READ("kvm: loaded",
	     "------------[ cut here ]------------",
	     "WARNING: CPU: 0 PID: 7 at arch/s390/kvm/x.c:33 leave+0x2/0x8 [kvm]",
	     "Modules linked in: kvm",
	     "CPU: 0 PID: 7 Comm: other Not tainted",
	     "Krnl PSW : 0704d00180000000 000003ff6004bf20 (leave+0x4/0x8 [kvm])",
	     "Call Trace:",
	     " [<000003ff6004bf20>] leave+0x4/0x8 [kvm] ",
	     "([<000003ff6004bf24>] caller+0x1/0x2)",
	     "Last Breaking-Event-Address:",
	     " [<000003ff6004bf28>] elsewhere+0x1/0x2",
	     "---[ end trace 0000000000000000 ]---",
	     "kvm: more");
	ck_assert_uint_eq(found, 1);
	ck_assert(complaint.of_kvm);
	ck_assert_str_eq(complaint.title,
			 "WARNING: CPU: 0 PID: 7 at arch/s390/kvm/x.c:33 leave+0x2/0x8 [kvm] "
			 "(leave+0x4/0x8 [kvm])");
	ck_assert_str_eq(complaint.trace, "in: leave+0x4/0x8 [kvm] < caller+0x1/0x2");
}
END_TEST

START_TEST(whose_it_is)
{
	static const struct { const char *line; bool of_kvm; } rows[] = {
		{ " [<00>] dev_watchdog+0x1/0x2", false },
		{ " [<00>] kvm_arch_destroy_vm+0x1/0x2", true },
		{ " [<00>] something+0x1/0x2 [kvm]", true },
		{ " [<00>] gmap_unlink+0x1/0x2", true },
		{ " [<00>] pgste_get_lock+0x1/0x2", true },
		{ "CPU: 0 PID: 7 Comm: memop-cts Not tainted", true },
		{ "CPU: 0 PID: 7 Comm: memop Not tainted", false },
		{ "Modules linked in: kvm gmap", false },
		{ "+ kvm_continued", false },		/* the list of modules continues */
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		READ("WARNING: CPU: 0 PID: 7 at net/x.c:33 x+0x1/0x2", "Modules linked in: some",
		     rows[i].line, "---[ end trace 0 ]---");
		ck_assert_uint_eq(found, 1);
		ck_assert_msg(complaint.of_kvm == rows[i].of_kvm, "%s", rows[i].line);
	}
}
END_TEST

/*
 * Lines after a complaint are not part of it; two complaints count as two; several lines that could
 * each begin one complaint count as one.
 */
START_TEST(where_it_ends)
{
	READ("INFO: task x:12 blocked for more than 120 seconds.",
	     "Call Trace:", " [<00>] a+0x1/0x2", "kvm: unrelated");
	ck_assert_uint_eq(found, 1);
	ck_assert(!complaint.of_kvm);
	READ("WARNING: a", "Call Trace:", " [<00>] a+0x1/0x2", "WARNING: b [kvm]");
	ck_assert_uint_eq(found, 2);
	ck_assert_str_eq(complaint.title, "WARNING: b [kvm]");
	ck_assert(complaint.of_kvm);
	READ("WARNING: a", "------------[ cut here ]------------", "WARNING: b",
	     "---[ end trace 0 ]---");
	ck_assert_uint_eq(found, 2);
	READ("------------[ cut here ]------------", "kernel BUG at arch/s390/kvm/x.c:3!",
	     "monitor event: 0040 ilc:2 [#1] SMP", "Call Trace:", " [<00>] a+0x1/0x2",
	     "---[ end trace 0 ]---");
	ck_assert_uint_eq(found, 1);
	ck_assert_str_eq(complaint.title, "kernel BUG at arch/s390/kvm/x.c:3!");
	READ("nothing", "to", "complain about: kvm");
	ck_assert_uint_eq(found, 0);
}
END_TEST

/*
 * A complaint that is incomplete when the input ends may be continued later; the reader waits for
 * the rest only once.
 */
START_TEST(in_two_parts)
{
	struct complaint_reader reader = { .task = "memop-cts" };

	ck_assert(!complaint_pause(&reader, false, &complaint));
	ck_assert(!complaint_line(&reader, "WARNING: a", false, &complaint));
	ck_assert(!complaint_pause(&reader, false, &complaint));
	ck_assert(!complaint_line(&reader, "Krnl PSW : 07 08 (kvm_x+0x1/0x2)", false, &complaint));
	ck_assert(!complaint_pause(&reader, false, &complaint));
	ck_assert(complaint_pause(&reader, false, &complaint));
	ck_assert_str_eq(complaint.title, "WARNING: a (kvm_x+0x1/0x2)");
	ck_assert(complaint.of_kvm);
	ck_assert(!complaint_pause(&reader, true, &complaint));
}
END_TEST

UNIT_MAIN("complaint", a_warning_with_a_trace, whose_it_is, where_it_ends, in_two_parts)
