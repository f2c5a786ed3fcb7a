// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_CHECK_EXTENSION, on /dev/kvm and on a VM: user space learns from it which operations
 * KVM_S390_MEM_OP has, so each kernel version must report those that it implements.
 */
#include "lib/case/suite.h"

enum { CAPABILITY, FD };

static const struct {
	const char *label;
	uint32_t number;
} capabilities[] = {
	{ "mem_op", CAP_S390_MEM_OP },
	{ "mem_op_extension", CAP_S390_MEM_OP_EXTENSION },
	{ "protected", CAP_S390_PROTECTED },
};

static const struct {
	const char *label;
	enum request_fd fd;
} fds[] = { { "system", FD_SYSTEM }, { "vm", FD_VM } };

static void build(const unsigned int *v, struct plan *plan)
{
	plan->request.kind = REQUEST_CAPABILITY;
	plan->request.fd = fds[v[FD]].fd;
	plan->request.op = capabilities[v[CAPABILITY]].number;
}

static const struct axis axes[] = {
	[CAPABILITY] = AXIS_ROWS("capability", capabilities),
	[FD] = AXIS_ROWS("fd", fds),
};

SUITE(capabilities) = {
	.name = "capabilities",
	AXES(axes),
	.build = build,
};
