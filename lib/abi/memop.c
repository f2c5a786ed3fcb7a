// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>

#include "lib/abi/memop.h"

const char *memop_op_name(uint32_t op)
{
	static const char *const names[] = {
		[MEMOP_LOGICAL_READ] = "logical_read",
		[MEMOP_LOGICAL_WRITE] = "logical_write",
		[MEMOP_SIDA_READ] = "sida_read",
		[MEMOP_SIDA_WRITE] = "sida_write",
		[MEMOP_ABSOLUTE_READ] = "absolute_read",
		[MEMOP_ABSOLUTE_WRITE] = "absolute_write",
		[MEMOP_ABSOLUTE_CMPXCHG] = "absolute_cmpxchg",
	};

	return op < sizeof(names) / sizeof(names[0]) ? names[op] : NULL;
}
