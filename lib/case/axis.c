// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "lib/case/suite.h"

const char *axis_label(const struct axis *axis, unsigned int value)
{
	if (!axis->label)
		return NULL;
	return *(const char *const *)((const char *)axis->label + value * axis->stride);
}

const char *axis_fault(const struct axis *axis)
{
	unsigned int i, j;

	for (i = 0; axis->label && i < axis->n; i++) {
		if (!axis_label(axis, i))
			return "a row of an axis has no label";
		if (strpbrk(axis_label(axis, i), ",=/*?[ \t\n"))
			return "a label has a character that cannot be part of an id";
		for (j = 0; j < i; j++)
			if (!strcmp(axis_label(axis, i), axis_label(axis, j)))
				return "two rows of an axis have the same label";
	}
	return NULL;
}

void axis_value(const struct axis *axis, unsigned int value, char *buf, size_t size)
{
	const char *label = axis_label(axis, value);

	if (label)
		snprintf(buf, size, "%s", label);
	else
		snprintf(buf, size, "%u", value);
}
