// SPDX-License-Identifier: GPL-2.0-only
/* The values that KVM_CHECK_EXTENSION returns (API.1). */
#include "lib/oracle/rules.h"

static int extension(const struct level *level)
{
	return (level->vm_ops ? MEMOP_EXTENSION_BASE : 0) |
	       (level->cmpxchg ? MEMOP_EXTENSION_CMPXCHG : 0);
}

void ask_capability(const struct question *q, struct allowed *allowed)
{
	because(q, API_1);
	switch (q->request->op) {
	case CAP_S390_MEM_OP:
		allow(allowed, MEMOP_MAX_SIZE, API_10);
		break;
	case CAP_S390_MEM_OP_EXTENSION:
		allow(allowed, extension(q->level), API_7);
		break;
	case CAP_S390_PROTECTED:
		if (q->level->protected_host != PROTECTED_HOST_YES)
			allow(allowed, 0, API_49);
		if (q->level->protected_host != PROTECTED_HOST_NO)
			allow(allowed, 1, API_49);
		break;
	}
}
