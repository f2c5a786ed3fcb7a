// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/case/need.h"
#include "lib/base/must.h"
#include "lib/baseline/word.h"
#include "lib/outcome/aspect.h"

#define WORD_MAX 256

/* Of those that an ioctl of KVM may return, the names; any other is its number. */
static const struct { int number; const char *name; } errors[] = {
	{ EPERM, "EPERM" }, { ENOENT, "ENOENT" }, { EINTR, "EINTR" }, { EIO, "EIO" },
	{ ENXIO, "ENXIO" }, { E2BIG, "E2BIG" }, { EBADF, "EBADF" }, { EAGAIN, "EAGAIN" },
	{ ENOMEM, "ENOMEM" }, { EACCES, "EACCES" }, { EFAULT, "EFAULT" }, { EBUSY, "EBUSY" },
	{ EEXIST, "EEXIST" }, { ENODEV, "ENODEV" }, { EINVAL, "EINVAL" }, { ENOTTY, "ENOTTY" },
	{ ENOSPC, "ENOSPC" }, { ERANGE, "ERANGE" }, { ENOSYS, "ENOSYS" },
	{ EOPNOTSUPP, "EOPNOTSUPP" }, { EREMOTE, "EREMOTE" },
};

const char *word(const char *text)
{
	static const char **words;
	static size_t n;
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(words[i], text))
			return words[i];
	words = must(realloc(words, (n + 1) * sizeof(*words)));
	words[n] = must(strdup(text));
	return words[n++];
}

static void add_result(struct text *text, const struct record *r)
{
	size_t i;

	if (r->a != -1) {
		text_add(text, "%d", r->a);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		if (errors[i].number == r->b) {
			text_add(text, "%s", errors[i].name);
			return;
		}
	}
	text_add(text, "errno-%d", r->b);
}

static void add_needs(struct text *text, unsigned int missing)
{
	const char *separator = "";
	unsigned int i;

	for (i = 0; i < NEEDS; i++) {
		if (!(needs[i].bit & missing))
			continue;
		text_add(text, "%s%s", separator, needs[i].name);
		missing &= ~needs[i].bit;
		separator = "+";
	}
	if (missing)
		text_add(text, "%s0x%x", separator, missing);
}

const char *word_of(const struct record *r)
{
	char buf[WORD_MAX];
	struct text text = TEXT_IN(buf);

	if (r->verdict != VERDICT_PASS)
		text_add(&text, "%s", verdict_names[r->verdict]);
	if (r->verdict >= VERDICT_XFAIL || r->verdict == VERDICT_FAIL)
		text_add(&text, "/");
	if (r->verdict >= VERDICT_XFAIL || r->verdict <= VERDICT_FAIL)
		add_result(&text, r);
	if (r->verdict == VERDICT_PASS && r->c)
		text_add(&text, "/%u", r->c);
	if (r->verdict == VERDICT_FAIL)
		text_add(&text, "/0x%x", r->c);
	if (r->verdict == VERDICT_CRASH)
		text_add(&text, "/%s-%d", r->a ? "signal" : "exit", r->a ? r->a : r->b);
	if (r->verdict == VERDICT_SKIP) {
		text_add(&text, "/");
		add_needs(&text, (unsigned int)r->a);
	}
	return word(buf);
}

/* "0", "EFAULT", "5 addressing exception" */
static void explain_result(const char *result, size_t len, struct text *text)
{
	const char *pgm = pgm_name(atoi(result));

	text_add(text, "%.*s", (int)len, result);
	if (pgm)
		text_add(text, " %s exception", pgm);
}

static void explain_answer(const char *number, struct text *text)
{
	static const char *const endings[] = { "th", "st", "nd", "rd" };
	int n = atoi(number) + 1;

	text_add(text, " (%d%s allowed answer)", n,
		 endings[n % 10 < 4 && n / 10 != 1 ? n % 10 : 0]);
}

static void explain_aspects(const char *number, struct text *text)
{
	text_add(text, " (differs in ");
	aspects_name((unsigned int)strtoul(number, NULL, 16), text);
	text_add(text, ")");
}

/* If w begins with this and a slash, what follows. */
static const char *after(const char *w, const char *start)
{
	size_t len = strlen(start);

	return !strncmp(w, start, len) && w[len] == '/' ? w + len + 1 : NULL;
}

void word_explain(const char *w, char *buf, size_t size)
{
	struct text text = { .buf = buf, .size = size };
	const char *rest, *slash;

	if ((rest = after(w, "skip"))) {
		text_add(&text, "skipped for want of %s", rest);
		return;
	}
	if ((rest = after(w, "crash"))) {
		text_add(&text, "crash: %s", rest);
		return;
	}
	if ((rest = after(w, "fail")) || (rest = after(w, "xfail")))
		text_add(&text, "%.*s: ", (int)(rest - w - 1), w);
	else
		rest = w;
	slash = strchr(rest, '/');
	explain_result(rest, slash ? (size_t)(slash - rest) : strlen(rest), &text);
	if (slash && rest == w)
		explain_answer(slash + 1, &text);
	else if (slash)
		explain_aspects(slash + 1, &text);
}
