// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <string.h>

#include "lib/known/embed.h"
#include "lib/known/history.h"
#include "lib/known/pattern.h"

EMBED(history_text, "results/expectations/history.txt");

#define LINE_MAX_LEN 256
#define BAR " | "

/*
 * Copy the line at *text, step to the next one, and split it in three. 1: it is a row, 0: it is
 * none, -1: damaged.
 */
static int row(const char **text, char *line, char **commit, char **what)
{
	size_t len = strcspn(*text, "\n");
	int fits = len < LINE_MAX_LEN;

	snprintf(line, LINE_MAX_LEN, "%.*s", (int)len, *text);
	*text += len + ((*text)[len] == '\n');
	if (!line[0] || line[0] == '#')
		return 0;
	*commit = strstr(line, BAR);
	*what = *commit ? strstr(*commit + strlen(BAR), BAR) : NULL;
	if (!fits || !*what)
		return -1;
	**commit = **what = 0;
	*commit += strlen(BAR);
	*what += strlen(BAR);
	return 1;
}

void history_hints(const char *id, FILE *out)
{
	char line[LINE_MAX_LEN], *commit, *what;
	const char *text = history_text;

	while (*text)
		if (row(&text, line, &commit, &what) == 1 && !fnmatch(line, id, 0))
			fprintf(out, "hint: guards against %s: %s\n", commit, what);
}

void history_print_complaints(FILE *out, const char *before)
{
	char line[LINE_MAX_LEN], *commit, *what;
	const char *text = history_text;
	unsigned int number;
	int is;

	for (number = 1; *text; number++) {
		is = row(&text, line, &commit, &what);
		if (is < 0)
			fprintf(out, "%shistory.txt:%u: a row is \"CASES | COMMIT | WHAT\"\n",
				before, number);
		else if (is && !pattern_names_a_case(line))
			fprintf(out, "%shistory.txt:%u: CASES matches no case of any suite\n",
				before, number);
	}
}
