// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/runner/kmsg.h"
#include "host/runner/shared.h"
#include "host/runner/stack.h"
#include "host/runner/supervisor.h"
#include "lib/case/need.h"
#include "lib/known/expectations.h"
#include "lib/base/sum.h"
#include "lib/journal/journal.h"

#define TICK_MS 100		/* how often the watchdog looks */
#define GRACE_MS 2000		/* for a killed worker to go; one that is stuck in the kernel never does */
#define LOST_IN_A_ROW 20	/* workers without one completed case between them: the machine is broken */

struct supervisor {
	const struct options *options;
	struct facts *facts;
	struct shared *shared;
	struct memory fresh;
	FILE *journal;
	const char *name;
	uint64_t count[VERDICTS];
	uint64_t planned;
	uint64_t start_ms;
	uint64_t missing_required;	/* cases skipped in spite of --require */
	unsigned int lost_in_a_row;
	bool show_progress;
	char stack[4096];		/* where the threads of a worker that hung were */
	int kmsg;			/* the kernel's log, or -1 */
	uint64_t complaints;		/* of the kernel, in its log */
	uint32_t sum;			/* of the journal so far */
};

/* What became of a worker. */
enum fate { FATE_ENOUGH, FATE_DIED, FATE_HUNG, FATE_INTERRUPTED, FATE_JOURNAL_FAILED };

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	interrupted = sig;
}

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static uint64_t tried_so_far(const struct supervisor *s)
{
	uint64_t n = 0;
	unsigned int i;

	for (i = 0; i < VERDICTS; i++)
		n += s->count[i];
	return n;
}

static uint64_t unexpected_so_far(const struct supervisor *s)
{
	return s->count[VERDICT_FAIL] + s->count[VERDICT_CRASH] + s->count[VERDICT_TIMEOUT] + s->count[VERDICT_ERROR] +
	       s->complaints;
}

static void show_progress(const struct supervisor *s)
{
	if (!s->show_progress)
		return;
	fprintf(stderr, "\r%llu of %llu cases, %llu unexpected ", (unsigned long long)tried_so_far(s),
		(unsigned long long)s->planned,
		(unsigned long long)unexpected_so_far(s));
}

/* Count the record in a line of the journal. */
static void count_line(struct supervisor *s, const char *line)
{
	unsigned int spaces = 0;
	const char *letter;

	/* "r SUITE INDEX VERDICT A ...\n": scanf(3) and strcspn(3) are slow where the machine is emulated. */
	if (line[0] != 'r' || line[1] != ' ')
		return;
	for (; spaces < 3 && *line != '\n'; line++)
		spaces += *line == ' ';
	letter = strchr(VERDICT_LETTERS, *line);
	if (!letter)
		return;
	s->count[letter - VERDICT_LETTERS]++;
	if (*line == VERDICT_LETTERS[VERDICT_SKIP] && strtoul(line + 2, NULL, 10) & s->options->required)
		s->missing_required++;
}

/* Write lines to the journal and see that they are safe. */
static int save(struct supervisor *s, const char *lines, size_t len)
{
	const char *line = lines, *end = lines + len, *eol;

	for (; line < end && (eol = memchr(line, '\n', (size_t)(end - line))); line = eol + 1)
		count_line(s, line);
	show_progress(s);
	s->sum = sum_bytes(s->sum, lines, len);
	if (fwrite(lines, 1, len, s->journal) != len || fflush(s->journal) ||
	    (fsync(fileno(s->journal)) && errno != EINVAL && errno != EROFS)) {
		fprintf(stderr, "memop-cts: %s: %s\n", s->name, strerror(errno));
		return -1;
	}
	return 0;
}

/* Did the kernel complain while the last chunk was tried? */
static void look_at_kernel_log(struct supervisor *s, struct text *text)
{
	const struct shared *shared = s->shared;
	char complaint[WHY_MAX], id[CASE_ID_MAX];

	if (s->kmsg < 0 || !kmsg_complaint(s->kmsg, complaint, sizeof(complaint)))
		return;
	s->complaints++;
	case_id(suite_at(shared->suite), shared->index, id, sizeof(id));
	text_add(text, "note kernel log: %s (by one of the %u cases up to %s)\n", complaint, s->options->chunk, id);
}

