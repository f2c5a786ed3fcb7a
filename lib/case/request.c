// SPDX-License-Identifier: GPL-2.0-only
#include "lib/case/request.h"
#include "lib/machine/memory.h"

void request_init(struct request *request)
{
	*request = (struct request){ .kind = REQUEST_MEMOP, .fd = FD_VCPU };
}

void request_of_vcpu2(const struct request *request, struct request *other)
{
	request_init(other);
	other->op = MEMOP_LOGICAL_READ;
	other->gaddr = request->gaddr + PAGE_SIZE;
	other->size = VCPU2_SIZE;
}
