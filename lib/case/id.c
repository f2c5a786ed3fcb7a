// SPDX-License-Identifier: GPL-2.0-only
/* Case ids: suite/axis=value,axis=value. They are stable: results are compared and expected by them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/case/suite.h"

void axis_value(const struct axis *axis, unsigned int value, char *buf, size_t size)
{
	if (axis->labels)
		snprintf(buf, size, "%s", axis->labels[value]);
	else
		snprintf(buf, size, "%u", value);
}

/* Add a string, as far as there is room. Returns the place of the final zero. printf(3) is slow where the machine is emulated. */
static char *add(char *at, const char *end, const char *string)
{
	while (at + 1 < end && *string)
		*at++ = *string++;
	*at = 0;
	return at;
}

void case_id(const struct suite *suite, uint64_t index, char *buf, size_t size)
{
	const char *end = buf + size;
	unsigned int v[AXES_MAX], a;
	char number[16];

	suite_values(suite, index, v);
	buf = add(buf, end, suite->name);
	for (a = 0; a < suite->n_axes; a++) {
		buf = add(buf, end, a ? "," : "/");
		buf = add(buf, end, suite->axes[a].name);
		buf = add(buf, end, "=");
		if (!suite->axes[a].labels)
			axis_value(&suite->axes[a], v[a], number, sizeof(number));
		buf = add(buf, end, suite->axes[a].labels ? suite->axes[a].labels[v[a]] : number);
	}
}

/* Read "axis=value" at *text, which must belong to this axis, and step over it. */
static int read_value(const struct axis *axis, const char **text, unsigned int *value)
{
	size_t len = strlen(axis->name);
	char name[CASE_ID_MAX];

	if (strncmp(*text, axis->name, len) || (*text)[len] != '=')
		return -1;
	*text += len + 1;
	len = strcspn(*text, ",");
	for (*value = 0; *value < axis->n; ++*value) {
		axis_value(axis, *value, name, sizeof(name));
		if (strlen(name) == len && !strncmp(*text, name, len)) {
			*text += len;
			return 0;
		}
	}
	return -1;
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
	*index = 0;
	for (id += len, a = 0; a < (*suite)->n_axes; a++) {
		if (*id++ != (a ? ',' : '/') || read_value(&(*suite)->axes[a], &id, &v[a]))
			return -1;
		*index = *index * (*suite)->axes[a].n + v[a];
	}
	return *id || suite_pruned(*suite, v) ? -1 : 0;
}
