// SPDX-License-Identifier: GPL-2.0-only
/* Write a baseline: each suite as a tree with a level for each axis; equal subtrees once. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "lib/base/sum.h"
#include "lib/base/xnonnull.h"
#include "lib/baseline/baseline.h"

#define BUCKETS 4096
#define NUMBERS 0x1000000	/* of node numbers: six hexadecimal digits */
#define LINE_ROOM (1 << 18)

struct node {
	struct node *next;
	unsigned int axis;
	uint32_t number;
	char *text;		/* the line without the name */
	char *name;
};

struct writer {
	FILE *out;
	uint32_t sum;
	const struct baseline_suite *suite;
	struct node *nodes[BUCKETS];
	char *line;		/* of LINE_ROOM bytes */
};

static void __attribute__((format(printf, 2, 3)))
put(struct writer *w, const char *format, ...)
{
	char *text;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	xnonnull(n < 0 ? NULL : text);
	w->sum = sum_text(w->sum, text);
	fputs(text, w->out);
	free(text);
}

/* The most frequent element; NULL if all differ. what[] has NULL for values without cases. */
static const char *most_frequent(const char *const *what, unsigned int n)
{
	const char *most = NULL;
	unsigned int i, j, same, best = 1;

	for (i = 0; i < n; i++) {
		for (j = same = 0; j < n; j++)
			same += what[j] == what[i];
		if (same > best) {
			best = same;
			most = what[i];
		}
	}
	return most;
}

static void add_group(struct text *line, const struct baseline_axis *axis, const char *const *what,
		      unsigned int first)
{
	unsigned int i;

	text_add(line, " %s:%s", what[first] ? what[first] : "-", axis->values[first]);
	for (i = first + 1; i < axis->n; i++)
		if (what[i] == what[first])
			text_add(line, ",%s", axis->values[i]);
}

/* The text of a node: " WHAT:VALUES WHAT:*", where WHAT:* covers the most frequent subtree. */
static char *node_text(struct writer *w, const struct baseline_axis *axis, const char *const *what)
{
	struct text line = { .buf = w->line, .size = LINE_ROOM };
	const char *most = most_frequent(what, axis->n);
	unsigned int i, j;

	for (i = 0; i < axis->n; i++) {
		for (j = 0; what[j] != what[i]; j++)
			;
		if (j == i && what[i] != most)
			add_group(&line, axis, what, i);
	}
	if (most)
		text_add(&line, " %s:*", most);
	xnonnull(line.cut ? NULL : &line);
	return line.buf;
}

/* The name of the node with this text; a new node is written. */
static const char *name_node(struct writer *w, unsigned int axis, const char *text)
{
	uint32_t number = sum_text(SUM_START, text) % NUMBERS;
	struct node *node;

	/* Another node may have this number: take the next free one. */
	for (;; number = (number + 1) % NUMBERS) {
		for (node = w->nodes[number % BUCKETS]; node; node = node->next)
			if (node->number == number && node->axis == axis)
				break;
		if (!node)
			break;
		if (!strcmp(node->text, text))
			return node->name;
	}
	node = xnonnull(malloc(sizeof(*node)));
	*node = (struct node){
		.next = w->nodes[number % BUCKETS], .axis = axis, .number = number,
		.text = xnonnull(strdup(text)),
	};
	w->nodes[number % BUCKETS] = node;
	if (asprintf(&node->name, "%s.%06" PRIx32, w->suite->axes[axis].name, number) < 0)
		node->name = xnonnull(NULL);
	put(w, "%s%s\n", node->name, text);
	return node->name;
}

/*
 * Write the node of cases that agree in all axes before axis a, and its subtrees first. Returns its
 * name. span: product of the sizes of the axes after a.
 */
static const char *write_node(struct writer *w, unsigned int a, const struct baseline_case *first,
			      const struct baseline_case *end, uint64_t span)
{
	const struct baseline_axis *axis = &w->suite->axes[a];
	const char **what = xnonnull(calloc(axis->n, sizeof(*what)));
	const struct baseline_case *c;
	const char *name;
	uint64_t value;

	for (; first < end; first = c) {
		value = first->index / span;
		for (c = first; c < end && c->index / span == value; c++)
			;
		what[value % axis->n] = a + 1 == w->suite->n_axes ? first->outcome :
			write_node(w, a + 1, first, c, span / w->suite->axes[a + 1].n);
	}
	name = name_node(w, a, node_text(w, axis, what));
	free(what);
	return name;
}

static void free_nodes(struct writer *w)
{
	struct node *node, *next;
	unsigned int i;

	for (i = 0; i < BUCKETS; i++) {
		for (node = w->nodes[i]; node; node = next) {
			next = node->next;
			free(node->text);
			free(node->name);
			free(node);
		}
		w->nodes[i] = NULL;
	}
}

static void write_suite(struct writer *w)
{
	const struct baseline_suite *suite = w->suite;
	uint64_t span = 1;
	unsigned int a, v;

	put(w, "suite %s %zu\n", suite->name, suite->n);
	for (a = 0; a < suite->n_axes; a++) {
		put(w, "axis %s", suite->axes[a].name);
		for (v = 0; v < suite->axes[a].n; v++)
			put(w, " %s", suite->axes[a].values[v]);
		put(w, "\n");
		span *= a ? suite->axes[a].n : 1;
	}
	write_node(w, 0, suite->cases, suite->cases + suite->n, span);
	free_nodes(w);
}

void baseline_write(const struct baseline *baseline, FILE *out)
{
	struct writer *w = xnonnull(calloc(1, sizeof(*w)));
	unsigned int i;

	w->out = out;
	w->sum = SUM_START;
	w->line = xnonnull(malloc(LINE_ROOM));
	put(w, "%s\n", BASELINE_MAGIC);
	for (i = 0; i < baseline->n_meta; i++)
		put(w, "meta %s %s\n", baseline->meta[i].key, baseline->meta[i].value);
	for (i = 0; i < baseline->n_suites; i++) {
		w->suite = &baseline->suites[i];
		write_suite(w);
	}
	fprintf(out, "end %" PRIu64 " %08" PRIx32 "\n", baseline->n, w->sum);
	free(w->line);
	free(w);
}
