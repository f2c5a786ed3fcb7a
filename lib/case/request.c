// SPDX-License-Identifier: GPL-2.0-only
#include "lib/case/request.h"

void request_init(struct request *request)
{
	*request = (struct request){ .kind = REQUEST_MEMOP, .fd = FD_VCPU };
}
