// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/runner/kernel_log.h"
#include "host/runner/loss.h"
#include "host/runner/signals.h"
#include "host/runner/supervisor.h"
#include "host/runner/writer.h"

#define LOST_IN_A_ROW 20	/* cases: then the machine is considered broken */
#define LOST_OUTSIDE 3		/* the same for workers that were not running a case */
#define RCU_MS 50		/* RCU callbacks that free parts of a guest run after this time */

struct supervisor {
	const struct options *options;
	struct facts *facts;
	struct shared *shared;
	struct memory fresh;		/* storage of a fresh guest */
	struct writer writer;
	struct kernel_log log;
	unsigned int lost_in_a_row, lost_outside;
	unsigned int stuck;		/* processes that could not be killed */
};

/* What follows when a worker has ended. */
enum next { NEXT_WORKER, NEXT_END, NEXT_CUT_SHORT };

/* Say during which cases the kernel complained. */
static void describe_moment(const struct supervisor *s, char *buf, size_t size)
{
	const struct shared *shared = s->shared;
	char id[CASE_ID_MAX];

	if (!shared->next.ordinal) {
		snprintf(buf, size, "before the first case");
		return;
	}
	case_id(suite_at(shared->suite), shared->index, id, sizeof(id));
	snprintf(buf, size, "%sin one of at most %u cases up to %s",
		 atomic_load(&shared->doing) < DOING_TEARDOWN ? "" :
		 "while the last guest was destroyed, or ", s->options->chunk, id);
}

/* Record complaints of the kernel since the last call. */
static int check_kernel_log(struct supervisor *s, bool last)
{
	struct complaint complaint;
	char when[CASE_ID_MAX + 128];
	int ret = 0;

	while (!ret && kernel_log_next(&s->log, last, &complaint)) {
		describe_moment(s, when, sizeof(when));
		if (complaint.of_kvm)
			ret = writer_finding(&s->writer, FINDING_KERNEL_LOG, VERDICT_FAIL,
					     "%s\n%s\n%s%s", complaint.title, when,
					     complaint.trace, complaint.trace[0] ? "\n" : "");
		else
			ret = writer_note(&s->writer, "the kernel's log has a complaint that is "
					  "not about KVM: %s", complaint.title);
	}
	return ret;
}

/* Write the worker's completed cases to the journal, and check the kernel's log. */
static int take_over(struct supervisor *s)
{
	size_t len = atomic_load(&s->shared->text_len);
	int ret = writer_save(&s->writer, s->shared->text, len);

	atomic_store(&s->shared->text_len, 0);
	if (len)
		s->lost_in_a_row = s->lost_outside = 0;
	if (!ret && s->shared->stray[0])
		ret = writer_finding(&s->writer, FINDING_STRAY, VERDICT_FAIL, "%s",
				     s->shared->stray);
	s->shared->stray[0] = 0;
	return ret ? ret : check_kernel_log(s, false);
}

/*
 * Report why the run ends here, on stderr and in the journal: in the lab, only the journal is
 * brought out of the machine.
 */
static enum next cannot_test(struct supervisor *s, const char *why)
{
	progress_clear(&s->writer.progress);
	fprintf(stderr, "memop-cts: cannot test: %s\n", why);
	writer_note(&s->writer, "cannot test: %s", why);
	return NEXT_CUT_SHORT;
}

static enum next give_up(struct supervisor *s, unsigned int n, const char *what)
{
	if (writer_finding(&s->writer, FINDING_LOST, VERDICT_ERROR, "%u %s: the run was given up\n",
			   n, what))
		return NEXT_CUT_SHORT;
	return NEXT_END;
}

/*
 * A dangerous suite has hung. Skip the rest of these suites on a real machine: each hang costs it a
 * processor.
 */
static int skip_dangerous(struct supervisor *s, const struct suite *suite)
{
	struct offer *offer = &s->facts->offer;

	if (!suite->dangerous || offer->emulated || !offer->dangerous)
		return 0;
	offer->dangerous = false;
	return writer_note(&s->writer, "suite %s hung: its other cases are skipped, to protect "
			   "this machine", suite->name);
}

/* Record the case that the worker was running as lost. */
static enum next lose_case(struct supervisor *s, const struct ending *ending)
{
	static char buf[sizeof(ending->stacks) + 2 * RECORD_MAX];
	struct text text = TEXT_IN(buf);

	loss_of_case(&text, s->shared, ending, s->options, &s->facts->level);
	if (writer_save(&s->writer, text.buf, text.len) ||
	    (ending->hung && skip_dangerous(s, suite_at(s->shared->suite))))
		return NEXT_CUT_SHORT;
	if (++s->lost_in_a_row < LOST_IN_A_ROW)
		return NEXT_WORKER;
	return give_up(s, s->lost_in_a_row, "cases in a row were lost");
}

/* The worker was not running a case: the run as a whole fails. */
static enum next lose_worker(struct supervisor *s, const struct ending *ending)
{
	bool all_tried = atomic_load(&s->shared->doing) >= DOING_TEARDOWN;
	static char lines[sizeof(ending->stacks) + 1024];
	struct text text = TEXT_IN(lines);

	if (loss_gave_up(ending))
		return cannot_test(s, s->shared->why);
	loss_outside_case(&text, s->shared, ending, s->options);
	if (writer_finding(&s->writer, all_tried ? FINDING_TEARDOWN : FINDING_OUTSIDE_CASE,
			   ending->hung ? VERDICT_TIMEOUT : VERDICT_CRASH, "%s", lines))
		return NEXT_CUT_SHORT;
	if (all_tried)
		return NEXT_END;
	if (++s->lost_outside < LOST_OUTSIDE)
		return NEXT_WORKER;
	return give_up(s, s->lost_outside, "workers in a row were lost outside of a case");
}

