// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "host/runner/bench.h"
#include "host/runner/writer.h"
#include "lib/known/expectations.h"

#define FINDING_MAX 8192	/* a description, with the stacks of a worker's threads */

typedef unsigned long long ull;

int writer_save(struct writer *w, const char *lines, size_t len)
{
	tally_lines(&w->tally, lines, len);
	progress_show(&w->progress, tally_tried(&w->tally), writer_unexpected(w));
	return len ? journal_file_save(w->file, lines, len) : 0;
}

static int save_text(struct writer *w, const struct text *text)
{
	return writer_save(w, text->buf, text->len);
}

uint64_t writer_unexpected(const struct writer *w)
{
	return tally_unexpected(&w->tally) + w->findings.unexpected;
}

int writer_finding(struct writer *w, enum finding kind, enum verdict verdict, const char *format,
		   ...)
{
	static char lines[FINDING_MAX], buf[2 * FINDING_MAX];
	struct text text = TEXT_IN(buf);
	va_list args;

	va_start(args, format);
	vsnprintf(lines, sizeof(lines), format, args);
	va_end(args);
	findings_add(&w->findings, &text, kind, verdict, lines);
	return save_text(w, &text);
}

int writer_note(struct writer *w, const char *format, ...)
{
	char line[1024], buf[sizeof(line) + 8];
	struct text text = TEXT_IN(buf);
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	text_add(&text, "note %s\n", line);
	return save_text(w, &text);
}

/* Record the rows of --expect, so that reports of the journal know them. */
static int save_expectations(struct writer *w)
{
	const struct expectation *e;
	char buf[1024];
	unsigned int i;
	int ret = 0;

	for (i = expectations_built_in(); !ret && (e = expectation_at(i)); i++) {
		struct text text = TEXT_IN(buf);

		text_add(&text, "expect %s\n", e->row);
		ret = save_text(w, &text);
	}
	return ret;
}

int writer_begin(struct writer *w)
{
	const struct facts *facts = w->facts;
	static char buf[16384];
	struct text text = TEXT_IN(buf);
	char level[32], expected[256];

	level_name(&facts->level, level, sizeof(level));
	level_describe(&facts->level, expected, sizeof(expected));
	text_add(&text, "%s\nmeta kernel %s\nmeta machine %s%s\nmeta subject %s\nmeta stage %s\n",
		 JOURNAL_MAGIC, facts->release, facts->machine,
		 facts->offer.emulated ? " emulated" : "", w->options->subject->name,
		 w->options->stage == STAGE_GUEST ? "guest" : "host");
	text_add(&text, "meta level %s\nmeta release %s\nmeta expected %s\n", level,
		 facts->level.release, expected);
	text_add(&text, "meta mem_op %d\nmeta mem_op_extension %d\n", facts->memop,
		 facts->offer.extension);
	text_add(&text, "meta repeat%s\n", w->options->repeat);
	text_add(&text, "meta options %s\nmeta start %lld\n", w->options->echo,
		 (long long)time(NULL));
	journal_plan(&text, w->progress.planned);
	return save_text(w, &text) || save_expectations(w) ? -1 : 0;
}

/* Note for each need the sequences that were run without some of their steps. */
static void end_sequences(struct writer *w, struct text *text)
{
	unsigned int i;
	uint64_t n;

	for (i = 0; i < NEEDS; i++) {
		n = w->shared->partly_tried[i];
		if (!n)
			continue;
		text_add(text, "note %llu sequences were run without the steps that need %s\n",
			 (ull)n, needs[i].name);
		w->tally.missing_required += needs[i].bit & w->tally.required ? n : 0;
	}
}

static void end_required(struct writer *w, struct text *text)
{
	char buf[512];
	struct text lines = TEXT_IN(buf);

	if (w->nothing_tried && w->tally.required)
		text_add(&lines, "no case could be run, but --require was given\n");
	if (w->tally.missing_required)
		text_add(&lines,
			 "%llu cases were skipped, or run in part, because something that "
			 "--require names is missing\n",
			 (ull)w->tally.missing_required);
	if (w->log_incomplete && w->tally.required & NEED_KERNEL_LOG)
		text_add(&lines, "the kernel's log was not read completely, but --require "
				 "kernel-log was given\n");
	if (lines.len)
		findings_add(&w->findings, text, FINDING_REQUIRED, VERDICT_FAIL, buf);
}

static void end_skips(struct writer *w, struct text *text)
{
	uint64_t skipped = w->nothing_tried ? w->progress.planned : w->tally.count[VERDICT_SKIP];
	char line[128];

	if (w->options->max_skip < 0 || skipped <= (uint64_t)w->options->max_skip)
		return;
	snprintf(line, sizeof(line), "%llu cases were skipped, --max-skip allows %ld\n",
		 (ull)skipped, w->options->max_skip);
	findings_add(&w->findings, text, FINDING_SKIPS, VERDICT_FAIL, line);
}

/*
 * Each of these cases is a known deviation, but a kernel that lacks the fix of a CVE must not pass:
 * the run as a whole fails.
 */
static void end_security(struct writer *w, struct text *text)
{
	const struct expectation *e = expectation_at(w->tally.security_row);
	char line[512], fix[96];

	if (!w->tally.security)
		return;
	fix_name(&e->fix, fix, sizeof(fix));
	snprintf(line, sizeof(line), "this kernel lacks a security fix: %s, %llu cases: %s\n", fix,
		 (ull)w->tally.security, e->reason);
	findings_add(&w->findings, text, FINDING_SECURITY, VERDICT_FAIL, line);
}

enum exit_code writer_end(struct writer *w)
{
	static char buf[32768];
	struct text text = TEXT_IN(buf);
	enum exit_code code;

	end_sequences(w, &text);
	end_security(w, &text);
	end_required(w, &text);
	end_skips(w, &text);
	findings_end(&w->findings, &text);
	if (w->options->bench)
		bench_report(w->shared, &text);
	text_add(&text, "meta milliseconds %llu\n",
		 (ull)(progress_now_ms() - w->progress.start_ms));
	if (save_text(w, &text))
		return EXIT_INFRASTRUCTURE;
	code = w->findings.unexpected ? EXIT_UNEXPECTED : results_code(w->tally.count, true);
	text.len = 0;
	journal_end(&text, code, tally_tried(&w->tally), w->file->sum);
	if (save_text(w, &text))
		return EXIT_INFRASTRUCTURE;
	w->file->ended = true;
	return code;
}
