// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/pattern.h"
#include "lib/known/embed.h"
#include "lib/known/history.h"

EMBED(history_text, "results/expectations/history.txt");

#define LINE_MAX_LEN 256
#define BAR " | "

/*
 * Copy the line at *text, step to the next one, and split it into pattern (line), commit and what.
 * Returns 1 for a row, 0 for a comment or an empty line, -1 for an error.
 */
static int next_row(const char **text, char *line, char **commit, char **what)
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
		if (next_row(&text, line, &commit, &what) == 1 && pattern_fits(line, id))
			fprintf(out, "hint: a bug that this case guards against, fixed by %s: %s\n",
				commit, what);
}

void history_print_complaints(FILE *out, const char *before)
{
	char line[LINE_MAX_LEN], *commit, *what;
	const char *text = history_text;
	unsigned int number;
	int kind;

	for (number = 1; *text; number++) {
		kind = next_row(&text, line, &commit, &what);
		if (kind < 0)
			fprintf(out, "%shistory.txt:%u: a row is \"CASES | COMMIT | WHAT\"\n",
				before, number);
		else if (kind && !pattern_names_a_case(line))
			fprintf(out, "%shistory.txt:%u: CASES matches no case of any suite\n",
				before, number);
	}
}
