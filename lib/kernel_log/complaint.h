/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Complaints in the kernel's log: a warning with a backtrace, an oops, a finding of a debugging
 * option. Each takes many lines.
 */
#ifndef LIB_KERNEL_LOG_COMPLAINT_H
#define LIB_KERNEL_LOG_COMPLAINT_H

#include <stdbool.h>

struct complaint {
	char title[256]; /* its first line, and where in the kernel it was, if it says so */
	char trace[1024];		/* "in: function < its caller < ...", or empty */
	bool of_kvm;			/* KVM or this program's own process is in its trace */
};

/* Reads lines one after the other. Initialise with { .task = the name of this process }. */
struct complaint_reader {
	const char *task;
	struct complaint complaint;	/* the one under way */
	bool open, in_trace, trace_read, in_modules, placed, waited;
	unsigned int lines;
};

/*
 * Take the next line of the log; continued: it continues the one before. True if a complaint is
 * complete with it, which is then in *complete.
 */
bool complaint_line(struct complaint_reader *reader, const char *line, bool continued,
		    struct complaint *complete);

/*
 * There are no more lines for now. A complaint that is under way is complete if nothing was added
 * to it since the last call, or if last is true.
 */
bool complaint_pause(struct complaint_reader *reader, bool last, struct complaint *complete);

#endif
