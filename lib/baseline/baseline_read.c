// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "lib/base/sum.h"
#include "lib/base/xnonnull.h"
#include "lib/baseline/baseline.h"
#include "lib/baseline/outcome_name.h"

#define BUCKETS 4096
#define CASES_MAX (1 << 26)	/* of a suite; a damaged file may expand to any number */

/* The subtree of a value: an outcome for the last axis, a node for others; NULL: no cases. */
union below {
	const char *outcome;
	const struct node *node;
};

struct node {
	struct node *next;
	char *name;
	unsigned int axis;
	uint64_t n;		/* cases in this subtree */
	union below *below;	/* for each value */
};

struct reader {
	const char *path;
	unsigned int line;
	uint32_t sum;
	struct baseline *baseline;
	struct baseline_suite *suite;	/* the one being read */
	uint64_t announced;		/* number of cases in its suite line */
	uint64_t product;		/* of the sizes of its axes */
	struct node *nodes[BUCKETS];
	struct node *last;		/* the last node read; in the end the root */
	bool ended;
};

static int bad(const struct reader *r, const char *what)
{
	fprintf(stderr, "memop-cts: %s:%u: %s\n", r->path, r->line, what);
	return -1;
}

static int damaged(const struct reader *r)
{
	return bad(r, "the baseline is damaged or was edited: "
		   "make it again with memop-cts baseline");
}

static struct node **bucket(struct reader *r, const char *name)
{
	return &r->nodes[sum_text(SUM_START, name) % BUCKETS];
}

static struct node *find_node(struct reader *r, const char *name)
{
	struct node *node;

	for (node = *bucket(r, name); node && strcmp(node->name, name); node = node->next)
		;
	return node;
}

static void free_nodes(struct reader *r)
{
	struct node *node, *next;
	unsigned int i;

	for (i = 0; i < BUCKETS; i++) {
		for (node = r->nodes[i]; node; node = next) {
			next = node->next;
			free(node->below);
			free(node->name);
			free(node);
		}
		r->nodes[i] = NULL;
	}
	r->last = NULL;
}

/* Append the cases of a node to the suite. index: combination of values of the preceding axes. */
static void expand(struct baseline_suite *suite, const struct node *node, uint64_t index)
{
	const struct baseline_axis *axis = &suite->axes[node->axis];
	struct baseline_case *c;
	unsigned int v;

	for (v = 0, index *= axis->n; v < axis->n; v++, index++) {
		if (!node->below[v].node)
			continue;
		if (node->axis + 1 < suite->n_axes) {
			expand(suite, node->below[v].node, index);
			continue;
		}
		c = &suite->cases[suite->n++];
		c->index = index;
		c->outcome = node->below[v].outcome;
	}
}

/* At the end of a suite, make its cases from the root. Returns -1, silently, if it is damaged. */
static int finish_suite(struct reader *r)
{
	const struct node *top = r->last;

	if (!r->suite)
		return 0;
	if (!top || top->axis || !top->n || top->n != r->announced)
		return -1;
	r->suite->cases = xnonnull(calloc(top->n, sizeof(*r->suite->cases)));
	expand(r->suite, top, 0);
	r->baseline->n += top->n;
	r->suite = NULL;
	free_nodes(r);
	return 0;
}

static int read_suite(struct reader *r, char *text)
{
	const struct baseline *b = r->baseline;
	char *number = strchr(text, ' '), *end;

	if (finish_suite(r) || !number)
		return damaged(r);
	*number++ = 0;
	r->announced = strtoull(number, &end, 10);
	if (*end || (b->n_suites && strcmp(b->suites[b->n_suites - 1].name, text) >= 0))
		return damaged(r);
	r->suite = baseline_add_suite(r->baseline, text);
	r->product = 1;
	return 0;
}

static int read_axis(struct reader *r, char *text)
{
	struct baseline_axis *axis;
	char *value;

	if (!r->suite || r->last || r->suite->n_axes == AXES_MAX)
		return damaged(r);
	axis = &r->suite->axes[r->suite->n_axes++];
	axis->name = xnonnull(strdup(strsep(&text, " ")));
	while ((value = strsep(&text, " ")))
		baseline_add_value(axis, value);
	if (!axis->n || __builtin_mul_overflow(r->product, axis->n, &r->product))
		return damaged(r);
	return 0;
}

/* The axis of a node, from its name "AXIS.NUMBER"; AXES_MAX if there is no such axis. */
static unsigned int axis_of(const struct baseline_suite *suite, const char *name)
{
	const char *dot = strrchr(name, '.');
	unsigned int a;

	for (a = 0; dot && a < suite->n_axes; a++)
		if (strlen(suite->axes[a].name) == (size_t)(dot - name) &&
		    !strncmp(suite->axes[a].name, name, (size_t)(dot - name)))
			return a;
	return AXES_MAX;
}

static unsigned int find_value(const struct baseline_axis *axis, const char *name)
{
	unsigned int v;

	for (v = 0; v < axis->n && strcmp(axis->values[v], name); v++)
		;
	return v;
}

