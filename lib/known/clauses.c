// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/known/clauses.h"
#include "lib/known/embed.h"

EMBED(clauses_text, "docs/clauses.md");

#define FIELD_MAX 512

/* A row of the table: "| number | rule | source | cases |". */
struct row {
	char number[16], rule[FIELD_MAX], source[FIELD_MAX], cases[FIELD_MAX];
};

/* Copy the field up to the next bar, without the spaces around it, and step behind the bar. */
static void field(const char **text, char *buf, size_t size)
{
	size_t len = strcspn(*text, "|\n");

	snprintf(buf, size, "%.*s", len > 2 ? (int)len - 2 : 0, *text + 1);
	*text += len + ((*text)[len] == '|');
}

/* Read the next row of the table. Returns false at the end. */
static bool next_clause(const char **text, struct row *c)
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

/* The number of cases that test this clause; 0 if the oracle does not know it. */
static uint64_t cases_of(const struct evidence *evidence, const char *number)
{
	unsigned int i;

	for (i = 0; i < N_CLAUSES; i++)
		if (!strcmp(clause_name(i), number))
			return evidence->cases[i];
	return 0;
}

void clauses_list(FILE *out, const struct evidence *evidence)
{
	const char *text = clauses_text;
	struct row c;
	uint64_t n;

	while (next_clause(&text, &c)) {
		n = cases_of(evidence, c.number);
		if (n)
			fprintf(out, "%s: %s (%s): %llu case%s\n", c.number, c.rule, c.source,
				(unsigned long long)n, n == 1 ? "" : "s");
	}
}

void clauses_untested(FILE *out, const struct evidence *evidence)
{
	const char *text = clauses_text;
	struct row c;

	while (next_clause(&text, &c))
		if (!cases_of(evidence, c.number))
			fprintf(out, "%s: %s (%s): %s\n", c.number, c.rule, c.source,
				strcmp(c.cases, "yes") ? c.cases : "no selected case tests it");
}

bool clauses_of_case(FILE *out, const struct suite *suite, uint64_t index,
		     const struct level *level)
{
	const char *text = clauses_text;
	struct clauses clauses;
	struct row c;
	unsigned int i;

	if (evidence_of_case(suite, index, level, &clauses))
		return false;
	while (next_clause(&text, &c))
		for (i = 0; i < N_CLAUSES; i++)
			if (clauses_have(&clauses, i) && !strcmp(clause_name(i), c.number))
				fprintf(out, "rule: %s %s (%s)\n", c.number, c.rule, c.source);
	return true;
}

/* Does text contain this number as a whole word in brackets? API.1 is not part of API.12. */
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
	struct row c;
	bool any = false;

	while (next_clause(&rest, &c)) {
		if (!cites(text, c.number))
			continue;
		fprintf(out, "rule: %s %s (%s)\n", c.number, c.rule, c.source);
		any = true;
	}
	return any;
}