static int save_text(struct supervisor *s, const struct text *text)
{
	return save(s, text->buf, text->len);
}

/* Take over what the worker has completed. */
static int drain(struct supervisor *s)
{
	char buf[WHY_MAX + CASE_ID_MAX + 128];
	struct text text = TEXT_IN(buf);
	size_t len = atomic_load(&s->shared->text_len);
	int ret = save(s, s->shared->text, len);

	atomic_store(&s->shared->text_len, 0);
	if (len)
		s->lost_in_a_row = 0;
	look_at_kernel_log(s, &text);
	return ret || !text.len ? ret : save_text(s, &text);
}

static enum fate watch(struct supervisor *s, int channel)
{
	struct pollfd fd = { .fd = channel, .events = POLLIN };
	uint64_t progress = 0, since = now_ms();
	char byte;
	int n;

	for (;;) {
		if (interrupted)
			return FATE_INTERRUPTED;
		n = poll(&fd, 1, TICK_MS);
		if (n > 0) {
			if (read(channel, &byte, 1) != 1)
				return FATE_DIED;
			if (drain(s))
				return FATE_JOURNAL_FAILED;
			if (s->options->fail_fast && unexpected_so_far(s))
				return FATE_ENOUGH;
			if (write(channel, &byte, 1) != 1)
				return FATE_JOURNAL_FAILED;
		}
		if (progress != atomic_load(&s->shared->progress)) {
			progress = atomic_load(&s->shared->progress);
			since = now_ms();
		} else if (now_ms() - since > 1000 * (uint64_t)s->options->case_timeout) {
			return FATE_HUNG;
		}
	}
}

/* Reap a worker; false if it does not go. */
static bool reap(pid_t pid, int *status)
{
	uint64_t since = now_ms();
	pid_t got;

	while ((got = waitpid(pid, status, WNOHANG)) == 0 && now_ms() - since < GRACE_MS)
		usleep(1000);
	return got == pid;
}

/* The case that the worker died at, if it was at one. */
static int record_loss(struct supervisor *s, enum fate fate, int status)
{
	char buf[WHY_MAX + 256 + sizeof(s->stack)], id[CASE_ID_MAX];
	int known;
	struct text text = TEXT_IN(buf);
	struct shared *shared = s->shared;

	if (fate == FATE_HUNG) {
		case_id(suite_at(shared->suite), shared->index, id, sizeof(id));
		known = expectation_hang(&s->facts->level, id);
		journal_record(&text, shared->suite, shared->index, known < 0 ? VERDICT_TIMEOUT : VERDICT_XFAIL,
			       known < 0 ? (int)s->options->case_timeout : 0, 0, known < 0 ? 0 : (unsigned int)known);
		text_add(&text, "d no answer within %u s\n%s", s->options->case_timeout, s->stack);
	} else if (WIFSIGNALED(status)) {
		journal_record(&text, shared->suite, shared->index, VERDICT_CRASH, WTERMSIG(status), 0, 0);
		text_add(&text, "d the process that tried it died of signal %d (%s)\n", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	} else if (WEXITSTATUS(status) == WORKER_GAVE_UP) {
		journal_record(&text, shared->suite, shared->index, VERDICT_ERROR, 0, 0, 0);
		text_add(&text, "d %s\n", shared->why);
	} else {
		journal_record(&text, shared->suite, shared->index, VERDICT_CRASH, 0, WEXITSTATUS(status), 0);
		text_add(&text, "d the process that tried it left with exit code %d\n", WEXITSTATUS(status));
	}
	return save_text(s, &text);
}

/* Say why the run ends here: on stderr, and in the journal, which may be all that gets out of the machine. */
static int __attribute__((format(printf, 2, 3)))
stop(struct supervisor *s, const char *format, ...)
{
	char buf[WHY_MAX + 128], line[WHY_MAX + 128];
	struct text text = TEXT_IN(buf);
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fprintf(stderr, "memop-cts: %s\n", line);
	text_add(&text, "note %s\n", line);
	save_text(s, &text);
	return -1;
}

/* A worker is gone before its time. 0: go on with a new one. */
static int bury(struct supervisor *s, enum fate fate, pid_t pid)
{
	struct text stack = TEXT_IN(s->stack);
	int status = 0;

	s->stack[0] = 0;
	if (fate == FATE_HUNG)
		stack_describe(pid, &stack);
	if (fate != FATE_DIED)
		kill(pid, SIGKILL);
	if (!reap(pid, &status))
		fprintf(stderr, "memop-cts: process %d is stuck in the kernel\n", (int)pid);
	if (drain(s))
		return -1;
	if (fate == FATE_ENOUGH)
		return 0;
	if (fate == FATE_INTERRUPTED || fate == FATE_JOURNAL_FAILED)
		return -1;
	if (!atomic_load(&s->shared->in_case))
		return stop(s, "cannot test: %s", s->shared->why[0] ? s->shared->why :
			    "a worker process died outside of a case");
	if (record_loss(s, fate, status))
		return -1;
	if (s->options->fail_fast)
		return 0;
	if (++s->lost_in_a_row < LOST_IN_A_ROW)
		return 0;
	return stop(s, "%u cases in a row were lost: giving up", s->lost_in_a_row);
}

static enum fate run_worker(struct supervisor *s, pid_t *pid)
{
	enum fate fate;
	int channel[2];

	*pid = -1;
	atomic_store(&s->shared->in_case, false);
	s->shared->why[0] = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel))
		return FATE_JOURNAL_FAILED;
	fflush(NULL);
	*pid = fork();
	if (*pid == 0) {
		close(channel[0]);
		signal(SIGINT, SIG_IGN);
		worker(s->options, s->facts, s->shared, &s->fresh, channel[1]);
	}
	close(channel[1]);
	fate = *pid < 0 ? FATE_JOURNAL_FAILED : watch(s, channel[0]);
	close(channel[0]);
	return fate;
}

