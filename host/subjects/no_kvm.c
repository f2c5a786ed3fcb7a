// SPDX-License-Identifier: GPL-2.0-only
/* Replaces the real ioctl on machines other than s390x: every case is skipped. */
#include <stdio.h>
#include <sys/utsname.h>

#include "host/subjects/subject.h"

static enum exit_code facts(struct facts *facts, const char *level, char *why)
{
	struct utsname uts;

	(void)level;
	uname(&uts);
	snprintf(facts->release, sizeof(facts->release), "%.64s", uts.release);
	snprintf(facts->machine, sizeof(facts->machine), "%.64s", uts.machine);
	snprintf(
		why, WHY_MAX,
		"this memop-cts was not built for s390x: for KVM_S390_MEM_OP use the lab "
		"(./run.sh), for the model --subject model");
	return EXIT_SKIPPED;
}

const struct subject subject_kvm = { .name = "kvm", .real = true, .facts = facts };
