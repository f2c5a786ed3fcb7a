// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/arch/pgm.h"
#include "lib/base/xnonnull.h"
#include "lib/baseline/outcome_name.h"
#include "lib/case/need.h"
#include "lib/outcome/aspect.h"

#define NAME_MAX_LEN 256

/* The errnos that an ioctl of KVM may return; any other is written as its number. */
static const struct { int number; const char *name; } errors[] = {
	{ EPERM, "EPERM" }, { ENOENT, "ENOENT" }, { EINTR, "EINTR" }, { EIO, "EIO" },
	{ ENXIO, "ENXIO" }, { E2BIG, "E2BIG" }, { EBADF, "EBADF" }, { EAGAIN, "EAGAIN" },
	{ ENOMEM, "ENOMEM" }, { EACCES, "EACCES" }, { EFAULT, "EFAULT" }, { EBUSY, "EBUSY" },
	{ EEXIST, "EEXIST" }, { ENODEV, "ENODEV" }, { EINVAL, "EINVAL" }, { ENOTTY, "ENOTTY" },
	{ ENOSPC, "ENOSPC" }, { ERANGE, "ERANGE" }, { ENOSYS, "ENOSYS" },
	{ EOPNOTSUPP, "EOPNOTSUPP" }, { EREMOTE, "EREMOTE" },
};

const char *intern(const char *text)
{
	static const char **texts;
	static size_t n;
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(texts[i], text))
			return texts[i];
	texts = xnonnull(realloc(texts, (n + 1) * sizeof(*texts)));
	texts[n] = xnonnull(strdup(text));
	return texts[n++];
}

static void add_result(struct text *text, const struct record *r)
{
	size_t i;

	if (r->ret != -1) {
		text_add(text, "%d", r->ret);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		if (errors[i].number == r->err) {
			text_add(text, "%s", errors[i].name);
			return;
		}
	}
	text_add(text, "errno-%d", r->err);
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

const char *outcome_name(const struct record *r)
{
	char buf[NAME_MAX_LEN];
	struct text text = TEXT_IN(buf);

	if (r->verdict != VERDICT_PASS)
		text_add(&text, "%s", verdict_names[r->verdict]);
	if (r->verdict == VERDICT_XFAIL || r->verdict == VERDICT_FAIL)
		text_add(&text, "/");
	if (record_has_result(r))
		add_result(&text, r);
	if (r->verdict == VERDICT_PASS && r->answer)
		text_add(&text, "/%u", r->answer);
	if (r->verdict == VERDICT_FAIL)
		text_add(&text, "/0x%x", r->aspects);
	if (r->verdict == VERDICT_CRASH)
		text_add(&text, "/%s-%d", r->signal ? "signal" : "exit",
			 r->signal ? r->signal : r->exit_code);
	if (r->verdict == VERDICT_SKIP) {
		text_add(&text, "/");
		add_needs(&text, r->missing);
	}
	return intern(buf);
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

/* What follows start and a slash at the beginning of name; NULL if name begins otherwise. */
static const char *after(const char *name, const char *start)
{
	size_t len = strlen(start);

	return !strncmp(name, start, len) && name[len] == '/' ? name + len + 1 : NULL;
}

void outcome_explain(const char *name, char *buf, size_t size)
{
	struct text text = { .buf = buf, .size = size };
	const char *rest, *slash;

	if ((rest = after(name, "skip"))) {
		text_add(&text, "skipped, requires %s", rest);
		return;
	}
	if ((rest = after(name, "crash"))) {
		text_add(&text, "crash: %s", rest);
		return;
	}
	if ((rest = after(name, "fail")) || (rest = after(name, "xfail")))
		text_add(&text, "%.*s: ", (int)(rest - name - 1), name);
	else
		rest = name;
	slash = strchr(rest, '/');
	explain_result(rest, slash ? (size_t)(slash - rest) : strlen(rest), &text);
	if (slash && rest == name)
		explain_answer(slash + 1, &text);
	else if (slash)
		explain_aspects(slash + 1, &text);
}