/* All workers, one after the other, until one gets to the end of the selection, or it is enough. 0: it did. */
static int run_workers(struct supervisor *s)
{
	struct selected selected;
	struct cursor ahead;
	enum fate fate;
	pid_t pid;
	int status;

	for (;;) {
		fate = run_worker(s, &pid);
		if (pid < 0)
			return stop(s, "cannot start a worker process: %s", strerror(errno));
		ahead = s->shared->next;
		if (fate == FATE_DIED && !atomic_load(&s->shared->in_case) &&
		    !atomic_load(&s->shared->text_len) &&
		    !selection_next(&s->options->selection, &ahead, &selected))
			return reap(pid, &status) ? 0 : -1;
		if (bury(s, fate, pid))
			return -1;
		if (s->options->fail_fast && unexpected_so_far(s))
			return 0;
	}
}

static int begin(struct supervisor *s)
{
	char buf[4096];
	struct text text = TEXT_IN(buf);
	time_t t = time(NULL);

	text_add(&text, "%s\nmeta kernel %s\nmeta machine %s%s\nmeta subject %s\nmeta stage %s\n", JOURNAL_MAGIC,
		 s->facts->release, s->facts->machine, s->facts->offer.emulated ? " emulated" : "", s->options->subject->name,
		 s->options->stage == STAGE_GUEST ? "guest" : "host");
	text_add(&text, "meta level %u.%u.%u\nmeta mem_op %d\nmeta mem_op_extension %d\n", s->facts->level.major,
		 s->facts->level.minor, s->facts->level.patch, s->facts->memop, s->facts->offer.extension);
	text_add(&text, "meta options %s\nmeta start %lld\n", s->options->echo, (long long)t);
	journal_plan(&text, s->planned);
	return save_text(s, &text);
}

/* --require and --max-skip turn skips into a failure, which the journal explains. */
static enum exit_code judge_skips(struct supervisor *s, struct text *text, enum exit_code code)
{
	if (s->missing_required) {
		text_add(text, "note %llu cases were skipped for want of something that --require names\n",
			 (unsigned long long)s->missing_required);
		code = EXIT_UNEXPECTED;
	}
	if (s->options->max_skip >= 0 && s->count[VERDICT_SKIP] > (uint64_t)s->options->max_skip) {
		text_add(text, "note %llu cases were skipped, --max-skip allows %ld\n",
			 (unsigned long long)s->count[VERDICT_SKIP], s->options->max_skip);
		code = EXIT_UNEXPECTED;
	}
	return code;
}

