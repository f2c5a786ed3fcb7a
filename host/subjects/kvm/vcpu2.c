// SPDX-License-Identifier: GPL-2.0-only
/*
 * A second vCPU in the same state as the first. A request on it is made while one on the first is
 * in progress.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/vcpu.h"
#include "host/subjects/kvm/vcpu2.h"
#include "lib/abi/arg.h"

/* The guest with the second vCPU in place of the first. */
static struct guest seen_by_vcpu2(const struct guest *guest)
{
	struct guest seen = *guest;

	seen.vcpu = guest->vcpu2;
	seen.run = guest->run2;
	return seen;
}

int vcpu2_stage(struct guest *guest, char *why)
{
	const struct state *state = guest->state;
	struct guest seen;

	if (!guest->run2 && vcpu_add(guest, 1, &guest->vcpu2, &guest->run2, why))
		return -1;
	seen = seen_by_vcpu2(guest);
	return vcpu_set_control(&seen, &state->regs, why) ? -1 :
	       vcpu_run(&seen, vcpu_entry_psw(state), state->regs.prefix, state->icpt, why);
}

void vcpu2_request(struct guest *guest, const struct request *request,
		   struct other_outcome *outcome)
{
	struct memop_arg arg = { .buf = (uintptr_t)outcome->data };
	struct request other;

	request_of_vcpu2(request, &other);
	arg.op = other.op;
	arg.gaddr = other.gaddr;
	arg.size = other.size;
	outcome->ret = ioctl(guest->vcpu2, MEMOP_IOCTL, &arg);
	outcome->err = outcome->ret == -1 ? errno : 0;
	outcome->made = true;
}

void vcpu2_destroy(struct guest *guest)
{
	if (guest->run2)
		munmap(guest->run2, guest->run_size);
	if (guest->vcpu2 >= 0)
		close(guest->vcpu2);
}
