/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes the journal of a run from its first line to its last, and counts what it writes. Functions
 * that return int return 0, or -1 after one line on stderr: the journal cannot be written.
 */
#ifndef HOST_RUNNER_WRITER_H
#define HOST_RUNNER_WRITER_H

#include "host/runner/findings.h"
#include "host/runner/journal_file.h"
#include "host/runner/progress.h"
#include "host/runner/shared.h"
#include "host/runner/tally.h"

struct writer {
	const struct options *options;
	const struct facts *facts;
	const struct shared *shared;
	struct journal_file *file;
	struct tally tally;
	struct findings findings;
	struct progress progress;
	bool nothing_tried;		/* as this machine cannot run guests */
	bool log_incomplete;		/* the kernel's log was not read completely */
};

/* Write the description of the run, and the number of its cases. */
int writer_begin(struct writer *writer);

/* Write lines of a worker. */
int writer_save(struct writer *writer, const char *lines, size_t len);

int writer_note(struct writer *writer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Write a finding about the run as a whole; format: lines, each with its newline. */
int writer_finding(struct writer *writer, enum finding kind, enum verdict verdict,
		   const char *format, ...) __attribute__((format(printf, 4, 5)));

uint64_t writer_unexpected(const struct writer *writer);

/* Write the findings that need the final counts, and the end line. Returns the run's exit code. */
enum exit_code writer_end(struct writer *writer);

#endif
