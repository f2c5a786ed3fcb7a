// SPDX-License-Identifier: GPL-2.0-only
#include "lib/case/suite.h"

enum { CAPABILITY, FD };

static const uint32_t numbers[] = { CAP_S390_MEM_OP, CAP_S390_MEM_OP_EXTENSION, CAP_S390_PROTECTED };
static const enum request_fd fds[] = { FD_SYSTEM, FD_VM };

static void build(const unsigned int *v, struct plan *plan)
{
	plan->request.kind = REQUEST_CAPABILITY;
	plan->request.fd = fds[v[FD]];
	plan->request.op = numbers[v[CAPABILITY]];
}

static const struct axis axes[] = {
	[CAPABILITY] = AXIS("capability", "mem_op", "mem_op_extension", "protected"),
	[FD] = AXIS("fd", "system", "vm"),
};

SUITE(capabilities) = {
	.name = "capabilities",
	.title = "KVM_CHECK_EXTENSION says what KVM_S390_MEM_OP can do",
	.clauses = "API.1 API.7 API.10 API.49",
	.axes = axes,
	.n_axes = ARRAY_SIZE(axes),
	.build = build,
};
