// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/base/xnonnull.h"
#include "lib/known/expectation_row.h"
#include "lib/outcome/aspect.h"

/* Cut the next field off *rest, up to the separator. NULL if no field is left. */
static char *cut(char **rest, const char *separator)
{
	char *field = *rest, *end;

	if (!field)
		return NULL;
	end = strstr(field, separator);
	if (end)
		*end = 0;
	*rest = end ? end + strlen(separator) : NULL;
	return field;
}

/* "returns 40", "returns right, registers" */
static const char *parse_deviation(struct deviation *d, char *text)
{
	char *word = cut(&text, ", "), rest;
	unsigned int bit;

	*d = (struct deviation){ .right = !strcmp(word, "returns right") };
	if (!d->right && sscanf(word, "returns %d%c", &d->ret, &rest) != 1)
		return "OBSERVED must be \"hangs\", \"returns NUMBER\" or \"returns right\"";
	while ((word = cut(&text, ", "))) {
		bit = aspect_find(word, strlen(word));
		if (!bit || bit == ASPECT_RETURN)
			return "OBSERVED: after \"returns\", only the names listed at the head of "
			       "known.txt are allowed";
		d->aspects |= bit;
	}
	return d->right && !d->aspects ?
	       "OBSERVED: \"returns right\" needs the name of what differs" : NULL;
}

static const char *parse_observed(struct expectation *row, char *text)
{
	const char *problem;
	char *part;

	row->hangs = !strcmp(text, "hangs");
	if (row->hangs)
		return NULL;
	while ((part = cut(&text, " or "))) {
		if (row->n_observed == OBSERVED_MAX)
			return "OBSERVED has more than 4 alternatives";
		problem = parse_deviation(&row->observed[row->n_observed++], part);
		if (problem)
			return problem;
	}
	return NULL;
}

static const char *parse_fields(struct expectation *row, char *text)
{
	char *kernels = cut(&text, " | ");
	char *cases = cut(&text, " | ");
	char *observed = cut(&text, " | ");
	char *fix = cut(&text, " | ");
	const char *problem;

	if (!fix || !text || !*text || !*cases)
		return "a row is \"KERNELS | CASES | OBSERVED | FIX | REASON\"";
	if (range_parse(&row->kernels, kernels))
		return "KERNELS must be FIRST-LAST, two versions such as 6.12 or 6.1.114 in this "
		       "order, or a pattern for uname -r such as *.el9*";
	problem = fix_parse(&row->fix, fix);
	if (problem)
		return problem;
	row->cases = xnonnull(strdup(cases));
	row->reason = xnonnull(strdup(text));
	return parse_observed(row, observed);
}

const char *expectation_parse(struct expectation *row, const char *line, size_t len)
{
	char *copy = xnonnull(strndup(line, len));
	const char *problem;

	*row = (struct expectation){ .row = xnonnull(strndup(line, len)) };
	problem = parse_fields(row, copy);
	free(copy);
	if (problem)
		expectation_free(row);
	return problem;
}

void expectation_free(struct expectation *row)
{
	range_free(&row->kernels);
	free(row->cases);
	free(row->reason);
	free(row->row);
	*row = (struct expectation){ 0 };
}
