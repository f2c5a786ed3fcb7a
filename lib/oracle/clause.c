// SPDX-License-Identifier: GPL-2.0-only
#include "lib/oracle/clause.h"

const char *clause_name(enum clause clause)
{
#define CLAUSE_NAME(family, number) [family##_##number] = #family "." #number,
	static const char *const names[] = { CLAUSES(CLAUSE_NAME) };

	return names[clause];
}