/* "WHAT:VALUES" */
static int read_group(struct reader *r, struct node *node, char *text, bool *named)
{
	const struct baseline_axis *axis = &r->suite->axes[node->axis];
	char *what = strsep(&text, ":"), *value;
	union below below = { NULL };
	unsigned int v;

	if (!text || !*what)
		return -1;
	if (strcmp(what, "-")) {
		if (node->axis + 1 == r->suite->n_axes)
			below.outcome = intern(what);
		else if (!(below.node = find_node(r, what)) || below.node->axis != node->axis + 1)
			return -1;
	}
	if (!strcmp(text, "*")) {
		for (v = 0; v < axis->n; v++)
			if (!named[v])
				node->below[v] = below;
		return 0;
	}
	while ((value = strsep(&text, ","))) {
		v = find_value(axis, value);
		if (v == axis->n || named[v])
			return -1;
		named[v] = true;
		node->below[v] = below;
	}
	return 0;
}

static int read_groups(struct reader *r, struct node *node, char *text)
{
	const struct baseline_axis *axis = &r->suite->axes[node->axis];
	bool *named = xnonnull(calloc(axis->n, sizeof(*named)));
	char *group;
	unsigned int v;
	int ret = 0;

	while (!ret && (group = strsep(&text, " ")))
		ret = read_group(r, node, group, named);
	for (v = 0; v < axis->n; v++)
		if (node->below[v].node)
			node->n += node->axis + 1 == r->suite->n_axes ? 1 : node->below[v].node->n;
	free(named);
	return ret || node->n > CASES_MAX ? -1 : 0;
}

static int read_node(struct reader *r, char *text)
{
	char *name = strsep(&text, " ");
	unsigned int axis = r->suite ? axis_of(r->suite, name) : AXES_MAX;
	struct node *node;

	if (axis == AXES_MAX || !text || find_node(r, name))
		return damaged(r);
	node = xnonnull(calloc(1, sizeof(*node)));
	node->name = xnonnull(strdup(name));
	node->axis = axis;
	node->below = xnonnull(calloc(r->suite->axes[axis].n, sizeof(*node->below)));
	if (read_groups(r, node, text)) {
		free(node->below);
		free(node->name);
		free(node);
		return damaged(r);
	}
	r->last = node;
	node->next = *bucket(r, name);
	*bucket(r, name) = node;
	return 0;
}

static int read_meta(struct reader *r, char *text)
{
	char *key = strsep(&text, " ");

	baseline_add_meta(r->baseline, key, text ? text : "");
	return 0;
}

static int read_end(struct reader *r, char *text)
{
	char expected[40];

	if (finish_suite(r))
		return damaged(r);
	snprintf(expected, sizeof(expected), "%" PRIu64 " %08" PRIx32, r->baseline->n, r->sum);
	r->ended = !strcmp(text, expected);
	return r->ended ? 0 : damaged(r);
}

static const struct {
	const char *word;
	int (*read)(struct reader *r, char *text);
} keywords[] = {
	{ "meta ", read_meta },
	{ "suite ", read_suite },
	{ "axis ", read_axis },
	{ "end ", read_end },
};

static int read_line(struct reader *r, char *line)
{
	unsigned int i;
	size_t len;

	if (r->line == 1 && strcmp(line, BASELINE_MAGIC))
		return bad(r, "a baseline in a format that this version of memop-cts cannot read");
	if (r->line == 1)
		return 0;
	if (r->ended)
		return damaged(r);
	for (i = 0; i < ARRAY_SIZE(keywords); i++) {
		len = strlen(keywords[i].word);
		if (!strncmp(line, keywords[i].word, len))
			return keywords[i].read(r, line + len);
	}
	return read_node(r, line);
}

int baseline_read(struct baseline *baseline, const char *path)
{
	struct reader *r = xnonnull(calloc(1, sizeof(*r)));
	FILE *file = fopen(path, "r");
	char *line = NULL;
	uint32_t sum;
	size_t size = 0;
	ssize_t len;
	int ret = -1;

	*baseline = (struct baseline){ 0 };
	*r = (struct reader){ .path = path, .baseline = baseline, .sum = SUM_START };
	if (!file) {
		fprintf(stderr, "memop-cts: %s: %s\n", path, strerror(errno));
		goto out;
	}
	for (ret = 0; !ret && (len = getline(&line, &size, file)) > 0; r->sum = sum) {
		r->line++;
		sum = sum_text(r->sum, line);
		if (line[len - 1] != '\n') {
			r->ended = false;
			break;
		}
		line[len - 1] = 0;
		ret = strlen(line) + 1 == (size_t)len ? read_line(r, line) : damaged(r);
	}
	if (!ret && !r->ended)
		ret = bad(r, "the baseline is cut short: make it again with memop-cts baseline");
	baseline->planned = baseline->n;
	baseline->complete = true;
	fclose(file);
out:
	free_nodes(r);
	free(line);
	free(r);
	return ret;
}
