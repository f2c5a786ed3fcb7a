/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the tests of the oracle and of lib/outcome: the plan that they begin with.
 */
#ifndef TESTS_UNIT_PLAN_H
#define TESTS_UNIT_PLAN_H

#include "lib/case/suite.h"

/*
 * A fresh guest, and a request for op on the file descriptor that has this operation, with size
 * bytes at gaddr and without an access key.
 */
static inline void plan_begin(struct plan *plan, uint32_t op, uint64_t gaddr, uint32_t size)
{
	state_init(&plan->state);
	request_init(&plan->request);
	plan->request.op = op;
	plan->request.fd = op <= MEMOP_SIDA_WRITE ? FD_VCPU : FD_VM;
	plan->request.gaddr = gaddr;
	plan->request.size = size;
}

#endif
