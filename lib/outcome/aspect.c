// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/case/suite.h"
#include "lib/outcome/aspect.h"
#include "lib/outcome/outcome.h"

static const struct { unsigned int bit; const char *name; } names[] = {
#define NAMED(id, bit, name, words) { ASPECT_##id, words },
	ASPECTS(NAMED)
#undef NAMED
};

void aspects_name(unsigned int aspects, struct text *text)
{
	const char *separator = "";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(aspects & names[i].bit))
			continue;
		text_add(text, "%s%s", separator, names[i].name);
		aspects &= ~names[i].bit;
		separator = ", ";
	}
	if (aspects)
		text_add(text, "%s0x%x", separator, aspects);
}

unsigned int aspect_find(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i].name) == len && !strncmp(names[i].name, name, len))
			return names[i].bit;
	return 0;
}
