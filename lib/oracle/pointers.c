// SPDX-License-Identifier: GPL-2.0-only
/* PTR.1: a pointer to memory that the process cannot access causes EFAULT (API.4). */
#include "lib/oracle/rules.h"

bool cannot_fetch(enum user_area area)
{
	return area == USER_NULL || area == USER_UNMAPPED || area == USER_TORN;
}

bool cannot_store(enum user_area area)
{
	return cannot_fetch(area) || area == USER_READ_ONLY;
}
