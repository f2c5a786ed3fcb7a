// SPDX-License-Identifier: GPL-2.0-only
/* The real ioctl, where there is none: on any machine but s390x. */
#include <stdio.h>

#include "host/subjects/subject.h"

static int facts(struct facts *facts, const char *level, char *why)
{
	(void)facts;
	(void)level;
	snprintf(why, WHY_MAX, "this memop-cts was not built for s390x: KVM_S390_MEM_OP is in the lab (./run.sh), "
		 "the model here (--subject model)");
	return -1;
}

const struct subject subject_kvm = { .name = "kvm", .facts = facts };
