// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>
#include <sys/wait.h>

#include "host/runner/loss.h"
#include "lib/journal/journal.h"
#include "lib/known/expectations.h"

bool loss_is_none(const struct shared *shared, const struct ending *ending)
{
	return !ending->hung && WIFEXITED(ending->status) && !WEXITSTATUS(ending->status) &&
	       atomic_load(&shared->doing) == DOING_EXIT;
}

bool loss_gave_up(const struct ending *ending)
{
	return !ending->hung && WIFEXITED(ending->status) &&
	       WEXITSTATUS(ending->status) == WORKER_GAVE_UP;
}

/* Say how the process ended. */
static void describe_end(struct text *text, const struct shared *shared,
			 const struct ending *ending, unsigned int case_timeout)
{
	if (ending->hung)
		text_add(text, "no progress within %u s\n%s", case_timeout, ending->stacks);
	else if (WIFSIGNALED(ending->status))
		text_add(text, "the worker process died of signal %d (%s)\n",
			 WTERMSIG(ending->status), strsignal(WTERMSIG(ending->status)));
	else if (loss_gave_up(ending))
		text_add(text, "%s\n", shared->why);
	else
		text_add(text, "the worker process left with exit code %d\n",
			 WEXITSTATUS(ending->status));
	if (ending->stuck)
		text_add(text, "the process cannot be killed: it is stuck in the kernel\n");
}

/* The steps of a history up to the one that was being made. */
static void add_steps(struct text *text, const struct shared *shared)
{
	size_t len = strlen(shared->steps);

	text_append(text, shared->steps, len);
	if (len && shared->steps[len - 1] != '\n')
		text_add(text, "\n");
}

void loss_of_case(struct text *text, const struct shared *shared, const struct ending *ending,
		  const struct options *options, const struct level *level)
{
	char buf[sizeof(ending->stacks) + 512 + RECORD_MAX], id[CASE_ID_MAX];
	struct text lines = TEXT_IN(buf);
	unsigned int suite = shared->suite;
	uint64_t index = shared->index;
	int known;

	case_id(suite_at(suite), index, id, sizeof(id));
	/* Known hangs are those of requests, not of the destruction of a guest. */
	known = ending->hung && options->subject->real && !atomic_load(&shared->destroying) ?
		expectation_hang(level, id) : -1;
	if (known >= 0)
		journal_record(text, suite, index, VERDICT_XFAIL, 0, 0, (unsigned int)known);
	else if (ending->hung)
		journal_record(text, suite, index, VERDICT_TIMEOUT, (int)options->case_timeout, 0,
			       0);
	else if (WIFSIGNALED(ending->status))
		journal_record(text, suite, index, VERDICT_CRASH, WTERMSIG(ending->status), 0, 0);
	else if (loss_gave_up(ending))
		journal_record(text, suite, index, VERDICT_ERROR, 0, 0, 0);
	else
		journal_record(text, suite, index, VERDICT_CRASH, 0, WEXITSTATUS(ending->status),
			       0);
	add_steps(&lines, shared);
	describe_end(&lines, shared, ending, options->case_timeout);
	if (atomic_load(&shared->destroying))
		text_add(&lines, "this was while the guest of the previous case was destroyed\n");
	journal_detail(text, buf);
}

void loss_outside_case(struct text *text, const struct shared *shared, const struct ending *ending,
		       const struct options *options)
{
	static const char *const when[] = {
		[DOING_START] = "while it made its first guest",
		[DOING_CASE] = "in a case",
		[DOING_COMPARE] = "while it compared all of storage at the end of a chunk",
		[DOING_TEARDOWN] = "while it destroyed its last guest",
		[DOING_EXIT] = "when it had destroyed its last guest, while the process ended",
	};

	describe_end(text, shared, ending, options->case_timeout);
	text_add(text, "this was %s\n", when[atomic_load(&shared->doing)]);
}
