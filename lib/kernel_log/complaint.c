// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "lib/kernel_log/complaint.h"

#define LINES_MAX 200	/* of one complaint; what comes later is not read as part of it */

/* How complaints begin, or what their first line contains. */
static const char *const signs[] = {
	"WARNING: ",
	"BUG: ",
	"Oops",
	"INFO: possible ",
	"INFO: task ",
	"UBSAN: ",
	"KASAN: ",
	"KCSAN: ",
	"kernel BUG at",
	"refcount_t: ",
	"list_add corruption",
	"list_del corruption",
	"suspicious RCU usage",
	"sleeping function called",
	"Bad page",
	" [#", /* any kind of die(): "illegal operation: 0001 ilc:2 [#1]SMP" */
	NULL
};

/* Names of functions, files and the module of KVM and of the guest's page tables. */
static const char *const kvm_signs[] = { "kvm", "gmap", "pgste", NULL };

static bool contains_any(const char *line, const char *const *words)
{
	for (; *words; words++)
		if (strstr(line, *words))
			return true;
	return false;
}

static bool starts_with(const char *line, const char *start)
{
	return !strncmp(line, start, strlen(start));
}

/*
 * A backtrace ends with the first line that is not indented, unless it belongs to the registers
 * that s390 prints behind it.
 */
static bool behind_trace(const struct complaint_reader *r, const char *line)
{
	return r->in_trace && line[0] != ' ' && line[0] != '[' && line[0] != '(' &&
	       !starts_with(line, "Last Breaking-Event-Address");
}

/* "Krnl PSW : 0704d00180000000 000003ff6004bf20 (dat_crstep_xchg_atomic+0x60/0xe0 [kvm])" */
static void add_place(struct complaint_reader *r, const char *line)
{
	const char *place = strstr(line, "Krnl PSW") ? strchr(line, '(') : NULL;
	size_t len = strlen(r->complaint.title);

	if (!place || r->placed)
		return;
	r->placed = true;
	snprintf(r->complaint.title + len, sizeof(r->complaint.title) - len, " %s", place);
}

/* Without spaces at the end, and the parenthesis of a doubtful address: "([<..>] name)". */
static size_t length_of_name(const char *text)
{
	size_t len = strlen(text);

	while (len && (text[len - 1] == ' ' || text[len - 1] == ')'))
		len--;
	return len;
}

/* " [<000003ff6004bf20>] kvm_arch_destroy_vm+0x60/0xe0 [kvm]" */
static void add_function(struct complaint_reader *r, const char *line)
{
	size_t len = strlen(r->complaint.trace);
	const char *name = strstr(line, ">] ");

	if (!r->in_trace || r->trace_read || !name)
		return;
	name += strlen(">] ");
	snprintf(r->complaint.trace + len, sizeof(r->complaint.trace) - len, "%s%.*s",
		 len ? " < " : "in: ", (int)length_of_name(name), name);
}

static void add_line(struct complaint_reader *r, const char *line, bool continued)
{
	r->waited = false;
	r->lines++;
	if (!continued)
		r->in_modules = starts_with(line, "Modules linked in:");
	/* A list of all modules there are says nothing of what happened. */
	if (r->in_modules)
		return;
	r->in_trace |= starts_with(line, "Call Trace:");
	r->trace_read |= starts_with(line, "Last Breaking-Event-Address");
	r->complaint.of_kvm |= contains_any(line, kvm_signs) || strstr(line, r->task);
	add_place(r, line);
	add_function(r, line);
}

static bool end(struct complaint_reader *r, struct complaint *complete)
{
	*complete = r->complaint;
	*r = (struct complaint_reader){ .task = r->task };
	return true;
}

static void begin(struct complaint_reader *r, const char *line)
{
	*r = (struct complaint_reader){ .task = r->task, .open = true };
	snprintf(r->complaint.title, sizeof(r->complaint.title), "%s", line);
	add_line(r, line, false);
}

bool complaint_line(struct complaint_reader *r, const char *line, bool continued,
		    struct complaint *complete)
{
	bool sign = contains_any(line, signs), ended = false;

	if (r->open && starts_with(line, "---[ end trace"))
		return end(r, complete);
	if (r->open && !continued &&
	    (behind_trace(r, line) || starts_with(line, "------------[ cut here") ||
	     r->lines == LINES_MAX))
		ended = end(r, complete);
	if (r->open)
		add_line(r, line, continued);
	else if (sign)
		begin(r, line);
	return ended;
}

bool complaint_pause(struct complaint_reader *r, bool last, struct complaint *complete)
{
	if (!r->open)
		return false;
	if (last || r->waited)
		return end(r, complete);
	r->waited = true;
	return false;
}
