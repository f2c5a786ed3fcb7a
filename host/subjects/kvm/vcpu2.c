// SPDX-License-Identifier: GPL-2.0-only
/* A second vCPU, in the state of the first, which makes a request of its own while one of the first is under way. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/subjects/kvm/guest.h"
#include "lib/abi/arg.h"

/* The guest as it would be if this were its only vCPU. */
static struct guest seen_by_other(const struct guest *guest)
{
	struct guest seen = *guest;

	seen.vcpu = guest->other;
	seen.run = guest->other_run;
	return seen;
}

int other_stage(struct guest *guest, char *why)
{
	const struct state *state = guest->state;
	struct guest seen;

	if (!guest->other_run && vm_add_vcpu(guest, 1, &guest->other, &guest->other_run, why))
		return -1;
	seen = seen_by_other(guest);
	return vm_set_control(&seen, &state->regs, why) ? -1 :
	       vm_run(&seen, vm_entry_psw(state), state->regs.prefix, state->stopped, why);
}

void other_request(struct guest *guest, const struct request *request, struct other_outcome *outcome)
{
	struct memop_arg arg = {
		.op = MEMOP_LOGICAL_READ, .gaddr = request->gaddr + PAGE_SIZE, .size = sizeof(outcome->data),
		.buf = (uintptr_t)outcome->data,
	};

	outcome->ret = ioctl(guest->other, MEMOP_IOCTL, &arg);
	outcome->err = outcome->ret == -1 ? errno : 0;
	outcome->made = true;
}

void other_destroy(struct guest *guest)
{
	if (guest->other_run)
		munmap(guest->other_run, guest->run_size);
	if (guest->other >= 0)
		close(guest->other);
}