/* What a case takes in all, and in which parts; the ratio is what the ioctl alone goes into it. */
static int say_bench(struct supervisor *s, const char *what, uint64_t n, const uint64_t *ns)
{
	static const char *const names[PARTS] = {
		"planning", "staging", "oracle", "ioctl", "looking", "judging", "recording", "chunk",
	};
	char buf[512];
	struct text text = TEXT_IN(buf);
	uint64_t all = 0;
	unsigned int i;

	for (i = 0; i < PARTS; i++)
		all += ns[i];
	if (!n || !ns[PART_CALL])
		return 0;
	text_add(&text, "note bench: %s: %llu cases, each %.1f us, of these the ioctl alone %.1f us: ratio %.2f (", what,
		 (unsigned long long)n, (double)all / (double)n / 1000, (double)ns[PART_CALL] / (double)n / 1000,
		 (double)all / (double)ns[PART_CALL]);
	for (i = 0; i < PARTS; i++)
		text_add(&text, "%s%s %.1f", i ? ", " : "", names[i], (double)ns[i] / (double)n / 1000);
	text_add(&text, ")\n");
	return save_text(s, &text);
}

static int bench(struct supervisor *s)
{
	uint64_t n = 0, ns[PARTS] = { 0 };
	unsigned int i, part;
	int ret = 0;

	for (i = 0; i < suite_count() && !ret; i++) {
		ret = say_bench(s, suite_at(i)->name, s->shared->bench[i].n, s->shared->bench[i].ns);
		n += s->shared->bench[i].n;
		for (part = 0; part < PARTS; part++)
			ns[part] += s->shared->bench[i].ns[part];
	}
	return ret ? ret : say_bench(s, "all", n, ns);
}

static int end(struct supervisor *s)
{
	char buf[512];
	struct text text = TEXT_IN(buf);
	enum exit_code code = judge_skips(s, &text, results_code(s->count, true));

	if (s->complaints)
		code = EXIT_UNEXPECTED;
	if (s->options->bench && bench(s))
		return EXIT_INFRASTRUCTURE;
	text_add(&text, "meta milliseconds %llu\n", (unsigned long long)(now_ms() - s->start_ms));
	if (save_text(s, &text))
		return EXIT_INFRASTRUCTURE;
	text.len = 0;
	journal_end(&text, code, tried_so_far(s), s->sum);
	return save_text(s, &text) ? EXIT_INFRASTRUCTURE : (int)code;
}

int supervise(const struct options *options, struct facts *facts, FILE *journal, const char *name)
{
	struct supervisor s = {
		.options = options,
		.facts = facts,
		.journal = journal,
		.name = name,
		.planned = selection_count(&options->selection),
		.start_ms = now_ms(),
		.sum = SUM_START,
		.show_progress = !options->journal && isatty(STDERR_FILENO),
		.kmsg = options->subject == &subject_kvm ? kmsg_open() : -1,
	};
	const struct sigaction action = { .sa_handler = on_signal };
	int code = EXIT_INFRASTRUCTURE;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	s.shared = mmap(NULL, sizeof(*s.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s.shared == MAP_FAILED || memory_alloc(&s.fresh, &guest_map, false)) {
		fprintf(stderr, "memop-cts: no memory: %s\n", strerror(errno));
		return EXIT_INFRASTRUCTURE;
	}
	memory_fill_pattern(&s.fresh);
	if (!begin(&s) && !run_workers(&s))
		code = end(&s);
	if (s.show_progress)
		fputs("\r\033[K", stderr);
	if (interrupted)
		code = 128 + interrupted;
	if (s.kmsg >= 0)
		close(s.kmsg);
	memory_free(&s.fresh);
	munmap(s.shared, sizeof(*s.shared));
	return code;
}
