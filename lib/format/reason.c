// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/need.h"
#include "lib/known/expectations.h"
#include "lib/format/report.h"

/* The first line of the description that begins with this word, without it. */
static const char *find_line(const char *detail, const char *word)
{
	size_t len = strlen(word);

	for (; detail; detail = strchr(detail, '\n') ? strchr(detail, '\n') + 1 : NULL)
		if (!strncmp(detail, word, len))
			return detail + len;
	return NULL;
}

void record_reason(const struct record *record, char *buf, size_t size)
{
	const char *line;

	switch (record->verdict) {
	case VERDICT_PASS:
		snprintf(buf, size, "as expected");
		return;
	case VERDICT_SKIP:
		snprintf(buf, size, "%s", need_reason((unsigned int)record->a));
		return;
	case VERDICT_XFAIL:
		snprintf(buf, size, "%s", expectation_reason((int)record->c));
		return;
	case VERDICT_FAIL:
		line = find_line(record->detail, "observed: ");
		break;
	default:
		line = record->detail;
	}
	if (line)
		snprintf(buf, size, "%.*s", (int)strcspn(line, "\n"), line);
	else
		snprintf(buf, size, "%s", verdict_names[record->verdict]);
}