static bool stop_early(const struct supervisor *s)
{
	return s->options->fail_fast && writer_unexpected(&s->writer);
}

/* Watch a worker until it ends, hangs or must stop, and write its results to the journal. */
static int watch_worker(struct supervisor *s, struct watch *watch, enum watch_event *event)
{
	while ((*event = watch_wait(watch)) == WATCH_CHUNK) {
		if (take_over(s))
			return -1;
		if (stop_early(s))
			return 0;
		watch_go_on(watch);
	}
	return 0;
}

static enum next run_worker(struct supervisor *s)
{
	static struct ending ending;
	enum watch_event event;
	struct watch watch;
	int ret;

	atomic_store(&s->shared->doing, DOING_START);
	atomic_store(&s->shared->destroying, false);
	s->shared->why[0] = 0;
	if (watch_start(&watch, s->options, s->facts, s->shared, &s->fresh))
		return cannot_test(s, "no worker process can be started");
	ret = watch_worker(s, &watch, &event);
	watch_end(&watch, event, &ending);
	s->stuck += ending.stuck;
	if (ret || take_over(s) || event == WATCH_SIGNAL)
		return NEXT_CUT_SHORT;
	if (event == WATCH_CHUNK || loss_is_none(s->shared, &ending))
		return NEXT_END;
	if (atomic_load(&s->shared->doing) == DOING_CASE)
		return lose_case(s, &ending);
	return lose_worker(s, &ending);
}

/* All workers, one after the other. */
static enum next run_workers(struct supervisor *s)
{
	const struct selection *selection = &s->options->selection;
	enum next next;

	if (!s->writer.progress.planned) {
		writer_finding(&s->writer, FINDING_SHARD, VERDICT_SKIP,
			       "shard %u/%u has no case: there is nothing to test\n",
			       selection->shard + 1, selection->shards);
		return NEXT_END;
	}
	do
		next = run_worker(s);
	while (next == NEXT_WORKER && !stop_early(s));
	return next == NEXT_WORKER ? NEXT_END : next;
}

/* If the log cannot be read, a note says so; it fails the run only with --require kernel-log. */
static int open_kernel_log(struct supervisor *s)
{
	const char *file = s->options->kernel_log;

	s->writer.log_incomplete = true;
	if (!s->options->subject->real && !file)
		return 0;
	if (kernel_log_open(&s->log, file))
		return writer_note(&s->writer, "the kernel's log could not be read (%s: %s): "
				   "warnings of the kernel are not noticed",
				   file ? file : "/dev/kmsg", strerror(errno));
	s->writer.log_incomplete = false;
	return 0;
}

/* All workers have ended. The kernel may still complain when it frees the last guest. */
static int close_kernel_log(struct supervisor *s)
{
	int ret;

	if (!s->log.file)
		return 0;
	usleep(1000 * RCU_MS);
	ret = check_kernel_log(s, true);
	if (!ret && s->log.lost)
		ret = writer_note(&s->writer, "the kernel's log grew too fast to be read: warnings "
				  "of the kernel may be missed");
	s->writer.log_incomplete |= s->log.lost;
	kernel_log_close(&s->log);
	return ret;
}

static int note_stuck(struct supervisor *s)
{
	if (!s->stuck)
		return 0;
	return writer_note(&s->writer, "%u process%s stuck in the kernel and cannot be killed: "
			   "each keeps a guest, and perhaps a processor, until the next reboot",
			   s->stuck, s->stuck > 1 ? "es are" : " is");
}

static int run(struct supervisor *s, const char *missing)
{
	struct writer *writer = &s->writer;
	enum next next = NEXT_END;

	if (writer_begin(writer))
		return EXIT_INFRASTRUCTURE;
	if (missing) {
		writer->nothing_tried = true;
		writer_finding(writer, FINDING_MACHINE, VERDICT_SKIP, "%s\n", missing);
		return (int)writer_end(writer);
	}
	if (open_kernel_log(s))
		return EXIT_INFRASTRUCTURE;
	next = run_workers(s);
	if (close_kernel_log(s) || note_stuck(s))
		return EXIT_INFRASTRUCTURE;
	if (next == NEXT_END)
		return (int)writer_end(writer);
	if (signal_caught)
		return 128 + signal_caught;
	return writer_unexpected(writer) ? EXIT_UNEXPECTED : EXIT_INFRASTRUCTURE;
}

int supervise(const struct options *options, struct facts *facts, struct journal_file *journal,
	      const char *missing)
{
	struct supervisor s = {
		.options = options,
		.facts = facts,
		.shared = mmap(NULL, sizeof(*s.shared), PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0),
		.writer = {
			.options = options,
			.facts = facts,
			.file = journal,
			.tally.required = options->required,
			.progress = {
				.shown = !options->journal && isatty(STDERR_FILENO),
				.planned = selection_count(&options->selection),
				.start_ms = progress_now_ms(),
			},
		},
	};
	int code;

	signals_catch();
	if (s.shared == MAP_FAILED || memory_alloc(&s.fresh, &guest_map, false)) {
		fprintf(stderr, "memop-cts: no memory: %s\n", strerror(errno));
		return EXIT_INFRASTRUCTURE;
	}
	s.writer.shared = s.shared;
	memory_fill_pattern(&s.fresh);
	code = run(&s, missing);
	progress_clear(&s.writer.progress);
	memory_free(&s.fresh);
	munmap(s.shared, sizeof(*s.shared));
	return code;
}
