// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <string.h>

#include "lib/known/clauses.h"
#include "lib/known/embed.h"

EMBED(clauses_text, "docs/clauses.md");

#define FIELD_MAX 512

/* A row of the table: "| number | rule | source | cases |". */
struct clause {
	char number[16], rule[FIELD_MAX], source[FIELD_MAX], cases[FIELD_MAX];
};

/* Take the field up to the next bar. */
static void field(const char **text, char *buf, size_t size)
{
	size_t len = strcspn(*text, "|\n");

	snprintf(buf, size, "%.*s", len > 2 ? (int)len - 2 : 0, *text + 1);
	*text += len + ((*text)[len] == '|');
}

/* The next clause of the table. False at the end. */
static bool next_clause(const char **text, struct clause *c)
{
	const char *line;

	while (**text) {
		line = *text;
		*text += strcspn(*text, "\n");
		*text += **text == '\n';
		if (line[0] != '|' || !isupper((unsigned char)line[2]))
			continue;
		line++;
		field(&line, c->number, sizeof(c->number));
		field(&line, c->rule, sizeof(c->rule));
		field(&line, c->source, sizeof(c->source));
		field(&line, c->cases, sizeof(c->cases));
		return true;
	}
	return false;
}

static bool names(const struct suite *suite, const char *number)
{
	size_t len = strlen(number);
	const char *at;

	for (at = suite->clauses; (at = strstr(at, number)); at += len)
		if ((at == suite->clauses || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

void clauses_list(FILE *out, const struct suite *suite)
{
	const char *text = clauses_text;
	struct clause c;
	unsigned int i;
	bool any;

	while (next_clause(&text, &c)) {
		if (suite && !names(suite, c.number))
			continue;
		for (i = 0, any = false; i < suite_count(); i++) {
			if (!names(suite_at(i), c.number))
				continue;
			if (!any)
				fprintf(out, "%s: %s (%s):", c.number, c.rule, c.source);
			fprintf(out, " %s", suite_at(i)->name);
			any = true;
		}
		if (any)
			fprintf(out, "\n");
	}
}

static bool cites(const char *text, const char *number)
{
	size_t len = strlen(number);
	const char *at;

	for (at = text; (at = strstr(at, number)); at += len)
		if (at > text && (at[-1] == '[' || at[-1] == ' ') &&
		    (at[len] == ']' || at[len] == ' '))
			return true;
	return false;
}

bool clauses_cited(FILE *out, const char *text)
{
	const char *rest = clauses_text;
	struct clause c;
	bool any = false;

	while (next_clause(&rest, &c)) {
		if (!cites(text, c.number))
			continue;
		fprintf(out, "rule: %s %s (%s)\n", c.number, c.rule, c.source);
		any = true;
	}
	return any;
}

void clauses_untested(FILE *out)
{
	const char *text = clauses_text;
	struct clause c;

	while (next_clause(&text, &c))
		if (strcmp(c.cases, "suite"))
			fprintf(out, "%s: %s (%s): %s\n", c.number, c.rule, c.source, c.cases);
}
