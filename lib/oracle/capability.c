// SPDX-License-Identifier: GPL-2.0-only
/* What KVM_CHECK_EXTENSION says (API.1). */
#include "lib/oracle/rules.h"

static int extension(const struct level *level)
{
	return (level->vm_ops ? MEMOP_EXTENSION_BASE : 0) | (level->cmpxchg ? MEMOP_EXTENSION_CMPXCHG : 0);
}

void ask_capability(const struct question *q, struct allowed *allowed)
{
	switch (q->request->op) {
	case CAP_S390_MEM_OP:
		allow(allowed, MEMOP_MAX_SIZE, "API.10");
		break;
	case CAP_S390_MEM_OP_EXTENSION:
		allow(allowed, extension(q->level), "API.7");
		break;
	case CAP_S390_PROTECTED:
		/* It depends on the machine. */
		allow(allowed, 0, "API.49");
		allow(allowed, 1, "API.49");
		break;
	}
}
