// SPDX-License-Identifier: GPL-2.0-only
/*
 * Case ids: suite/axis=value,axis=value. They must never change, because results of different
 * versions are compared by id.
 */
#include <string.h>

#include "lib/case/suite.h"

/*
 * Append as much of a string as fits; returns the address of the final zero. snprintf(3) would be
 * too slow on an emulated machine: each case needs its id.
 */
static char *append(char *at, const char *end, const char *string)
{
	while (at + 1 < end && *string)
		*at++ = *string++;
	*at = 0;
	return at;
}

void case_id(const struct suite *suite, uint64_t index, char *buf, size_t size)
{
	const char *end = buf + size, *label;
	unsigned int v[AXES_MAX], a;
	char number[16];

	suite_values(suite, index, v);
	buf = append(buf, end, suite->name);
	for (a = 0; a < suite->n_axes; a++) {
		label = axis_label(&suite->axes[a], v[a]);
		if (!label)
			axis_value(&suite->axes[a], v[a], number, sizeof(number));
		buf = append(buf, end, a ? "," : "/");
		buf = append(buf, end, suite->axes[a].name);
		buf = append(buf, end, "=");
		buf = append(buf, end, label ? label : number);
	}
}

/* The value that is written as these len characters; axis->n if there is none. */
static unsigned int value_written(const struct axis *axis, const char *text, size_t len)
{
	const char *label;
	uint64_t number = 0;
	unsigned int i;

	for (i = 0; axis->label && i < axis->n; i++) {
		label = axis_label(axis, i);
		if (strlen(label) == len && !strncmp(text, label, len))
			return i;
	}
	if (axis->label || !len || (len > 1 && *text == '0'))
		return axis->n;
	for (; len && number < axis->n; text++, len--) {
		if (*text < '0' || *text > '9')
			return axis->n;
		number = number * 10 + (unsigned int)(*text - '0');
	}
	return number < axis->n ? (unsigned int)number : axis->n;
}

/* Parse "axis=value" at *text for this axis and advance *text past it. Returns 0, or -1. */
static int read_value(const struct axis *axis, const char **text, unsigned int *value)
{
	size_t len = strlen(axis->name);

	if (strncmp(*text, axis->name, len) || (*text)[len] != '=')
		return -1;
	*text += len + 1;
	len = strcspn(*text, ",");
	*value = value_written(axis, *text, len);
	*text += len;
	return *value < axis->n ? 0 : -1;
}

int case_find(const char *id, const struct suite **suite, uint64_t *index)
{
	unsigned int v[AXES_MAX], a;
	char name[CASE_ID_MAX];
	size_t len = strcspn(id, "/");

	if (len >= sizeof(name))
		return -1;
	memcpy(name, id, len);
	name[len] = 0;
	*suite = suite_find(name);
	if (!*suite)
		return -1;
	for (id += len, a = 0; a < (*suite)->n_axes; a++)
		if (*id++ != (a ? ',' : '/') || read_value(&(*suite)->axes[a], &id, &v[a]))
			return -1;
	if (*id || suite_pruned(*suite, v))
		return -1;
	*index = suite_index(*suite, v);
	return 0;
}
